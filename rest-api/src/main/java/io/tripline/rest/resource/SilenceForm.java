package io.tripline.rest.resource;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Value;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.state.Silence;
import io.tripline.state.SilenceMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A silence as it is shown. */
record SilenceForm(
    String id,
    @Meaning("pending: it has not begun; active: it holds; over: it has ended.") String state,
    List<String> rulesets,
    List<String> rules,
    List<String> tags,
    List<String> severities,
    @Meaning("Parts of the key, as text; masked, unless personal_data asks for them.")
        Map<String, String> key,
    Instant from,
    @Meaning("When it ends, or was ended.") Instant until,
    String reason,
    @Meaning("Who asked for it; empty if that was not said.") String by,
    Instant createdAt) {

  /**
   * @param now ms since 1970
   * @param showPii whether the values of the key are shown, any of which may be personal data
   */
  static SilenceForm of(Silence silence, long now, boolean showPii) {
    SilenceMatcher matcher = silence.matcher();
    String state = silence.isOver(now) ? "over" : silence.isActive(now) ? "active" : "pending";
    return new SilenceForm(
        silence.id(),
        state,
        matcher.filter().ruleSets(),
        matcher.filter().rules(),
        matcher.filter().tags(),
        matcher.severities().stream().map(Severity::text).toList(),
        key(matcher, showPii),
        Instant.ofEpochMilli(silence.from()),
        Instant.ofEpochMilli(silence.until()),
        silence.reason(),
        silence.by(),
        Instant.ofEpochMilli(silence.createdAt()));
  }

  private static Map<String, String> key(SilenceMatcher matcher, boolean showPii) {
    Map<String, String> key = new TreeMap<>(matcher.key());
    if (!showPii) {
      key.replaceAll((_, _) -> Value.MASKED);
    }
    return key;
  }
}
