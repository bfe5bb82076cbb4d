package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Match;
import java.util.ArrayList;
import java.util.List;

/** Matches of rules that take made events, in the numbers of events that others go by. */
public final class MadePlaces {
  private MadePlaces() {}

  /**
   * The match with numbers of events in place of places. An event that a rule made has none: it has
   * its place, negated.
   */
  static Match numbered(Match match) {
    List<Variable> variables = match.program().rule().variables();
    List<Match.Binding> bindings = new ArrayList<>();
    for (int i = 0; i < match.bindings().size(); i++) {
      Match.Binding binding = match.bindings().get(i);
      boolean hasId = variables.get(i).type().idField() != EventType.NO_ID;
      bindings.add(
          new Match.Binding(
              binding.variable(),
              binding.numbers().stream().map(MadePlaces::number).toList(),
              hasId ? binding.ids() : binding.numbers().stream().map(MadePlaces::id).toList()));
    }
    return new Match(
        match.program(),
        match.time(),
        match.clock(),
        completedBy(match),
        bindings,
        match.order().stream().map(MadePlaces::number).toList(),
        match.message(),
        match.with(),
        match.made());
  }

  /** Of a match that a made event completes: the number of the event that it was made at. */
  private static long completedBy(Match match) {
    return match.completedBy() == Match.TIME ? Match.TIME : EventPlace.number(match.completedBy());
  }

  /**
   * The number of the event from outside at which a rule made one.
   *
   * @param made what stands in a match for the number of the one that was made
   */
  public static long numberOf(long made) {
    return EventPlace.number(-made);
  }

  private static long number(long place) {
    return EventPlace.isMade(place) ? -place : EventPlace.number(place);
  }

  /** What stands for the id of an event without one. */
  private static String id(long place) {
    return EventPlace.isMade(place)
        ? EventPlace.number(place) + "." + EventPlace.index(place)
        : Long.toString(EventPlace.number(place));
  }
}
