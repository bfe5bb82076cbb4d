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

/** A part of what is told that a template can name. Thread-safe. */
final class Placeholder {
  private static final Pattern NAME =
      Pattern.compile("([a-z]+)(?:\\.([A-Za-z_][A-Za-z0-9_]{0,199}))?");

  /** Writes a part as one value. */
  @FunctionalInterface
  private interface Part {
    void write(Notice notice, JsonText json);
  }

  /** The same of the alert, the first where there are several. */
  @FunctionalInterface
  private interface AlertPart {
    void write(Alert alert, JsonText json);
  }

  private static Part of(AlertPart part) {
    return (notice, json) -> part.write(notice.first(), json);
  }

  private static final Map<String, Part> PARTS = new TreeMap<>();

  static {
    PARTS.put("type", (notice, json) -> json.string(notice.isTrial() ? "test" : "alert"));
    PARTS.put("count", (notice, json) -> json.number(notice.alerts().size()));
    PARTS.put("alerts", AlertJson::alerts);
    PARTS.put("id", of((alert, json) -> json.string(alert.id())));
    PARTS.put("ruleset", of((alert, json) -> json.string(alert.ruleSet())));
    PARTS.put("rule", of((alert, json) -> json.string(alert.rule())));
    PARTS.put("version", of((alert, json) -> json.number(alert.version())));
    PARTS.put("severity", of((alert, json) -> json.string(alert.severity().text())));
    PARTS.put("score", of((alert, json) -> AlertJson.score(alert, json)));
    PARTS.put("message", of((alert, json) -> json.string(alert.message())));
    PARTS.put(
        "time", of((alert, json) -> json.string(Instant.ofEpochMilli(alert.time()).toString())));
    PARTS.put("ordinal", of((alert, json) -> json.number(alert.ordinal())));
    PARTS.put("sequence", of((alert, json) -> json.number(alert.sequence())));
    PARTS.put("tags", of((alert, json) -> AlertJson.tags(alert, json)));
    PARTS.put("key", of((alert, json) -> AlertJson.values(alert.key(), json)));
    PARTS.put("with", of((alert, json) -> AlertJson.values(alert.with(), json)));
    PARTS.put("match", of((alert, json) -> AlertJson.match(alert, json)));
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
        : (notice, json) -> {
          for (NamedValue each : values.apply(notice.first())) {
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
  void value(Notice notice, JsonText json) {
    part.write(notice, json);
  }
}
