package io.tripline.app.demo;

import io.tripline.app.cli.Terminal;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** What the demo shows, with colors where a person looks. Lines come whole from any thread. */
final class Show {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final Map<String, String> SEVERITY_COLORS =
      Map.of(
          "critical", "\u001b[1;35m",
          "high", "\u001b[1;31m",
          "medium", "\u001b[33m",
          "low", "\u001b[36m",
          "info", DIM);

  private final PrintStream out;
  private final boolean colors;

  Show(Terminal terminal) {
    out = terminal.results();
    colors = terminal.colors();
  }

  void title(String text) {
    out.println(colored(BOLD, text));
  }

  void line(String text) {
    out.println(text);
  }

  /** A line such as {@code server http://127.0.0.1:8080}. */
  void fact(String what, String value) {
    out.println("  " + colored(DIM, String.format(Locale.ROOT, "%-9s", what)) + " " + value);
  }

  void table(List<String> lines) {
    out.println(colored(BOLD, "  " + lines.getFirst()));
    for (String line : lines.subList(1, lines.size() - 1)) {
      out.println("  " + line);
    }
    out.println(colored(BOLD, "  " + lines.getLast()));
  }

  /** An alert as it arrived: when, how bad, which rule, who, what. */
  void alert(JsonNode alert) {
    String severity = alert.path("severity").asString();
    String time = alert.path("time").asString();
    String clock = time.length() >= 19 ? time.substring(11, 19) : time;
    out.println(
        "  "
            + colored(DIM, clock)
            + " "
            + colored(
                SEVERITY_COLORS.getOrDefault(severity, ""),
                String.format(Locale.ROOT, "%-8s", severity))
            + " "
            + colored(BOLD, String.format(Locale.ROOT, "%-18s", alert.path("rule").asString()))
            + " "
            + key(alert.path("key"))
            + "  "
            + alert.path("message").asString());
  }

  private static String key(JsonNode key) {
    StringJoiner parts = new StringJoiner(", ");
    for (Map.Entry<String, JsonNode> part : key.properties()) {
      parts.add(part.getKey() + " " + part.getValue().asString());
    }
    return parts.toString();
  }

  private String colored(String color, String text) {
    return colors && !color.isEmpty() ? color + text + RESET : text;
  }
}
