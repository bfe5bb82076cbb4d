package io.tripline.rest.decision;

import io.tripline.dsl.ir.Decision;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of questions, since the server started. Thread-safe. */
public final class DecisionCounts {
  private final Map<Decision, LongAdder> answered = new EnumMap<>(Decision.class);
  private final LongAdder undecided = new LongAdder();
  private final LongAdder notMatched = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LatencyObserver latencies;

  /** Hears how long each answer took. */
  @FunctionalInterface
  public interface LatencyObserver {
    void answered(long nanos);
  }

  public DecisionCounts(LatencyObserver latencies) {
    this.latencies = latencies;
    for (Decision decision : Decision.values()) {
      answered.put(decision, new LongAdder());
    }
  }

  void count(Reply reply) {
    adder(reply.decision()).increment();
    if (reply.timedOut()) {
      timedOut.increment();
    } else if (reply.notMatched() != null) {
      notMatched.increment();
    } else if (!reply.decided()) {
      undecided.increment();
    }
    if (reply.repeated()) {
      repeated.increment();
    }
    latencies.answered(reply.nanos());
  }

  void countLate() {
    late.increment();
  }

  private LongAdder adder(Decision decision) {
    return answered.computeIfAbsent(decision, each -> new LongAdder());
  }

  /** Answers that said so, whatever the reason. */
  public long answered(Decision decision) {
    return adder(decision).sum();
  }

  /** All answers. */
  public long answered() {
    return answered.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Of these, on events that all rules saw and none decided on. */
  public long undecided() {
    return undecided.sum();
  }

  /** Of these, on events that no rule took. */
  public long notMatched() {
    return notMatched.sum();
  }

  /** Of these, to callers who asked again. */
  public long repeated() {
    return repeated.sum();
  }

  /** Of these, given because the deadline had passed. */
  public long timedOut() {
    return timedOut.sum();
  }

  /** Answers of rules that came after the deadline, when the caller had been told the default. */
  public long late() {
    return late.sum();
  }
}
