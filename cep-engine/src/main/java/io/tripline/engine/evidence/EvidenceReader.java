package io.tripline.engine.evidence;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventView;
import io.tripline.engine.evidence.Evidence.Asked;
import io.tripline.engine.evidence.Evidence.Bound;
import io.tripline.engine.evidence.Evidence.Why;
import io.tripline.engine.explain.Pii;
import io.tripline.engine.expression.RegisterValues;
import io.tripline.engine.pipeline.JournaledEvents;
import io.tripline.engine.pipeline.MadePlaces;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the evidence of alerts: takes the events of a match from the journal, one after the other
 * as the match took them, and asks their conditions again over what the match knew then. Reads each
 * block of the journal once at most for a page. Thread-safe.
 */
public final class EvidenceReader {
  private final Journal journal;
  private final RuleVersions versions;
  private final RuleSetReader rules;

  /**
   * @param rules compiles the text of an earlier version
   */
  public EvidenceReader(Journal journal, RuleVersions versions, RuleSetReader rules) {
    this.journal = journal;
    this.versions = versions;
    this.rules = rules;
  }

  /**
   * The largest page.
   *
   * @param events the most events
   * @param bytes the most bytes of their records and fields, but one event always fits
   */
  public record Limit(int events, int bytes) {}

  /** An event of the match: where it stands in the pattern's order, and in the match's. */
  private record Place(int index, String variable, String id, long number) {}

  /**
   * The evidence of an alert.
   *
   * @param from the first event wanted, in the order of the pattern's variables, from 0
   * @param showPii whether values are told that are personal data
   * @throws StorageException if the journal is damaged
   */
  public Evidence of(Alert alert, int from, Limit limit, boolean showPii) {
    List<Place> inOrder = places(alert);
    int total = inOrder.size();
    inOrder.sort(order(alert));
    int first = Math.min(from, total);
    int end = (int) Math.min(total, (long) first + limit.events());
    Page page = new Page(alert, first, end, showPii);
    page.replay(inOrder, limit.bytes());
    return page.evidence(alert, page.absent(alert, inOrder), total);
  }

  /** As the match took its events. */
  private static Comparator<Place> order(Alert alert) {
    if (alert.order().isEmpty()) {
      return Comparator.comparingLong(Place::number);
    }
    Map<Long, Integer> taken = new HashMap<>();
    alert.order().forEach(number -> taken.put(number, taken.size()));
    return Comparator.comparingInt(place -> taken.getOrDefault(place.number(), 0));
  }

  private static List<Place> places(Alert alert) {
    List<Place> places = new ArrayList<>();
    for (Alert.Binding binding : alert.match()) {
      for (int i = 0; i < binding.numbers().size(); i++) {
        places.add(
            new Place(
                places.size(), binding.variable(), binding.ids().get(i), binding.numbers().get(i)));
      }
    }
    return places;
  }

  /** A page in the making: a match replayed, and of its events those that are asked for. */
  private final class Page {
    private final PastRules past;
    private final boolean showPii;
    private final JournaledEvents events = new JournaledEvents(journal);
    private final EventView view = new EventView();
    private final int from;
    private int to;
    private final NavigableMap<Integer, Bound> taken = new TreeMap<>();
    private long bytes;

    /** What the match knew; null before its first event that was found. */
    private @Nullable RegisterValues known;

    /** The variables of which it lacks events. */
    private final Set<String> incomplete = new LinkedHashSet<>();

    Page(Alert alert, int from, int to, boolean showPii) {
      this.past = new PastRules(versions, rules, alert.ruleSet(), alert.rule(), showPii);
      this.showPii = showPii;
      this.from = from;
      this.to = to;
    }

    /** Replays the match up to the last of its events that is on this page. */
    void replay(List<Place> inOrder, int maxBytes) {
      for (int i = 0; i < inOrder.size() && taken.size() < to - from; i++) {
        Place place = inOrder.get(i);
        Bound bound = take(place);
        if (place.index() >= from && place.index() < to) {
          taken.put(place.index(), bound);
          bytes += sizeOf(bound);
          while (bytes > maxBytes && taken.size() > 1) {
            to = taken.lastKey();
            bytes -= sizeOf(taken.pollLastEntry().getValue());
          }
        }
      }
    }

    private static int sizeOf(Bound bound) {
      // A field is about as large as what it was read from.
      return bound instanceof Evidence.Found found ? 2 * found.raw().length : 0;
    }

    private Bound take(Place place) {
      if (place.number() < 0) {
        return missing(place, Why.MADE_BY_A_RULE);
      }
      JournaledEvents.Event event = events.find(place.number());
      if (event == null) {
        return missing(place, Why.NOT_IN_JOURNAL);
      }
      PastRule rule = past.inForceAt(event.sequence());
      Variable variable = rule == null ? null : rule.variable(place.variable());
      if (rule == null || variable == null) {
        return missing(place, Why.RULES_GONE);
      }
      view.wrap(event.bytes(), 0);
      if (!rule.id(variable, view, place.number()).equals(place.id())) {
        throw new StorageException(
            "Event "
                + place.number()
                + " of the journal is not the one that the alert names. Restore the store from a"
                + " copy; it cannot be used as it is.");
      }
      RegisterValues registers = known == null ? rule.blank() : known;
      Asked condition = rule.ask(variable, view, registers, incomplete);
      rule.take(variable, view, registers);
      known = registers;
      return new Evidence.Found(
          isIdMasked(variable) ? Value.MASKED : place.id(),
          place.number(),
          variable.type().name(),
          rule.version(),
          rule.fields(variable, view),
          variable.type().fields().stream().map(EventType.Field::jsonName).toList(),
          view.raw(),
          showPii || !Pii.isIn(variable.type()),
          condition);
    }

    private boolean isIdMasked(Variable variable) {
      return !showPii && Pii.hasPersonalId(variable.type());
    }

    private Bound missing(Place place, Why why) {
      incomplete.add(place.variable());
      // Whether the id is personal data is told by the rules; without them it is taken to be.
      PastRule rule = past.latest();
      Variable variable = rule == null ? null : rule.variable(place.variable());
      boolean shown = showPii || variable != null && !isIdMasked(variable);
      // Of what was made, the event that it was made at.
      long number = place.number() < 0 ? MadePlaces.numberOf(place.number()) : place.number();
      return new Evidence.Missing(shown ? place.id() : Value.MASKED, number, why);
    }

    /** By the version of the alert, which was in force when the match was complete. */
    List<Absent> absent(Alert alert, List<Place> inOrder) {
      PastRule rule = past.version(alert.version());
      if (rule == null) {
        return List.of();
      }
      List<AbsentParts.Letter> word = new ArrayList<>();
      for (Place place : inOrder) {
        Variable variable = rule.variable(place.variable());
        if (variable == null) {
          return List.of();
        }
        word.add(new AbsentParts.Letter(variable.index(), place.number()));
      }
      return AbsentParts.of(rule.rule(), word, this::timeOf, alert.time());
    }

    private OptionalLong timeOf(long number) {
      JournaledEvents.Event event = events.find(number);
      return event == null
          ? OptionalLong.empty()
          : OptionalLong.of(view.wrap(event.bytes(), 0).time());
    }

    Evidence evidence(Alert alert, List<Absent> absent, int total) {
      List<Evidence.OfVariable> variables = new ArrayList<>();
      int first = 0;
      for (Alert.Binding binding : alert.match()) {
        int end = first + binding.numbers().size();
        variables.add(
            new Evidence.OfVariable(
                binding.variable(), List.copyOf(taken.subMap(first, end).values())));
        first = end;
      }
      return new Evidence(variables, absent, total, to < total ? to : -1);
    }
  }
}
