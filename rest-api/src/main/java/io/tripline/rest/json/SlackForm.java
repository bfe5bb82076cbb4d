package io.tripline.rest.json;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A message for an incoming webhook of Slack: a text for notifications, and blocks within Slack's
 * limits. Nothing in an alert can become a link or mention somebody.
 */
final class SlackForm implements AlertForm {
  /** Of Slack: the longest text of a section, and of a field; the most fields. */
  static final int SECTION = 3000;

  static final int FIELD = 2000;
  static final int FIELDS = 10;

  /** Notifications show no more. */
  private static final int NOTIFICATION = 500;

  private static final int NAME = 200;

  /** How many alerts are told of beside the first, and how much of each; all within a section. */
  private static final int OTHERS = 10;

  private static final int LINE = 180;

  @Override
  public String of(Notice notice) {
    Alert alert = notice.first();
    int count = notice.alerts().size();
    String severity = alert.severity().text().toUpperCase(Locale.ROOT);
    String rule = ShortText.slack(alert.ruleSet() + "/" + alert.rule(), 2 * NAME);
    String test =
        (notice.isTrial() ? "[test] " : "") + (count == 1 ? "" : count + " alerts, the first: ");
    StringBuilder out = new StringBuilder(1000);
    JsonText json = new JsonText(out).beginObject();
    String notification = test + severity + " " + rule + ": ";
    json.name("text").string(notification + ShortText.slack(alert.message(), NOTIFICATION));
    json.name("blocks").beginArray();
    String title = test + "*" + severity + "* " + rule + "\n";
    json.beginObject().name("type").string("section").name("text");
    text(title + ShortText.slack(alert.message(), SECTION - title.length()), json);
    json.endObject();
    fields(alert, json);
    others(notice.alerts(), json);
    json.beginObject().name("type").string("context").name("elements").beginArray();
    text("alert " + alert.id() + " · " + Instant.ofEpochMilli(alert.time()), json);
    json.endArray().endObject();
    return json.endArray().endObject().text();
  }

  /** A line for each of the next ones, as many as there is room for. */
  private static void others(List<Alert> alerts, JsonText json) {
    int shown = Math.min(alerts.size(), 1 + OTHERS);
    if (shown == 1) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (Alert each : alerts.subList(1, shown)) {
      lines
          .append("*")
          .append(each.severity().text().toUpperCase(Locale.ROOT))
          .append("* ")
          .append(ShortText.slack(each.ruleSet() + "/" + each.rule(), LINE / 2))
          .append(": ")
          .append(ShortText.slack(each.message(), LINE))
          .append("\n");
    }
    if (shown < alerts.size()) {
      lines.append("and ").append(alerts.size() - shown).append(" more");
    }
    json.beginObject().name("type").string("section").name("text");
    text(lines.toString().strip(), json);
    json.endObject();
  }

  private static void fields(Alert alert, JsonText json) {
    List<String> all = new ArrayList<>();
    alert.key().forEach(each -> all.add(field(each)));
    if (alert.score() >= 0) {
      all.add("*score*\n" + alert.score());
    }
    alert.with().forEach(each -> all.add(field(each)));
    if (all.isEmpty()) {
      return;
    }
    json.beginObject().name("type").string("section").name("fields").beginArray();
    int shown = all.size() > FIELDS ? FIELDS - 1 : all.size();
    all.subList(0, shown).forEach(each -> text(each, json));
    if (shown < all.size()) {
      text("and " + (all.size() - shown) + " more", json);
    }
    json.endArray().endObject();
  }

  private static String field(NamedValue value) {
    String name = "*" + ShortText.slack(value.name(), NAME) + "*\n";
    return name + ShortText.slack(AlertJson.text(value.value()), FIELD - name.length());
  }

  private static void text(String text, JsonText json) {
    json.beginObject().name("type").string("mrkdwn").name("text").string(text);
    json.name("verbatim").raw("true").endObject();
  }
}
