package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.reference.RandomCases;
import io.tripline.engine.match.reference.RandomValues;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random rules of several keys, over two event types, and arrivals from several sources: some out
 * of order, some too late, some without a key, with heartbeats, sources that fall silent, and long
 * silences of all between a few events each.
 *
 * @param versions of the rules: the first is deployed before anything arrives
 * @param arrivals the last is the end
 */
record RandomWorld(List<RuleSet> versions, List<Arrival> arrivals) {
  /** Fields that keys are made of, behind those of {@link RandomCases#TYPES}. */
  static final int K = 3;

  static final int L = 4;
  private static final int ID = 5;

  static final List<String> SOURCES = List.of("default", "x", "y");

  /** No match takes longer, and no two parts of the stream are nearer. */
  static final long LONGEST = 60;

  private static final long SILENCE = 1_000;
  private static final int RULES = 5;

  /** So many that several wait at one key, now and then. */
  private static final int MANY_RULES = 20;

  private static final int PARTS = 3;

  /**
   * The world of a seed.
   *
   * @param withValues whether rules ask for windows and features
   */
  static RandomWorld of(long seed, boolean withValues) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean inOrder = random.nextInt(4) == 0;
    List<EventType> types = List.of(type("E", random, inOrder), type("F", random, inOrder));
    RandomValues values = withValues ? values(types, random) : null;
    List<Rule> rules = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? MANY_RULES : RULES;
    for (int i = 0; i < count; i++) {
      Rule rule = RandomCases.rule(random.nextLong(), types, values);
      rules.add(keyed("r" + i, rule, key(rule, types, random), values, random));
    }
    List<Feature> features = values == null ? List.of() : values.features();
    return new RandomWorld(
        List.of(new RuleSet(types, features, List.of(), List.of(), rules, List.of())),
        arrivals(types, random, inOrder));
  }

  /** The world of a seed, in which rules change on the way. */
  static RandomWorld changing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean inOrder = random.nextInt(4) == 0;
    List<EventType> types = List.of(type("E", random, inOrder), type("F", random, inOrder));
    RandomChanges changes = new RandomChanges(types, values(types, random), random);
    List<Arrival> arrivals = arrivals(types, random, inOrder);
    List<RuleSet> versions = new ArrayList<>(List.of(changes.first(RULES)));
    int deployments = 1 + random.nextInt(4);
    while (versions.size() <= deployments) {
      versions.add(changes.next());
    }
    // In places by chance, in their order.
    List<Integer> places = new ArrayList<>();
    random.ints(deployments, 0, arrivals.size()).sorted().forEach(places::add);
    for (int version = deployments; version > 0; version--) {
      RuleMode mode = random.nextInt(3) == 0 ? mode(random) : null;
      arrivals.add(
          places.get(version - 1), new Arrival.Deploy(version, mode, random.nextInt(2) == 0));
    }
    for (int i = random.nextInt(7); i > 0; i--) {
      arrivals.add(random.nextInt(arrivals.size()), new Arrival.Modes(change(versions, random)));
    }
    return new RandomWorld(versions, arrivals);
  }

  /** The world of a seed, in which rules are often changed so that they drain. */
  static RandomWorld draining(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean inOrder = random.nextInt(2) == 0;
    List<EventType> types = List.of(type("E", random, inOrder), type("F", random, inOrder));
    RandomChanges changes = new RandomChanges(types, values(types, random), random);
    List<Arrival> arrivals = arrivals(types, random, inOrder);
    List<RuleSet> versions = new ArrayList<>(List.of(changes.first(RULES)));
    int deployments = 1 + random.nextInt(3);
    while (versions.size() <= deployments) {
      versions.add(changes.other());
    }
    List<Integer> places = new ArrayList<>();
    random.ints(deployments, 3, arrivals.size()).sorted().forEach(places::add);
    for (int version = deployments; version > 0; version--) {
      RuleMode mode = random.nextInt(6) == 0 ? mode(random) : null;
      boolean drain = random.nextInt(8) > 0;
      arrivals.add(places.get(version - 1), new Arrival.Deploy(version, mode, drain));
    }
    if (random.nextInt(4) == 0) {
      arrivals.add(random.nextInt(arrivals.size()), new Arrival.Modes(change(versions, random)));
    }
    return new RandomWorld(versions, arrivals);
  }

  private static RuleMode mode(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> RuleMode.LIVE;
      case 1 -> RuleMode.SHADOW;
      default -> new RuleMode(1 + random.nextInt(RuleMode.ALL - 1));
    };
  }

  /** A change of modes, of all rules or one that some version has. */
  private static RuleModes.Change change(List<RuleSet> versions, SplittableRandom random) {
    List<Rule> rules = versions.get(random.nextInt(versions.size())).rules();
    String rule =
        rules.isEmpty() || random.nextInt(3) == 0
            ? null
            : rules.get(random.nextInt(rules.size())).name();
    return switch (random.nextInt(5)) {
      case 0, 1 -> new RuleModes.Change.To(rule, mode(random));
      case 2, 3 -> new RuleModes.Change.Pause(rule);
      default -> new RuleModes.Change.Resume(rule);
    };
  }

  /** Whether no type has a lateness. */
  boolean isInOrder() {
    return versions.getFirst().eventTypes().stream()
        .allMatch(type -> type.arrival().latenessMillis() == 0);
  }

  /** A rule under a name, with a key of its own. */
  static Rule rule(
      String name, List<EventType> types, RandomValues values, SplittableRandom random) {
    Rule rule = RandomCases.rule(random.nextLong(), types, values);
    return keyed(name, rule, key(rule, types, random), values, random);
  }

  private static RandomValues values(List<EventType> types, SplittableRandom random) {
    List<Key> keys = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      keys.add(key(random.nextInt(5), types));
    }
    return new RandomValues(random, keys);
  }

  private static EventType type(String name, SplittableRandom random, boolean inOrder) {
    List<EventType.Field> fields = new ArrayList<>(RandomCases.TYPES.getFirst().fields());
    for (String field : List.of("k", "l")) {
      fields.add(new EventType.Field(field, field, Type.Simple.INT, true, false));
    }
    fields.add(new EventType.Field("id", "id", Type.Simple.INT, false, false));
    EventType.Late[] policies = EventType.Late.values();
    long lateness = inOrder || random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(8);
    EventType.Arrival arrival =
        new EventType.Arrival(
            lateness,
            policies[random.nextInt(policies.length)],
            switch (random.nextInt(4)) {
              case 0 -> 1 + random.nextInt(20);
              case 1 -> 2 * SILENCE;
              default -> EventType.Arrival.NO_DEDUPLICATION;
            });
    return new EventType(name, fields, 0, ID, arrival, null);
  }

  /** {@code by k}, {@code by (k, l)}, {@code by E.k, F.l}, {@code by none}. */
  private static Key key(Rule rule, List<EventType> types, SplittableRandom random) {
    int kind = random.nextInt(5);
    boolean more = random.nextInt(4) == 0; // a type that the key alone names belongs to it too
    List<Key.Source> sources = new ArrayList<>();
    for (EventType type : types) {
      if (more || rule.variables().stream().anyMatch(v -> v.type().equals(type))) {
        sources.add(source(kind, type, types));
      }
    }
    return new Key(names(kind), sources);
  }

  private static Key key(int kind, List<EventType> types) {
    return new Key(names(kind), types.stream().map(type -> source(kind, type, types)).toList());
  }

  private static List<String> names(int kind) {
    return kind == 0 ? List.of() : kind == 1 ? List.of("k", "l") : List.of("k");
  }

  private static Key.Source source(int kind, EventType type, List<EventType> types) {
    return new Key.Source(
        type,
        switch (kind) {
          case 0 -> List.of();
          case 1 -> List.of(K, L);
          case 2 -> List.of(type == types.getFirst() ? K : L);
          default -> List.of(K);
        });
  }

  private static Rule keyed(
      String name, Rule rule, Key key, @Nullable RandomValues values, SplittableRandom random) {
    AlertSpec alert = Objects.requireNonNull(rule.alert());
    long oncePer = random.nextInt(3) == 0 ? random.nextInt(8) : AlertSpec.NO_LIMIT;
    List<Variable> variables = rule.variables();
    List<AlertSpec.Named> with = new ArrayList<>(alert.with());
    if (values != null && rule.pattern() instanceof Pattern.Single) {
      for (int i = 0; i < 3; i++) {
        with.add(new AlertSpec.Named("x" + i, values.next(variables.getFirst().type())));
      }
    }
    AlertSpec told = new AlertSpec(alert.message(), alert.score(), with, oncePer);
    return with(name, rule, key, variables, Math.min(rule.withinMillis(), LONGEST), told);
  }

  /** A rule of the same key and pattern. */
  static Rule with(String name, Rule rule, List<Variable> variables, AlertSpec alert) {
    return with(name, rule, rule.key(), variables, rule.withinMillis(), alert);
  }

  /** The same rule, whose matches may take another time. */
  static Rule within(Rule rule, long within) {
    return with(
        rule.name(),
        rule,
        rule.key(),
        rule.variables(),
        Math.min(LONGEST, within),
        Objects.requireNonNull(rule.alert()));
  }

  private static Rule with(
      String name, Rule rule, Key key, List<Variable> variables, long within, AlertSpec alert) {
    return new Rule(
        name,
        null,
        null,
        rule.severity(),
        List.of(),
        key,
        variables,
        rule.pattern(),
        within,
        rule.skip(),
        rule.matchLimit(),
        alert,
        null,
        null,
        rule.place());
  }

  private static List<Arrival> arrivals(
      List<EventType> types, SplittableRandom random, boolean inOrder) {
    List<Arrival> arrivals = new ArrayList<>();
    int sources = 1 + random.nextInt(SOURCES.size());
    long time = random.nextInt(3) == 0 ? -3 : 100;
    long number = 0;
    for (int part = 0; part < PARTS; part++) {
      int count = 4 + random.nextInt(7);
      for (int i = 0; i < count; i++) {
        int source = random.nextInt(sources);
        time += random.nextInt(4);
        switch (random.nextInt(20)) {
          case 0 -> arrivals.add(new Arrival.Idle(source));
          case 1, 2 -> arrivals.add(new Arrival.Time(source, time - random.nextInt(5)));
          default -> {
            boolean behind = !inOrder && random.nextInt(2) == 0;
            long at = behind ? time - random.nextInt(10) : time;
            EventType type = types.get(random.nextInt(5) == 0 ? 1 : 0);
            arrivals.add(new Arrival.Event(source, type, ++number, fields(at, number, random)));
          }
        }
      }
      time += SILENCE;
    }
    arrivals.add(new Arrival.End());
    return arrivals;
  }

  /** Some ids come a second time. */
  private static long[] fields(long time, long number, SplittableRandom random) {
    long id = random.nextInt(8) == 0 ? 1 + random.nextLong(number) : number;
    long value = random.nextInt(10) == 0 ? Long.MIN_VALUE : random.nextInt(4);
    long k = random.nextInt(15) == 0 ? Long.MIN_VALUE : random.nextInt(4) / 3;
    long l = random.nextInt(15) == 0 ? Long.MIN_VALUE : random.nextInt(4) / 3;
    return new long[] {time, random.nextInt(3), value, k, l, id};
  }
}
