package io.tripline.app.savepoint;

import io.tripline.rest.http.Json;
import io.tripline.rest.json.SavepointJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Savepoints as a person reads them, from the form in which programs do. */
final class SavepointOutput {
  private static final List<String> HEAD =
      List.of("NAME", "STATE", "CREATED", "EVENTS", "ALERTS", "SIZE", "COMMENT");
  private static final JsonMapper MAPPER = new JsonMapper();

  private SavepointOutput() {}

  static JsonNode tree(SavepointJson savepoint) {
    return MAPPER.readTree(Json.bytes(savepoint));
  }

  static String json(JsonNode tree) {
    return new String(MAPPER.writeValueAsBytes(tree), StandardCharsets.UTF_8) + "\n";
  }

  /** One line for each, in columns. */
  static String table(Iterable<JsonNode> savepoints) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (JsonNode each : savepoints) {
      rows.add(
          List.of(
              text(each, "name"),
              text(each, "state"),
              text(each, "created_at"),
              text(each, "events"),
              text(each, "alerts"),
              size(each),
              each.path("problem").isString() ? text(each, "problem") : text(each, "comment")));
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(row.get(column)).repeat(' ', width - row.get(column).length() + 2);
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  /** All of one. */
  static String page(JsonNode savepoint) {
    StringBuilder page = new StringBuilder();
    line(page, "savepoint", text(savepoint, "name") + " (" + text(savepoint, "state") + ")");
    if (savepoint.path("problem").isString()) {
      line(page, "problem", text(savepoint, "problem"));
    }
    if (savepoint.path("created_at").isNull()) {
      return page.toString();
    }
    if (!text(savepoint, "comment").isEmpty()) {
      line(page, "comment", text(savepoint, "comment"));
    }
    line(page, "created", text(savepoint, "created_at"));
    line(
        page,
        "made by",
        "tripline %s, formats: savepoint %s, store %s"
            .formatted(
                text(savepoint, "tripline"),
                text(savepoint, "format"),
                text(savepoint, "store_format")));
    line(page, "events", text(savepoint, "events"));
    line(page, "alerts", text(savepoint, "alerts"));
    line(page, "states", text(savepoint, "states"));
    line(
        page,
        "journal",
        "entries %s to %s, replayed from %d on"
            .formatted(
                text(savepoint, "first_entry"),
                text(savepoint, "position"),
                savepoint.path("checkpoint").asLong() + 1));
    line(page, "size", size(savepoint));
    for (JsonNode set : savepoint.path("rulesets")) {
      line(page, "rule set", text(set, "name") + ", version " + text(set, "version"));
      for (JsonNode rule : set.path("rules")) {
        String paused = rule.path("paused").asBoolean() ? ", paused" : "";
        line(page, "  rule", text(rule, "rule") + ": " + text(rule, "mode") + paused);
      }
    }
    return page.toString();
  }

  private static void line(StringBuilder page, String name, String value) {
    page.append("%-10s %s%n".formatted(name, value));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static String size(JsonNode savepoint) {
    return savepoint.path("bytes").isNumber()
        ? String.format(Locale.ROOT, "%.1f MB", savepoint.path("bytes").asLong() / 1e6)
        : "";
  }
}
