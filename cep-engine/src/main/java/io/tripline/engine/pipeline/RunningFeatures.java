package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.feature.Canonical;
import io.tripline.engine.feature.FeatureReads;
import io.tripline.engine.window.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The features that the running rules read, and the series of windows that are kept for them: equal
 * ones once, whichever rules they stand in. Immutable.
 *
 * @param series in the order in which rules first name them
 * @param reads what is read at which events
 */
record RunningFeatures(List<RunningSeries> series, List<Read> reads) {
  static final RunningFeatures NONE = new RunningFeatures(List.of(), List.of());

  /**
   * A value that is read.
   *
   * @param lateness of the rules that read it, ms
   * @param level of these rules
   * @param type of the events at which
   * @param text of the feature; see {@link io.tripline.engine.event.FeatureSlots}
   * @param series its index
   * @param aggregate which of those of the series
   * @param key the fields of the event that give the key
   * @param value as the first rule that reads it has it
   * @param before whether it is read before the event is added
   * @param foreign whether a rule reads it whose own key is another: it may be another worker's
   */
  record Read(
      long lateness,
      int level,
      EventType type,
      String text,
      int series,
      int aggregate,
      List<Integer> key,
      Expr.FeatureValue value,
      boolean before,
      boolean foreign) {
    Read {
      key = List.copyOf(key);
    }

    /** The same of a series that stands elsewhere among others. */
    Read of(int otherSeries) {
      return new Read(
          lateness, level, type, text, otherSeries, aggregate, key, value, before, foreign);
    }
  }

  RunningFeatures {
    series = List.copyOf(series);
    reads = List.copyOf(reads);
  }

  /** A series that is being put together. */
  private static final class Draft {
    final int index;
    final String text;
    final long id;
    final long lateness;
    final int level;
    final Feature first;
    final List<String> texts = new ArrayList<>();
    final List<WindowAggregate> aggregates = new ArrayList<>();

    Draft(int index, String text, long id, RunningRule reader, Feature first) {
      this.index = index;
      this.text = text;
      this.id = id;
      this.lateness = reader.lateness();
      this.level = reader.level();
      this.first = first;
    }

    int indexOf(WindowAggregate aggregate) {
      String text = Canonical.text(aggregate);
      if (!texts.contains(text)) {
        texts.add(text);
        aggregates.add(aggregate);
      }
      return texts.indexOf(text);
    }

    RunningSeries running() {
      EventType source = first.aggregate().source();
      Series series = new Series(List.copyOf(aggregates));
      return new RunningSeries(text, lateness, level, source, keyOf(first), series, id);
    }
  }

  /** Gives ids to series, under which their states are stored. */
  interface Ids {
    /** The id of the series that a window is of, as a rule reads it. */
    long of(RunningRule reader, Feature feature);
  }

  /**
   * Those of rules. A window goes on with the oldest series that holds what it looks back to. One
   * that looks farther back than any begins empty, in a series of its own: how much older rows the
   * others still happen to have depends on when they were last looked at, and on restarts. A series
   * that nobody reads any more at its level goes on at another: there it is told of the same
   * events.
   *
   * @param before the series that were kept until now: those that are still read keep their ids
   * @param nextStateId the first id that a new one gets
   */
  static RunningFeatures of(List<RunningRule> rules, List<RunningSeries> before, long nextStateId) {
    Set<String> read = new HashSet<>();
    for (RunningRule rule : rules) {
      rule.program().features().forEach(r -> read.add(text(rule, r.value().feature())));
    }
    Map<Long, String> moved = new HashMap<>();
    Map<String, Long> begun = new HashMap<>();
    return of(
        rules,
        (reader, feature) -> {
          String text = text(reader, feature);
          OptionalLong own = find(before, feature, s -> s.text().equals(text));
          if (own.isPresent()) {
            return own.getAsLong();
          }
          OptionalLong elsewhere =
              find(
                  before,
                  feature,
                  s ->
                      s.lateness() == reader.lateness()
                          && s.text().equals(RunningSeries.text(feature, s.lateness(), s.level()))
                          && !read.contains(s.text())
                          && moved.getOrDefault(s.stateId(), text).equals(text));
          elsewhere.ifPresent(id -> moved.put(id, text));
          return elsewhere.orElseGet(
              () -> begun.computeIfAbsent(text, _ -> nextStateId + begun.size()));
        });
  }

  private static String text(RunningRule reader, Feature feature) {
    return RunningSeries.text(feature, reader.lateness(), reader.level());
  }

  /** The oldest of some series that holds what a window looks back to. */
  private static OptionalLong find(
      List<RunningSeries> among, Feature feature, Predicate<RunningSeries> which) {
    String shape = Series.shape(feature.aggregate());
    long reach = Series.reach(feature.aggregate());
    return among.stream()
        .filter(s -> s.series().shape().equals(shape) && s.series().reach() >= reach)
        .filter(which)
        .mapToLong(RunningSeries::stateId)
        .min();
  }

  /** Those of rules. */
  static RunningFeatures of(List<RunningRule> rules, Ids ids) {
    Map<Long, Draft> drafts = new LinkedHashMap<>();
    Map<String, Read> reads = new LinkedHashMap<>();
    for (RunningRule rule : rules) {
      for (FeatureReads.Read read : rule.program().features()) {
        Feature feature = read.value().feature();
        WindowAggregate aggregate = feature.aggregate();
        String text = text(rule, feature);
        long id = ids.of(rule, feature);
        Draft draft = drafts.get(id);
        if (draft == null) {
          draft = new Draft(drafts.size(), text, id, rule, feature);
          drafts.put(id, draft);
        }
        Read made =
            new Read(
                rule.lateness(),
                rule.level(),
                read.type(),
                read.text(),
                draft.index,
                draft.indexOf(aggregate),
                read.value().keyFields(),
                read.value(),
                isPrevious(aggregate.window()),
                isForeign(rule, read));
        reads.merge(
            rule.lateness() + " " + rule.level() + " " + read.type().name() + " " + read.text(),
            made,
            (a, b) -> a.foreign() ? a : b);
      }
    }
    List<RunningSeries> series = new ArrayList<>();
    drafts.values().forEach(draft -> series.add(draft.running()));
    return new RunningFeatures(series, new ArrayList<>(reads.values()));
  }

  private static List<Integer> keyOf(Feature feature) {
    return feature.key().source(feature.aggregate().source()).orElseThrow().fields();
  }

  /** Whether the value is kept by another key than that by which the rule takes the event. */
  private static boolean isForeign(RunningRule rule, FeatureReads.Read read) {
    return !read.value().keyFields().equals(rule.keyFields().get(read.type().name()));
  }

  private static boolean isPrevious(Window window) {
    return switch (window) {
      case Window.Sliding sliding -> sliding.previous();
      case Window.Panes panes -> panes.previous();
      case Window.Delayed delayed -> false;
      case Window.LastEvents last -> false;
      case Window.Session session -> false;
      case Window.Calendar calendar -> false;
    };
  }

  /** The id after all that are in use. */
  long nextStateId(long least) {
    return series.stream().mapToLong(s -> s.stateId() + 1).reduce(least, Math::max);
  }
}
