package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;

import io.tripline.dsl.ir.Rule;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.event.Schema;
import io.tripline.engine.explain.Pii;
import io.tripline.engine.match.Match;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes alerts of matches. Not thread-safe. */
final class AlertFactory {
  private static final int ID_BYTES = 16;

  private final MessageDigest sha256;
  private final ByteSink sink = new ByteSink();

  /** By rule, as of the schema that is in force. */
  private final Map<Rule, Form> forms = new IdentityHashMap<>();

  /** What is the same for all alerts of a rule. */
  private record Form(RuleKey key, PersonalParts personal) {
    static Form of(Rule rule, Schema schema) {
      return new Form(RuleKey.of(rule, schema), Pii.partsOf(rule));
    }
  }

  AlertFactory() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** Other rules are running from now on, perhaps of another schema. */
  void rulesChanged() {
    forms.clear();
  }

  /**
   * @param schema under which the match was found; the same until {@link #rulesChanged}
   * @param sequence of the completing entry
   */
  Alert alert(PendingMatch pending, Schema schema, long ordinal, long sequence) {
    RunningRule running = pending.rule();
    Rule rule = running.rule();
    Match match = pending.match();
    Form form = forms.computeIfAbsent(rule, each -> Form.of(each, schema));
    return new Alert(
        ordinal,
        id(running, pending.key(), match),
        running.ruleSet(),
        running.name(),
        running.version(),
        form.key().values(pending.key()),
        match.time(),
        rule.severity(),
        requireNonNull(rule.alert()).score(),
        match.message(),
        match.with(),
        bindings(match),
        sequence,
        isRising(match.order()) ? List.of() : match.order(),
        pending.inShadow(),
        rule.tags(),
        form.personal());
  }

  // Made unchangeable at once, so that the alert need not copy it.
  private static List<Alert.Binding> bindings(Match match) {
    Alert.Binding[] bindings = new Alert.Binding[match.bindings().size()];
    for (int i = 0; i < bindings.length; i++) {
      Match.Binding binding = match.bindings().get(i);
      bindings[i] = new Alert.Binding(binding.variable(), binding.ids(), binding.numbers());
    }
    return List.of(bindings);
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
