package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.EventType.Arrival;
import io.tripline.dsl.ir.EventType.Late;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.EventDeclaration.Annotation;
import io.tripline.dsl.syntax.EventDeclaration.Argument;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks how the events of a type arrive: the options of its {@code @time} and {@code @id}. */
final class ArrivalChecker {
  private static final List<String> OF_TIME = List.of("lateness", "late");
  private static final List<String> OF_ID = List.of("dedupe");
  private static final List<String> LATE = Arrays.stream(Late.values()).map(Late::text).toList();

  private final Diagnostics diagnostics;
  private long latenessMillis;
  private @Nullable Late late;
  private long dedupeMillis = Arrival.NO_DEDUPLICATION;

  ArrivalChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Without an option, in order; with a lateness, what comes later still is diverted. */
  Arrival arrival() {
    Late otherwise = latenessMillis == 0 ? Late.ACCEPT : Late.DIVERT;
    return new Arrival(latenessMillis, late == null ? otherwise : late, dedupeMillis);
  }

  /** {@code @time(lateness 5s, late accept)}. */
  void time(Annotation annotation) {
    options(annotation, OF_TIME, OF_ID);
  }

  /** {@code @id(dedupe 1h)}. */
  void id(Annotation annotation) {
    options(annotation, OF_ID, OF_TIME);
  }

  /** Reads pairs of a word and its value, up to the first that makes no sense. */
  private void options(Annotation annotation, List<String> known, List<String> elsewhere) {
    List<Argument> written = annotation.arguments();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < written.size(); i += 2) {
      Argument option = written.get(i);
      if (option.kind() != Argument.Kind.NAME || !known.contains(option.text())) {
        reportUnknown(annotation, option, known, elsewhere);
        return;
      }
      if (!seen.add(option.text())) {
        diagnostics.report(
            Code.DUPLICATE, option.place(), "`" + option.text() + "` is given twice");
      }
      @Nullable Argument value = i + 1 < written.size() ? written.get(i + 1) : null;
      boolean good = option.text().equals("late") ? late(option, value) : time(option, value);
      if (!good) {
        return;
      }
    }
  }

  private void reportUnknown(
      Annotation annotation, Argument option, List<String> known, List<String> elsewhere) {
    String name = "`@" + annotation.name() + "`";
    if (elsewhere.contains(option.text())) {
      String other = known == OF_TIME ? "`@id`" : "`@time`";
      bad(option.place(), "`" + option.text() + "` belongs to " + other + ", not to " + name, null);
      return;
    }
    String near = DidYouMean.hint(option.text(), known);
    String all =
        known == OF_TIME
            ? "takes `lateness 5s` and `late accept`, divert or drop"
            : "takes `dedupe 1h`";
    boolean word = option.kind() == Argument.Kind.NAME;
    bad(
        option.place(),
        word ? name + " has no option `" + option.text() + "`" : "an option begins with a word",
        near != null && word ? near : name + " " + all);
  }

  private boolean late(Argument option, @Nullable Argument value) {
    int index = value == null ? -1 : LATE.indexOf(value.text());
    if (index >= 0) {
      late = Late.values()[index];
      return true;
    }
    String near = value == null ? null : DidYouMean.hint(value.text(), LATE);
    bad(
        value == null ? option.place() : value.place(),
        "`late` is followed by one of " + String.join(", ", LATE),
        near);
    return false;
  }

  private boolean time(Argument option, @Nullable Argument value) {
    if (value == null || value.kind() != Argument.Kind.DURATION) {
      bad(
          value == null ? option.place() : value.place(),
          "`" + option.text() + "` is followed by a duration such as `5s`",
          null);
      return false;
    }
    long millis = Long.parseLong(value.text());
    if (option.text().equals("lateness")) {
      latenessMillis = millis;
      return true;
    }
    dedupeMillis = millis;
    if (millis <= 0) {
      diagnostics.report(
          Code.BAD_DURATION, value.place(), "the time of `dedupe` must be longer than nothing");
    }
    return true;
  }

  private void bad(Place place, String message, @Nullable String hint) {
    diagnostics.report(Code.BAD_ANNOTATION, place, message, hint);
  }
}
