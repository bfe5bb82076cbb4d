package io.tripline.app.check;

import io.tripline.app.check.Explanations.Rate;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleText;
import io.tripline.engine.bound.Formula;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.bound.StateSize;
import io.tripline.engine.describe.RuleDescription;
import io.tripline.engine.describe.RuleDescription.Kept;
import io.tripline.engine.describe.RuleDescription.Outside;
import io.tripline.engine.describe.TextGraph;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** An explanation for people. */
final class ExplanationText {
  private final StringBuilder out = new StringBuilder();
  private final long limit;

  private ExplanationText(long limit) {
    this.limit = limit;
  }

  /**
   * The text, ending with an empty line.
   *
   * @param limit of partial matches for one key
   * @param diagnostics that stand in the rule
   */
  static String of(RuleDescription explanation, List<Diagnostic> diagnostics, long limit) {
    ExplanationText text = new ExplanationText(limit);
    text.add(explanation, diagnostics);
    return text.out.append('\n').toString();
  }

  private void add(RuleDescription explanation, List<Diagnostic> diagnostics) {
    Rule rule = explanation.rule();
    line("rule " + rule.name() + "  (" + rule.place() + ")");
    pair("listens to", input(rule) + ", " + RuleText.key(rule));
    pair("pattern", oneLine(RuleText.pattern(rule)));
    pair("after match", RuleText.skip(rule));
    if (explanation.depth() > 0) {
      pair("depth", depth(explanation.depth()));
    }
    RuleDescription.Compiled compiled = explanation.compiled();
    if (compiled != null) {
      heading("automaton");
      out.append(TextGraph.print(compiled.graph(), "    "));
      kept(compiled);
      bound(rule, compiled.bound());
    }
    outside(explanation.outside());
    List<String> warnings = Explanations.warnings(explanation, limit);
    if (!warnings.isEmpty() || !diagnostics.isEmpty()) {
      heading("warnings");
      warnings.forEach(warning -> line("    " + warning));
      diagnostics.forEach(d -> line("    " + d.code() + " at " + d.place() + ": " + d.message()));
    }
  }

  private static String depth(int depth) {
    return depth == 1
        ? "a rule before it makes what it takes"
        : depth + " rules, one after the other, make what it takes";
  }

  private void outside(List<Outside> outside) {
    if (outside.isEmpty()) {
      return;
    }
    heading("kept beside, once for all rules that read the same");
    int width = outside.stream().mapToInt(o -> oneLine(o.name()).length()).max().orElse(0);
    for (Outside each : outside) {
      line("    " + padded(oneLine(each.name()), Math.min(width, 48)) + "  " + each.keeps());
    }
  }

  private static String input(Rule rule) {
    return rule.key().sources().stream()
        .map(source -> source.type().name())
        .collect(Collectors.joining(", "));
  }

  private void kept(RuleDescription.Compiled compiled) {
    List<Kept> kept = compiled.kept();
    heading(
        compiled.shared()
            ? "kept of each event, beside its number, time and id, and what it fits"
            : "kept in each partial match, beside the number, variable and id of its events");
    if (kept.isEmpty()) {
      line("    nothing");
    }
    int width = kept.stream().mapToInt(k -> oneLine(k.value()).length()).max().orElse(0);
    for (Kept each : kept) {
      String value = padded(oneLine(each.value()), Math.min(width, 48));
      String more = each.more() == null ? "" : " and " + each.more();
      line("    " + value + "  " + each.form() + ": " + each.bytes() + " bytes" + more);
    }
  }

  private void bound(Rule rule, StateBound bound) {
    heading("bound, for one key");
    if (bound.counted().isEmpty()) {
      line("    nothing is kept: every match is of one event");
    } else {
      pair("  n", Explanations.meaningOfN(bound));
      if (bound.shared()) {
        pair("  partial matches", "at most " + bound.partialMatches() + ", shared by all starts");
        pair("  events held", "at most " + bound.events() + limited(bound));
      } else {
        pair("  partial matches", "at most " + bound.partialMatches() + limited(bound));
        pair("  events held", "at most " + bound.events() + heldWithLimit(bound));
      }
      pair("  bytes", size(bound.size()));
    }
    AlertSpec alert = rule.alert();
    if (alert != null && Explanations.hasOncePer(rule)) {
      pair(
          "  once per " + ExprText.duration(alert.oncePerMillis()),
          "one alert: the key and " + Explanations.ONCE_PER_BYTES + " bytes");
    }
    if (!bound.counted().isEmpty()) {
      examples(bound);
    }
  }

  private String limited(StateBound bound) {
    OptionalLong at = bound.limitReachedAt(limit);
    return "; the limit of "
        + Explanations.number(limit)
        + (at.isPresent()
            ? " holds from n = " + Explanations.number(at.getAsLong())
            : " is not reached");
  }

  private String heldWithLimit(StateBound bound) {
    long most = bound.eventsAt(Formula.BEYOND, limit);
    return bound.partialMatches().exceeds(limit).isEmpty() || most == Formula.BEYOND
        ? ""
        : "; with the limit " + Explanations.number(most) + " or fewer";
  }

  private static String size(StateSize size) {
    StringBuilder text = new StringBuilder();
    text.append(size.keyBytes()).append(" + ").append(size.matchBytes());
    text.append(" × partial matches + ").append(size.eventBytes()).append(" × events held");
    if (size.matchTexts() + size.valueTexts() > 0
        || size.eventText()
        || size.sets().stream().anyMatch(s -> s.text())) {
      text.append(" + the texts");
    }
    if (!size.sets().isEmpty()) {
      text.append(" + the different values");
    }
    return text.toString();
  }

  private void examples(StateBound bound) {
    out.append('\n');
    line("    %-16s %12s %18s %12s".formatted("such events", "n", "partial matches", "bytes"));
    for (Rate rate : Rate.values()) {
      long n = rate.events(bound);
      long matches = bound.partialMatchesAt(n, limit);
      line(
          String.format(
              Locale.ROOT,
              "    %-16s %,12d %18s %12s",
              rate.text(),
              n,
              Explanations.number(matches)
                  + (bound.limitReachedAt(limit).orElse(Long.MAX_VALUE) <= n ? " (limit)" : ""),
              Explanations.bytes(bound.bytesAt(n, limit, Explanations.TEXT_BYTES))));
    }
    line("    Texts are taken to have " + Explanations.TEXT_BYTES + " bytes.");
  }

  // ---- lines

  private void heading(String text) {
    out.append('\n');
    line("  " + text);
  }

  private void pair(String what, String value) {
    line("  " + padded(what, 17) + " " + value);
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  private static String padded(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  /** Without the line ends that a text of the rule may hold. */
  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }
}
