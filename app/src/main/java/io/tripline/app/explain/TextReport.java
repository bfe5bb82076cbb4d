package io.tripline.app.explain;

import io.tripline.dsl.ir.Rule;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.explain.Happening;
import io.tripline.engine.explain.Moment;
import io.tripline.engine.explain.Moment.EventAt;
import io.tripline.engine.explain.PartialMatch;
import io.tripline.engine.explain.PartialMatch.Bound;
import io.tripline.engine.explain.Wording;
import io.tripline.rest.json.AlertJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** An explanation for people. What is beyond the limit of lines is counted, and not shown. */
final class TextReport implements Report {
  /** Events named one by one where a variable holds many. */
  private static final int MOST_EVENTS = 6;

  private final OutputStream out;
  private final Rule rule;
  private final String pattern;
  private final Wording wording;
  private final MomentLines lines;
  private final long limit;
  private long shown;
  private long left;

  /**
   * @param pattern as the author wrote it
   * @param limit the most lines of the timeline; {@code Long.MAX_VALUE} for all
   */
  TextReport(OutputStream out, Rule rule, String pattern, Wording wording, long limit) {
    this.out = out;
    this.rule = rule;
    this.pattern = pattern;
    this.wording = wording;
    this.lines = new MomentLines(wording);
    this.limit = limit;
  }

  private void line(String text) throws IOException {
    out.write((text.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void begin(List<NamedValue> key) throws IOException {
    line(rule.name() + (rule.title() == null ? "" : ": " + rule.title()));
    StringJoiner parts = new StringJoiner(", ");
    key.forEach(part -> parts.add(part.name() + " = " + AlertJson.text(part.value())));
    line("  key      " + (key.isEmpty() ? "none, all events together" : parts));
    line("  pattern  " + pattern);
    if (rule.withinMillis() != Rule.NO_BOUND) {
      line("  within   " + Wording.duration(rule.withinMillis()));
    }
  }

  @Override
  public void moment(Moment moment) throws IOException {
    List<String> said = lines.of(moment);
    if (left > 0 || shown + 2 + said.size() > limit) {
      left += 2 + said.size();
      return;
    }
    shown += 2 + said.size();
    line("");
    EventAt event = moment.event();
    if (event == null) {
      line(Wording.time(moment.time()) + "  time passes");
    } else {
      line(
          at(event)
              + "  "
              + event.type()
              + (event.late() ? "  late: matched as if it came with the event before" : ""));
    }
    for (String each : said) {
      line("  " + each);
    }
  }

  private String at(EventAt event) {
    return Wording.time(event.time()) + "  " + wording.id(event);
  }

  @Override
  public void end(Totals totals) throws IOException {
    line("");
    if (left > 0) {
      line(String.format(Locale.ROOT, "… %,d more lines; --limit 0 shows all of them.", left));
      line("");
    }
    line(
        String.format(
            Locale.ROOT,
            "%,d of %s had this key%s.",
            totals.ofKey(),
            count(totals.events(), "event"),
            totals.withoutKey() == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d had none", totals.withoutKey())));
    if (totals.rejected() > 0) {
      line(count(totals.rejected(), "line") + " could not be taken: " + totals.rejections() + ".");
    }
    line(
        (totals.alerts() == 0 ? "No alert" : count(totals.alerts(), "alert"))
            + (totals.heldBack() == 0
                ? ""
                : ", and " + count(totals.heldBack(), "match") + " held back by `once per`")
            + ".");
  }

  private static String count(long n, String what) {
    String plural = what.endsWith("ch") ? what + "es" : what + "s";
    return n == 0
        ? "no " + plural
        : String.format(Locale.ROOT, "%,d %s", n, n == 1 ? what : plural);
  }

  @Override
  public void whyNot(PartialMatch furthest) throws IOException {
    line("");
    line("Why there is no alert:");
    tell(furthest, "came furthest, and ");
  }

  @Override
  public void whyNot(List<PartialMatch> starts) throws IOException {
    line("");
    line("How far each start came without an alert:");
    for (PartialMatch match : starts) {
      tell(match, "");
    }
  }

  private void tell(PartialMatch match, String how) throws IOException {
    line("");
    if (match.isNone()) {
      line("  No event began a match.");
    } else {
      line("  #" + match.number() + " " + how + state(match));
      events(match);
    }
    Happening.Refused miss = match.nearestMiss();
    EventAt event = match.nearestEvent();
    if (miss != null && event != null) {
      line("    nearest  " + at(event) + ", not `" + miss.variable().name() + "`:");
      line("             " + wording.refusal(miss));
      for (String values : MomentLines.wrapped(wording.values(miss.report()))) {
        line("               " + values);
      }
    }
    Happening.Ended end = match.end();
    if (end != null) {
      line("    end      " + wording.ending(end));
    }
  }

  private static String state(PartialMatch match) {
    if (match.needed() > 0) {
      return "needed at least " + count(match.needed(), "more event") + ".";
    }
    return match.waits().isEmpty() && match.spoiled() == null
        ? "was complete."
        : "had only to wait for time to pass.";
  }

  private void events(PartialMatch match) throws IOException {
    Map<String, List<Bound>> byVariable = new LinkedHashMap<>();
    for (Bound bound : match.bound()) {
      byVariable.computeIfAbsent(bound.variable().name(), v -> new ArrayList<>()).add(bound);
    }
    for (Map.Entry<String, List<Bound>> each : byVariable.entrySet()) {
      String head = "    held     ";
      int n = 0;
      for (Bound bound : each.getValue()) {
        if (n == MOST_EVENTS && each.getValue().size() > MOST_EVENTS + 1) {
          line("             … and " + (each.getValue().size() - n) + " more");
          break;
        }
        line(head + at(bound.event()) + " as `" + each.getKey() + "`");
        head = "             ";
        n++;
      }
    }
    if (!match.next().isEmpty()) {
      StringJoiner next = new StringJoiner(" or ");
      match.next().forEach(variable -> next.add("`" + variable.name() + "`"));
      line("    next     " + next);
    }
    if (!match.parts().isEmpty()) {
      line("    needs    " + Wording.parts(match.parts()));
    }
    for (Happening.Waits waits : match.waits()) {
      line("    waiting  " + wording.waiting(waits));
    }
    Happening.Ended end = match.end();
    if (match.spoiled() != null && (end == null || end.spoiled() == null)) {
      line("    waited   in vain: " + wording.spoiled(match.spoiled()));
    }
  }
}
