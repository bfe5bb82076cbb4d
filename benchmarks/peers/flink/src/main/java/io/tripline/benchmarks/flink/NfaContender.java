package io.tripline.benchmarks.flink;

import io.tripline.benchmarks.flink.FlinkRules.Rule;
import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Signal;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.cep.configuration.SharedBufferCacheConfig;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;

/**
 * Flink's NFA alone, one for each rule, as its operator drives it, but without Flink around it: no
 * serialization, no network, no timers, events in order.
 */
public final class NfaContender implements Contender {
  private NfaContender() {}

  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new NfaContender(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    if (Workload.Window.is(part)) {
      Workload.Window window = Workload.Window.of(part);
      Signal[] signals = Workload.signals(window.events(), events);
      return tally ->
          new Run<>(
              List.of(
                  new Automaton<>(
                      FlinkRules.window(window), Signal.class, s -> "", Signal::getNumber, tally)),
              signals,
              Signal::getTime);
    }
    Payment[] payments = Workload.payments(events);
    List<Rule<Payment>> rules = FlinkRules.of(part);
    return tally ->
        new Run<>(
            rules.stream()
                .map(
                    rule ->
                        new Automaton<>(
                            rule,
                            Payment.class,
                            p -> (String) rule.key().of(p),
                            Payment::getNumber,
                            tally))
                .toList(),
            payments,
            Payment::getTime);
  }

  private record Run<T>(List<Automaton<T>> automata, T[] all, ToLongFunction<T> time)
      implements Pass {
    @Override
    public void run(int events) throws Exception {
      for (int i = 0; i < events; i++) {
        T event = all[i];
        long at = time.applyAsLong(event);
        for (Automaton<T> automaton : automata) {
          automaton.onEvent(event, at);
        }
      }
      for (Automaton<T> automaton : automata) {
        automaton.endOfInput();
      }
    }

    @Override
    public void close() {
      automata.forEach(Automaton::close);
    }
  }

  private static final class Automaton<T> {
    private final Rule<T> rule;
    private final NFA<T> nfa;
    private final AfterMatchSkipStrategy skip;
    private final Function<T, String> key;
    private final ToLongFunction<T> number;
    private final Tally tally;
    private final HeapStates states = new HeapStates();
    private final SharedBuffer<T> buffer;
    private final Map<String, NFAState> keys = new HashMap<>();

    Automaton(
        Rule<T> rule,
        Class<T> type,
        Function<T, String> key,
        ToLongFunction<T> number,
        Tally tally) {
      this.rule = rule;
      this.key = key;
      this.number = number;
      this.tally = tally;
      nfa = NFACompiler.compileFactory(rule.pattern(), false).createNFA();
      skip = rule.pattern().getAfterMatchSkipStrategy();
      buffer =
          new SharedBuffer<>(
              states,
              new KryoSerializer<>(type, new SerializerConfigImpl()),
              new SharedBufferCacheConfig(1_000, 1_000, Duration.ofDays(1)));
    }

    void onEvent(T event, long time) throws Exception {
      String of = key.apply(event);
      states.key(of);
      NFAState state = keys.get(of);
      if (state == null) {
        state = nfa.createInitialNFAState();
        keys.put(of, state);
      }
      try (SharedBufferAccessor<T> accessor = buffer.getAccessor()) {
        matches(nfa.advanceTime(accessor, state, time, skip).f0, of);
        matches(nfa.process(accessor, state, event, time, skip, () -> time), of);
      }
    }

    /**
     * Time passes everything, as the last watermark of a job makes it: a match may wait for partial
     * matches that began before it.
     */
    void endOfInput() throws Exception {
      try (SharedBufferAccessor<T> accessor = buffer.getAccessor()) {
        for (Map.Entry<String, NFAState> each : keys.entrySet()) {
          states.key(each.getKey());
          matches(
              nfa.advanceTime(accessor, each.getValue(), Long.MAX_VALUE, skip).f0, each.getKey());
        }
      }
    }

    private void matches(Collection<Map<String, List<T>>> found, String of) {
      for (Map<String, List<T>> match : found) {
        tally.alert(rule.name(), of);
        for (String variable : rule.variables()) {
          for (T event : match.getOrDefault(variable, List.of())) {
            tally.event(number.applyAsLong(event));
          }
        }
        tally.end();
      }
    }

    void close() {
      buffer.releaseCacheStatisticsTimer();
    }
  }
}
