package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.WindowTree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks what follows {@code over}. */
final class WindowChecker {
  /** What {@code last n} can count to. */
  static final int MOST_EVENTS = 1_000_000;

  /** How many steps a window can have. */
  static final int MOST_PANES = 10_000;

  /** Lengths of steps that people think in. */
  private static final List<Long> STEPS =
      Stream.of("PT1S", "PT1M", "PT5M", "PT10M", "PT30M", "PT1H", "PT6H", "P1D", "P7D", "P30D")
          .map(step -> Duration.parse(step).toMillis())
          .toList();

  private static final List<String> UNITS =
      Arrays.stream(Window.Unit.values()).map(Window.Unit::toString).toList();

  private final Parameters parameters;
  private final DurationChecker durations;
  private final Diagnostics diagnostics;

  WindowChecker(Parameters parameters, Diagnostics diagnostics) {
    this.parameters = parameters;
    this.durations = new DurationChecker(parameters, diagnostics);
    this.diagnostics = diagnostics;
  }

  /** The window, or null if it is wrong, which is reported. */
  @Nullable Window check(WindowTree window) {
    return switch (window) {
      case WindowTree.Sliding sliding -> sliding(sliding);
      case WindowTree.LastEvents(String digits, Place p) ->
          digits == null ? null : lastEvents(digits, p);
      case WindowTree.Session(var gap, Place p) -> {
        Long millis = duration(gap, "over session", false);
        yield millis == null ? null : new Window.Session(millis);
      }
      case WindowTree.Calendar(Name name, var zone, Place p) -> {
        Window.Unit unit = unit(name);
        ZoneId id = zone == null ? ZoneOffset.UTC : zone(zone);
        yield unit == null || id == null ? null : new Window.Calendar(unit, id);
      }
    };
  }

  private @Nullable Window sliding(WindowTree.Sliding window) {
    boolean previous = window.previous();
    boolean plain = !previous && window.delay() == null && window.pane() == null;
    Long millis = duration(window.length(), previous ? "over previous" : "over", plain);
    Long delay = window.delay() == null ? null : delay(window.delay());
    Long pane = window.pane() == null ? null : duration(window.pane(), "every", false);
    if (window.delay() != null && (previous || window.pane() != null)) {
      return bad(
          window.place(),
          previous
              ? "a window with a delay never has the tested event in it"
              : "a window with a delay does not move in steps",
          previous ? "leave `previous` out" : "leave `every` out");
    }
    if (millis == null
        || window.delay() != null && delay == null
        || window.pane() != null && pane == null) {
      return null;
    }
    if (window.pane() != null && pane != null) {
      return panes(millis, pane, previous, window.pane().place());
    }
    return delay != null ? new Window.Delayed(millis, delay) : new Window.Sliding(millis, previous);
  }

  private @Nullable Long delay(Clause.Duration delay) {
    String name = delay.parameter();
    boolean unit = name != null && UNITS.contains(name) && !parameters.has(name);
    Long millis =
        unit ? duration(delay, "delayed", false) : durations.checkFromZero(delay, "delayed");
    if (millis != null && millis == 0) {
      return bad(
          delay.place(),
          "a window with a delay of nothing is one without a delay",
          "leave `delayed` out");
    }
    return millis;
  }

  private @Nullable Window panes(long millis, long pane, boolean previous, Place place) {
    String length = "`" + ExprText.duration(millis) + "`";
    String step = "`" + ExprText.duration(pane) + "`";
    if (pane >= millis) {
      return bad(
          place,
          "a window of " + length + " does not move in steps of " + step,
          "a step is shorter than the window; without `every` the window is exact");
    }
    if (millis % pane != 0) {
      return bad(
          place,
          "a window of " + length + " is no whole number of steps of " + step,
          "choose a step that divides it, such as `1h` for days");
    }
    if (millis / pane > MOST_PANES) {
      return bad(
          place,
          "a window of " + length + " has more than 10,000 steps of " + step,
          STEPS.stream()
              .filter(s -> millis % s == 0 && millis / s <= MOST_PANES)
              .findFirst()
              .map(s -> "steps of `" + ExprText.duration(s) + "` are long enough")
              .orElse("choose longer steps"));
    }
    return new Window.Panes(millis, pane, previous);
  }

  private <T> @Nullable T bad(Place place, String message, @Nullable String hint) {
    diagnostics.report(Code.BAD_WINDOW, place, message, hint);
    return null;
  }

  /**
   * @param orUnit whether a unit of the calendar could stand there
   */
  private @Nullable Long duration(Clause.Duration duration, String clause, boolean orUnit) {
    String name = duration.parameter();
    if (name == null || parameters.has(name) || !orUnit && !UNITS.contains(name)) {
      return durations.check(duration, clause);
    }
    if (!orUnit) {
      return bad(
          duration.place(),
          "`" + name + "` is a unit of the calendar, and `" + clause + "` wants a duration",
          "a window of the calendar stands alone, as in `over " + name + "`");
    }
    List<String> candidates = new ArrayList<>(parameters.names());
    candidates.addAll(UNITS);
    String near = DidYouMean.hint(name, candidates);
    diagnostics.report(
        Code.BAD_WINDOW,
        duration.place(),
        "`" + name + "` is neither a unit of the calendar nor a parameter",
        near != null
            ? near
            : "write a duration such as `7d`, or one of " + String.join(", ", UNITS));
    return null;
  }

  private @Nullable Window lastEvents(String digits, Place place) {
    boolean tooMany = digits.length() > 18 || Long.parseLong(digits) > MOST_EVENTS;
    if (tooMany || Long.parseLong(digits) == 0) {
      diagnostics.report(
          Code.BAD_WINDOW,
          place,
          tooMany
              ? "a window holds the last 1,000,000 events at most"
              : "the last 0 events are none at all",
          tooMany ? "bound it by time, as in `over 30d`" : null);
      return null;
    }
    return new Window.LastEvents(Integer.parseInt(digits));
  }

  private Window.@Nullable Unit unit(Name name) {
    int index = UNITS.indexOf(name.text());
    if (index < 0) {
      String near = DidYouMean.hint(name.text(), UNITS);
      diagnostics.report(
          Code.BAD_WINDOW,
          name.place(),
          "`" + name + "` is not a unit of the calendar",
          near != null ? near : "it is one of " + String.join(", ", UNITS));
      return null;
    }
    if (parameters.has(name.text())) {
      parameters.use(name.text(), name.place());
      diagnostics.report(
          Code.HIDDEN_NAME,
          name.place(),
          "`" + name + "` is the unit of the calendar here, not the parameter of that name");
    }
    return Window.Unit.values()[index];
  }

  private @Nullable ZoneId zone(WindowTree.Zone zone) {
    try {
      return ZoneId.of(zone.text());
    } catch (DateTimeException e) {
      String near = DidYouMean.hint(zone.text(), ZoneId.getAvailableZoneIds());
      diagnostics.report(
          Code.UNKNOWN_ZONE,
          zone.place(),
          "there is no time zone '" + zone.text() + "'",
          near != null ? near : "time zones read like 'Europe/Berlin' or '+01:00'");
      return null;
    }
  }
}
