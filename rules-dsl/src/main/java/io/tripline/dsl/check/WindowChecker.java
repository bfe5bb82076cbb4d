package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.WindowTree;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what follows {@code over}. */
final class WindowChecker {
  /** What {@code last n} can count to. */
  static final int MOST_EVENTS = 1_000_000;

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
      case WindowTree.Sliding(var length, boolean previous, Place p) -> {
        Long millis = duration(length, previous ? "over previous" : "over");
        yield millis == null ? null : new Window.Sliding(millis, previous);
      }
      case WindowTree.LastEvents(String digits, Place p) ->
          digits == null ? null : lastEvents(digits, p);
      case WindowTree.Session(var gap, Place p) -> {
        Long millis = duration(gap, "over session");
        yield millis == null ? null : new Window.Session(millis);
      }
      case WindowTree.Calendar(Name name, var zone, Place p) -> {
        Window.Unit unit = unit(name);
        ZoneId id = zone == null ? ZoneOffset.UTC : zone(zone);
        yield unit == null || id == null ? null : new Window.Calendar(unit, id);
      }
    };
  }

  private @Nullable Long duration(Clause.Duration duration, String clause) {
    String name = duration.parameter();
    if (name == null || parameters.has(name)) {
      return durations.check(duration, clause);
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
