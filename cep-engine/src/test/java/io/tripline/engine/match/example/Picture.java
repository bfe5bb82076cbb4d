package io.tripline.engine.match.example;

import io.tripline.engine.match.example.Trial.Bound;
import io.tripline.engine.match.example.Trial.Event;
import io.tripline.engine.match.example.Trial.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a rule selects on a small stream, as a drawing and as text: the stream above, and below it a
 * row for each match, in the order in which they are told, with the variable that holds each event.
 *
 * @param rule as a trial has it
 * @param events the stream
 * @param rows matches, and candidates that are none
 */
record Picture(String rule, List<Event> events, List<Row> rows) {
  private static final int LEFT = 92;
  private static final int RIGHT = 24;
  private static final int MINUTE = 50;
  private static final int STREAM = 70;
  private static final int ROW = 30;

  /**
   * A candidate.
   *
   * @param told whether it is a match
   */
  record Row(Outcome outcome, boolean told) {
    private String label(int number) {
      return told ? "match " + number : "ruled out";
    }

    /** The variable that holds an event, or nothing. */
    private Optional<String> variable(Event event) {
      return outcome.bound().stream()
          .filter(b -> b.event().equals(event.name()))
          .map(Bound::variable)
          .findFirst();
    }
  }

  /** What it shows, in words; for those who do not see it. */
  String description() {
    String stream = events.stream().map(Event::name).collect(Collectors.joining(", "));
    if (rows.isEmpty()) {
      return "Stream: " + stream + ". No match.";
    }
    StringBuilder text = new StringBuilder("Stream: ").append(stream).append('.');
    int number = 0;
    for (Row row : rows) {
      number += row.told ? 1 : 0;
      text.append(row.told ? " Match " + number : " Ruled out").append(": ");
      text.append(row.outcome.bound().stream().map(Bound::event).collect(Collectors.joining(", ")));
      if (row.outcome.byTime()) {
        text.append(", told at minute ").append(row.outcome.clock() / 60_000);
      }
      text.append('.');
    }
    return text.toString();
  }

  // ------------------------------------------------------------------ as text

  /** The rule, and a column for each event and for each moment at which time tells. */
  String text() {
    List<Long> clocks = new ArrayList<>(events.stream().map(Event::clock).toList());
    rows.stream().filter(r -> r.outcome.byTime()).forEach(r -> clocks.add(r.outcome.clock()));
    List<Long> columns = clocks.stream().distinct().sorted().toList();
    List<String> names = columns.stream().map(c -> at(c).map(Event::name).orElse("")).toList();
    StringBuilder text = new StringBuilder(rule).append("\n\n");
    line(text, "event", names);
    line(text, "minute", columns.stream().map(c -> Long.toString(c / 60_000)).toList());
    int number = 0;
    for (Row row : rows) {
      number += row.told ? 1 : 0;
      List<String> cells = columns.stream().map(c -> cell(row, c)).toList();
      line(text, row.label(number), cells);
    }
    if (rows.isEmpty()) {
      text.append("no match\n");
    }
    return text.toString();
  }

  private Optional<Event> at(long clock) {
    return events.stream().filter(e -> e.clock() == clock).findFirst();
  }

  private String cell(Row row, long clock) {
    boolean alert = row.outcome.byTime() && row.outcome.clock() == clock;
    Optional<String> variable = at(clock).flatMap(row::variable);
    return variable.orElse(at(clock).isPresent() ? "." : "") + (alert ? "!" : "");
  }

  private static void line(StringBuilder text, String label, List<String> cells) {
    StringBuilder line = new StringBuilder(String.format("%-9s", label));
    cells.forEach(cell -> line.append(String.format("%5s", cell)));
    text.append(line.toString().stripTrailing()).append('\n');
  }

  // ------------------------------------------------------------------ as a drawing

  /** The drawing as SVG. It carries its own background, so that it can be read on any page. */
  String svg(String title) {
    long last = rows.stream().mapToLong(r -> r.outcome.clock()).max().orElse(0);
    last = Math.max(last, events.getLast().clock());
    int width = x(last) + 16 + RIGHT;
    int height = STREAM + 48 + Math.max(1, rows.size()) * ROW;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-labelledby="t d">
        <title id="t">%3$s</title>
        <desc id="d">%4$s</desc>
        <style>
        text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; text-anchor: middle; dominant-baseline: central }
        .card { fill: #ffffff; stroke: #d0d7de }
        .label { text-anchor: start }
        .faint { fill: #59636e }
        .time { stroke: #59636e }
        .event { fill: #f6f8fa; stroke: #59636e }
        .dot { fill: #afb8c1 }
        .told { fill: #0969da; stroke: #0969da }
        .out { fill: #ffffff; stroke: #59636e; stroke-dasharray: 3 2 }
        .ring { fill: none; stroke: #0969da; stroke-width: 2 }
        .on { fill: #ffffff }
        .wait { stroke: #0969da; stroke-dasharray: 4 3 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .card { fill: #0d1117; stroke: #3d444d }
        .faint { fill: #9198a1 }
        .time { stroke: #9198a1 }
        .event { fill: #151b23; stroke: #9198a1 }
        .dot { fill: #4b535d }
        .told { fill: #1f6feb; stroke: #1f6feb }
        .out { fill: #0d1117; stroke: #9198a1 }
        .ring, .wait { stroke: #4493f8 }
        .on { fill: #ffffff }
        }
        </style>
        <rect class="card" x="0.5" y="0.5" width="%5$d" height="%6$d" rx="6"/>
        """
            .formatted(width, height, xml(title), xml(description()), width - 1, height - 1));
    svg.append("<text class=\"label\" x=\"16\" y=\"24\">").append(xml(rule)).append("</text>\n");
    line(svg, "time", x(0), STREAM, x(last) + 16, STREAM);
    for (Event event : events) {
      circle(svg, "event", event.clock(), STREAM, 14);
      label(svg, "", event.clock(), STREAM, event.name());
      label(svg, "faint", event.clock(), STREAM + 24, event.clock() / 60_000 + "m");
    }
    int y = STREAM + 54;
    int number = 0;
    for (Row row : rows) {
      number += row.told ? 1 : 0;
      String style = row.told ? "" : " faint";
      svg.append("<text class=\"label%s\" x=\"16\" y=\"%d\">".formatted(style, y));
      svg.append(row.label(number)).append("</text>\n");
      row(svg, row, y);
      y += ROW;
    }
    if (rows.isEmpty()) {
      svg.append("<text class=\"label faint\" x=\"16\" y=\"%d\">no match</text>\n".formatted(y));
    }
    return svg.append("</svg>\n").toString();
  }

  private void row(StringBuilder svg, Row row, int y) {
    List<Event> bound = events.stream().filter(e -> row.variable(e).isPresent()).toList();
    Event first = bound.getFirst();
    Event last = bound.getLast();
    line(svg, row.told ? "told" : "out", x(first.clock()), y, x(last.clock()), y);
    for (Event event : events) {
      if (row.variable(event).isEmpty()) {
        circle(svg, "dot", event.clock(), y, 2);
      }
    }
    if (row.outcome.byTime()) {
      int end = x(row.outcome.clock());
      line(svg, row.told ? "wait" : "out", x(last.clock()) + 11, y, end - 8, y);
      svg.append(
          "<path class=\"%s\" d=\"M%d %dl8 8l-8 8l-8 -8z\"/>\n"
              .formatted(row.told ? "told" : "out", end, y - 8));
    }
    for (Event event : bound) {
      circle(svg, row.told ? "told" : "out", event.clock(), y, 10);
      String variable = Objects.requireNonNull(row.variable(event).orElse(null));
      label(svg, row.told ? "on" : "faint", event.clock(), y, variable);
    }
    if (row.told && !row.outcome.byTime()) {
      circle(svg, "ring", last.clock(), y, 13);
    }
  }

  private static int x(long clock) {
    return LEFT + 16 + Math.toIntExact(clock * MINUTE / 60_000);
  }

  private static void circle(StringBuilder svg, String style, long clock, int y, int radius) {
    svg.append(
        "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n"
            .formatted(style, x(clock), y, radius));
  }

  private static void label(StringBuilder svg, String style, long clock, int y, String text) {
    String given = style.isEmpty() ? "" : " class=\"" + style + "\"";
    svg.append("<text%s x=\"%d\" y=\"%d\">".formatted(given, x(clock), y));
    svg.append(xml(text)).append("</text>\n");
  }

  private static void line(StringBuilder svg, String style, int x, int y, int toX, int toY) {
    svg.append(
        "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
            .formatted(style, x, y, toX, toY));
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
