package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;

import io.tripline.dsl.ir.Rule;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.Match;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes alerts of matches. Not thread-safe. */
final class AlertFactory {
  private static final int ID_BYTES = 16;

  private final MessageDigest sha256;
  private final ByteSink sink = new ByteSink();

  AlertFactory() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /**
   * @param schema under which the match was found
   * @param sequence of the completing entry
   */
  Alert alert(PendingMatch pending, Schema schema, long ordinal, long sequence) {
    RunningRule running = pending.rule();
    Rule rule = running.rule();
    Match match = pending.match();
    List<Alert.Binding> bindings = new ArrayList<>();
    for (Match.Binding binding : match.bindings()) {
      bindings.add(new Alert.Binding(binding.variable(), binding.ids(), binding.numbers()));
    }
    return new Alert(
        ordinal,
        id(running, pending.key(), match),
        running.ruleSet(),
        running.name(),
        running.version(),
        RuleKey.of(rule, schema).values(pending.key()),
        match.time(),
        rule.severity(),
        requireNonNull(rule.alert()).score(),
        match.message(),
        match.with(),
        bindings,
        sequence,
        isRising(match.order()) ? List.of() : match.order());
  }

  private static boolean isRising(List<Long> numbers) {
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i) < numbers.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same for the same match in every run and version. Every part is preceded by its length, so
   * that no two matches have the same encoding.
   */
  String id(RunningRule rule, byte[] key, Match match) {
    sink.clear();
    sink.putText(rule.ruleSet()).putText(rule.name()).putBytes(key);
    sink.putInt(match.bindings().size());
    for (Match.Binding binding : match.bindings()) {
      sink.putInt(binding.ids().size());
      binding.ids().forEach(sink::putText);
    }
    sha256.update(sink.bytes(), 0, sink.length());
    return HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
  }
}
