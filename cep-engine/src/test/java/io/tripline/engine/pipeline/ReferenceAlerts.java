package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.reference.RefEvent;
import io.tripline.engine.match.reference.RefValues;
import io.tripline.engine.match.reference.ReferenceMatcher;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import io.tripline.engine.pipeline.ReferenceTime.Matched;
import io.tripline.engine.pipeline.ReferenceVersions.Life;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the language reference says of a world: the alerts of its rules, in their order. */
final class ReferenceAlerts {
  private final ReferenceTime time;
  private final ReferenceVersions versions;
  private final ReferenceLanes lanes;
  private final ReferenceSeries series;
  private final ReferenceModes modes;
  private final List<Raised> raised = new ArrayList<>();
  private final Map<String, Standing> standing = new HashMap<>();

  /** The alerts, in their order. */
  final List<String> lines;

  /** The version, from 1 on, of the rule that raised each. */
  final List<Integer> ofVersions;

  int suppressed;
  int byTime;
  int reordered;

  /** Matches of which nobody is told. */
  int inShadow;

  /** How often an event came while a rule was paused. */
  int unseen;

  /** Matches that began under one version of the rules, and were complete under another. */
  int acrossVersions;

  /** Alerts of earlier versions. */
  int drained;

  /** An alert, with all that its place depends on. */
  private record Raised(
      int arrival,
      long clock,
      long completedBy,
      String rule,
      int version,
      List<Long> key,
      String line) {}

  /** The alert of a key that holds others back, and the version that raised it. */
  private record Standing(long clock, int version) {}

  ReferenceAlerts(RandomWorld world) {
    this.time = new ReferenceTime(world.arrivals());
    this.versions = new ReferenceVersions(world.versions(), world.arrivals());
    this.lanes = new ReferenceLanes(time, versions);
    this.series = new ReferenceSeries(versions, lanes, ReferenceAlerts::event);
    this.modes = new ReferenceModes(time, versions);
    versions.lives().forEach(this::add);
    raised.sort(
        Comparator.comparingInt(Raised::arrival)
            .thenComparingLong(Raised::clock)
            .thenComparingLong(Raised::completedBy)
            .thenComparing(Raised::rule)
            .thenComparing(Raised::version)
            .thenComparing(r -> r.key.toString()));
    lines = raised.stream().map(Raised::line).toList();
    ofVersions = raised.stream().map(each -> each.version + 1).toList();
  }

  ReferenceTime time() {
    return time;
  }

  ReferenceVersions versions() {
    return versions;
  }

  private void add(Life life) {
    List<Matched> all = new ArrayList<>();
    for (int v = life.first(); v <= life.end(); v++) {
      int from = versions.from(v);
      int to = versions.to(v);
      lanes.seen(ReferenceLanes.lateness(life.in(v))).matched().stream()
          .filter(m -> m.at() > from && m.at() <= to)
          .filter(m -> !isPaused(life, m))
          .forEach(all::add);
    }
    Map<String, List<Matched>> inputs = new TreeMap<>();
    long last = 0;
    for (Matched matched : all) {
      List<Long> key = key(life.in(versions.at(matched.at())), matched.event());
      if (key != null) {
        inputs.computeIfAbsent(key.toString(), k -> new ArrayList<>()).add(matched);
      }
      reordered += matched.event().number() < last ? 1 : 0;
      last = matched.event().number();
    }
    RefValues values = values(life, all);
    inputs.values().forEach(input -> add(life, values, input));
  }

  private boolean isPaused(Life life, Matched matched) {
    boolean paused = modes.isPaused(life, versions.at(matched.at()), matched.at());
    unseen += paused ? 1 : 0;
    return paused;
  }

  /** Windows and features as the rule reads them in the version that each event meets. */
  private RefValues values(Life life, List<Matched> all) {
    Map<Long, Integer> version = new HashMap<>();
    all.forEach(m -> version.put(m.event().number(), versions.at(m.at())));
    Map<Integer, ReferenceValues> byVersion = new HashMap<>();
    for (int v = life.first(); v <= life.end(); v++) {
      Rule rule = life.in(v);
      int at = v;
      byVersion.put(
          v, new ReferenceValues(rule, (value, tested) -> series.of(rule, at, value, tested)));
    }
    return (value, tested) ->
        Objects.requireNonNull(byVersion.get(version.get(tested.number()))).at(value, tested);
  }

  /** The first arrival with which a rule comes past an end, while it goes on. */
  private int passing(Life life, long end) {
    int to = versions.to(life.end());
    for (int i = versions.from(life.first()) + 1; i < time.arrivals() && i <= to; i++) {
      Rule rule = life.in(versions.at(i));
      if (lanes.seen(ReferenceLanes.lateness(rule)).reached()[i] > end) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** The matches of one key, and those of them that {@code once per} lets through. */
  private void add(Life life, RefValues values, List<Matched> input) {
    for (List<Matched> part : parts(input)) {
      List<RefEvent> events = part.stream().map(ReferenceAlerts::event).toList();
      int last = versions.to(life.last());
      int beginning = (int) part.stream().filter(m -> m.at() <= last).count();
      List<Rule> rules = part.stream().map(m -> life.in(versions.at(m.at()))).toList();
      for (ReferenceMatcher.Match match :
          ReferenceMatcher.match(rules, events, values, beginning)) {
        add(life, values, part, match);
      }
    }
  }

  private void add(Life life, RefValues values, List<Matched> part, ReferenceMatcher.Match match) {
    Matched last = part.get(match.bound().getLast().event());
    int arrival = match.byTime() ? passing(life, match.clock()) : last.at();
    if (arrival == Integer.MAX_VALUE) {
      return; // the rule was gone by then
    }
    int version = versions.at(arrival);
    Rule rule = life.in(version);
    List<Long> key = Objects.requireNonNull(key(rule, last.event()));
    if (modes.isPaused(life, version, arrival)) {
      return; // time alone has completed it
    }
    boolean shadow = !modes.tells(life, version, arrival, key);
    inShadow += shadow ? 1 : 0;
    if (isHeldBack(life, shadow, key, version, match.clock())) {
      suppressed++;
      return;
    }
    byTime += match.byTime() ? 1 : 0;
    drained += life.drainsIn(version) ? 1 : 0;
    int told = Math.min(version, life.last());
    Matched first = part.get(match.bound().getFirst().event());
    acrossVersions += versions.at(first.at()) < versions.at(arrival) ? 1 : 0;
    long completedBy = match.byTime() ? Long.MAX_VALUE : last.event().number();
    long at = match.byTime() ? match.clock() : last.event().time();
    List<String> bindings = new ArrayList<>();
    for (Variable v : rule.variables()) {
      bindings.add(
          v.name()
              + match.bound().stream()
                  .filter(b -> b.variable() == v.index())
                  .map(b -> part.get(b.event()).event().number())
                  .toList());
    }
    String line =
        rule.name()
            + text(rule)
            + " "
            + key
            + " at "
            + at
            + " "
            + bindings
            + told(rule, values, event(first))
            + (shadow ? " in shadow" : "");
    raised.add(new Raised(arrival, match.clock(), completedBy, rule.name(), told, key, line));
  }

  private boolean isHeldBack(Life life, boolean shadow, List<Long> key, int now, long clock) {
    Rule rule = life.in(now);
    // What stood when it was deployed last stands for it while it drains, whatever comes of others.
    boolean drains = life.drainsIn(now);
    int version = Math.min(now, life.last());
    long oncePer = ReferenceVersions.oncePer(rule);
    if (oncePer == AlertSpec.NO_LIMIT) {
      return false;
    }
    String deployed = rule.name() + " " + key + shadow;
    String name = drains ? deployed + " of " + version : deployed;
    Standing before = standing.getOrDefault(name, standing.get(deployed));
    for (int v = before == null ? version : before.version; v < version && before != null; v++) {
      before = stillStands(rule.name(), before, v + 1) ? before : null;
    }
    if (before != null && clock <= before.clock + oncePer) {
      return true;
    }
    standing.put(name, new Standing(clock, version));
    return false;
  }

  /** Whether an alert holds others back once a version takes effect: not if it was over by then. */
  private boolean stillStands(String name, Standing alert, int version) {
    Rule before = versions.find(version - 1, name);
    Rule after = versions.find(version, name);
    return before != null
        && after != null
        && versions.stillStands(name, version)
        && lanes.start(version, after) <= alert.clock + ReferenceVersions.oncePer(before);
  }

  private static String text(Rule rule) {
    StringBuilder text = new StringBuilder();
    if (rule.alert() != null) {
      for (Template.Part part : rule.alert().message().parts()) {
        text.append(part instanceof Template.Text(String words) ? words : "?");
      }
    }
    return text.toString();
  }

  /** What the alert of a rule of one event says of windows and features at it. */
  private static String told(Rule rule, RefValues values, RefEvent event) {
    if (rule.alert() == null) {
      return "";
    }
    StringBuilder told = new StringBuilder();
    for (AlertSpec.Named named : rule.alert().with()) {
      Object value = values.at(named.value(), event);
      int scale = named.value().type() instanceof Type.Decimal(int digits) ? digits : 0;
      told.append(' ').append(named.name()).append('=');
      told.append(value instanceof Long n ? BigDecimal.valueOf(n, scale) : value);
    }
    return told.toString();
  }

  /** No match reaches over a long silence, so what lies between two is enumerated by itself. */
  private static List<List<Matched>> parts(List<Matched> input) {
    List<List<Matched>> parts = new ArrayList<>();
    long before = ReferenceTime.NEVER;
    for (Matched matched : input) {
      if (parts.isEmpty() || matched.clock() - before > 5 * RandomWorld.LONGEST) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(matched);
      before = matched.clock();
    }
    return parts;
  }

  private static RefEvent event(Matched matched) {
    Arrival.Event event = matched.event();
    return new RefEvent(event.number(), event.type().name(), matched.clock(), event.fields());
  }

  /** Null if it is not in the rule's input, or lacks a part of the key. */
  private static @Nullable List<Long> key(Rule rule, Arrival.Event event) {
    return rule.key()
        .source(event.type())
        .map(Key.Source::fields)
        .map(fields -> fields.stream().map(f -> event.fields()[f]).toList())
        .filter(key -> !key.contains(Long.MIN_VALUE))
        .orElse(null);
  }
}
