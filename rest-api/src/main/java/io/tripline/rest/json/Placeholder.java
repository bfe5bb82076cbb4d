package io.tripline.rest.json;

import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of an alert that a template can name. Thread-safe. */
final class Placeholder {
  private static final Pattern NAME =
      Pattern.compile("([a-z]+)(?:\\.([A-Za-z_][A-Za-z0-9_]{0,199}))?");

  /** Writes a part as one value. */
  @FunctionalInterface
  private interface Part {
    void write(Alert alert, boolean isTrial, JsonText json);
  }

  private static final Map<String, Part> PARTS = new TreeMap<>();

  static {
    PARTS.put("type", (alert, isTrial, json) -> json.string(isTrial ? "test" : "alert"));
    PARTS.put("id", (alert, isTrial, json) -> json.string(alert.id()));
    PARTS.put("ruleset", (alert, isTrial, json) -> json.string(alert.ruleSet()));
    PARTS.put("rule", (alert, isTrial, json) -> json.string(alert.rule()));
    PARTS.put("version", (alert, isTrial, json) -> json.number(alert.version()));
    PARTS.put("severity", (alert, isTrial, json) -> json.string(alert.severity().text()));
    PARTS.put("score", (alert, isTrial, json) -> AlertJson.score(alert, json));
    PARTS.put("message", (alert, isTrial, json) -> json.string(alert.message()));
    PARTS.put(
        "time",
        (alert, isTrial, json) -> json.string(Instant.ofEpochMilli(alert.time()).toString()));
    PARTS.put("ordinal", (alert, isTrial, json) -> json.number(alert.ordinal()));
    PARTS.put("sequence", (alert, isTrial, json) -> json.number(alert.sequence()));
    PARTS.put("tags", (alert, isTrial, json) -> AlertJson.tags(alert, json));
    PARTS.put("key", (alert, isTrial, json) -> AlertJson.values(alert.key(), json));
    PARTS.put("with", (alert, isTrial, json) -> AlertJson.values(alert.with(), json));
    PARTS.put("match", (alert, isTrial, json) -> AlertJson.match(alert, json));
  }

  private static final Map<String, Function<Alert, List<NamedValue>>> VALUES =
      Map.of("key", Alert::key, "with", Alert::with);

  private final Part part;

  private Placeholder(Part part) {
    this.part = part;
  }

  /**
   * The part of a name.
   *
   * @param at where it is written, as a JSON pointer
   * @throws TemplateException if there is none of this name
   */
  static Placeholder of(String name, String at) {
    Matcher parts = NAME.matcher(name);
    if (parts.matches()) {
      String whole = parts.group(1);
      String one = parts.group(2);
      Part part = one == null ? PARTS.get(whole) : one(whole, one);
      if (part != null) {
        return new Placeholder(part);
      }
    }
    throw new TemplateException(
        at, "There is no \"" + ShortText.cut(name, 100) + "\" in an alert.", hint(name));
  }

  private static @Nullable Part one(String whole, String name) {
    Function<Alert, List<NamedValue>> values = VALUES.get(whole);
    return values == null
        ? null
        : (alert, isTrial, json) -> {
          for (NamedValue each : values.apply(alert)) {
            if (each.name().equals(name)) {
              AlertJson.value(each.value(), json);
              return;
            }
          }
          json.raw("null");
        };
  }

  private static String hint(String name) {
    String near = DidYouMean.hint(name, PARTS.keySet());
    return near != null
        ? near
        : "There are " + String.join(", ", PARTS.keySet()) + ", key.NAME and with.NAME.";
  }

  /** Writes its JSON value. */
  void value(Alert alert, boolean isTrial, JsonText json) {
    part.write(alert, isTrial, json);
  }
}
