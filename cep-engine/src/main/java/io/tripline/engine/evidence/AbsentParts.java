package io.tripline.engine.evidence;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleText;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.evidence.Absent.Where;
import io.tripline.engine.explain.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out of which {@code not}s a match speaks, and over which time: lays the events of the match
 * over the parts of the pattern, of which each takes those of its own variables. Where that can be
 * done in several ways, as one variable is in several parts, the times are not told; where several
 * branches of the pattern fit, nothing is.
 */
final class AbsentParts {
  private final Rule rule;
  private final List<Letter> word;
  private final LongFunction<OptionalLong> times;
  private final long alertTime;
  private final List<Absent> found = new ArrayList<>();

  /** An event of the match, in its order. */
  record Letter(int variable, long number) {}

  /**
   * @param times the time of an event by its number, if the journal has it
   * @param alertTime of a match that time completed: when that was, ms
   */
  private AbsentParts(
      Rule rule, List<Letter> word, LongFunction<OptionalLong> times, long alertTime) {
    this.rule = rule;
    this.word = word;
    this.times = times;
    this.alertTime = alertTime;
  }

  /**
   * Of a match.
   *
   * @param word its events, in the order in which it took them
   * @param times the time of an event by its number, if the journal has it
   * @param alertTime of a match that time completed: when that was, ms
   */
  static List<Absent> of(
      Rule rule, List<Letter> word, LongFunction<OptionalLong> times, long alertTime) {
    AbsentParts parts = new AbsentParts(rule, word, times, alertTime);
    List<Pattern> fitting = new ArrayList<>();
    parts.branches(rule.pattern(), fitting);
    if (fitting.size() == 1) {
      parts.branch(fitting.getFirst());
    }
    return parts.found;
  }

  private void branches(Pattern pattern, List<Pattern> fitting) {
    if (pattern instanceof Pattern.Alternation either) {
      either.branches().forEach(each -> branches(each, fitting));
    } else if (new Split(parts(pattern)).ways() > 0) {
      fitting.add(pattern);
    }
  }

  /** The parts of a branch that take events. */
  private static List<Pattern> parts(Pattern branch) {
    return branch instanceof Pattern.Sequence sequence
        ? sequence.parts().stream().filter(part -> !(part instanceof Pattern.Absence)).toList()
        : List.of(branch);
  }

  private void branch(Pattern branch) {
    if (!(branch instanceof Pattern.Sequence sequence)) {
      inside(branch);
      return;
    }
    Split split = new Split(parts(sequence));
    int @Nullable [] ends = split.ways() == 1 ? split.ends() : null;
    int taking = 0; // parts before this one that take events
    for (int i = 0; i < sequence.parts().size(); i++) {
      if (sequence.parts().get(i) instanceof Pattern.Absence not) {
        int before = ends == null || taking == 0 ? 0 : ends[taking - 1];
        place(sequence, i, rule.variables().get(not.variable()), before, taking, ends != null);
      } else {
        inside(sequence.parts().get(i));
        taking++;
      }
    }
    settleEnd();
  }

  /** What is inside of groups speaks of each repetition of them. */
  private void inside(Pattern pattern) {
    if (pattern instanceof Pattern.Absence not) {
      add(rule.variables().get(not.variable()), Where.BETWEEN, null, null);
    }
    pattern.inner().forEach(this::inside);
  }

  /**
   * @param before how many events of the match are before it
   * @param taking how many parts that take events are before it
   * @param sure whether {@code before} is
   */
  private void place(
      Pattern.Sequence sequence, int i, Variable not, int before, int taking, boolean sure) {
    int all = parts(sequence).size();
    boolean last = before == word.size();
    if (taking == 0) {
      Pattern.Gap gap = sequence.links().get(i).gap();
      Long first = timeOf(0);
      Long from = first == null || gap == null ? null : (Long) (first - gap.mostMillis());
      add(not, Where.BEFORE, from, first);
    } else if (taking == all) {
      Pattern.Gap gap = sequence.links().get(i - 1).gap();
      Long begin = gap == null ? timeOf(0) : timeOf(word.size() - 1);
      long length = gap == null ? rule.withinMillis() : gap.mostMillis();
      Long until = begin == null ? null : (Long) (begin + length);
      add(not, Where.AFTER, timeOf(word.size() - 1), until);
    } else if (!sure) {
      add(not, Where.BETWEEN, null, null);
    } else if (before == 0) {
      return; // everything before it took nothing: it says nothing
    } else if (last) {
      // Everything behind it took nothing: it reaches to the end of the match.
      add(not, Where.AFTER, timeOf(before - 1), endsByTime(sequence) ? alertTime : null);
    } else if (sequence.links().get(i - 1).arrow() == Pattern.Arrow.NEXT) {
      add(not, Where.NEXT, timeOf(before - 1), null);
    } else {
      add(not, Where.BETWEEN, timeOf(before - 1), timeOf(before));
    }
  }

  private static boolean endsByTime(Pattern.Sequence sequence) {
    return sequence.parts().getLast() instanceof Pattern.Absence;
  }

  private @Nullable Long timeOf(int index) {
    if (index >= word.size()) {
      return null;
    }
    OptionalLong time = times.apply(word.get(index).number());
    return time.isPresent() ? (Long) time.getAsLong() : null;
  }

  private void add(Variable not, Where where, @Nullable Long from, @Nullable Long until) {
    found.add(absent(not.name(), RuleText.definition(rule, not), where, from, until));
  }

  private static Absent absent(
      String name, String definition, Where where, @Nullable Long from, @Nullable Long until) {
    return new Absent(name, definition, where, from, until, sentence(name, where, from, until));
  }

  /**
   * The latest end at the end of the pattern is the alert's time: matching goes by a time that is
   * later than an event's own, if that came late.
   */
  private void settleEnd() {
    int latest = -1;
    for (int i = 0; i < found.size(); i++) {
      Absent each = found.get(i);
      boolean later =
          each.where() == Where.AFTER
              && (latest < 0 || orLeast(each.until()) >= orLeast(found.get(latest).until()));
      if (later) {
        latest = i;
      }
    }
    if (latest >= 0) {
      Absent end = found.get(latest);
      found.set(
          latest, absent(end.variable(), end.definition(), Where.AFTER, end.from(), alertTime));
    }
  }

  private static long orLeast(@Nullable Long time) {
    return time == null ? Long.MIN_VALUE : time;
  }

  private static String sentence(
      String variable, Where where, @Nullable Long from, @Nullable Long until) {
    String name = "`" + variable + "`";
    return switch (where) {
      case NEXT ->
          "The event right after the one "
              + (from == null ? "before" : "of " + Wording.time(from))
              + " was no "
              + name
              + ".";
      case BEFORE -> "No " + name + " came" + span(from, until) + ", before the first event.";
      case BETWEEN ->
          from == null && until == null
              ? "No " + name + " came where the pattern excludes it."
              : "No " + name + " came between the events of" + betweenTimes(from, until) + ".";
      case AFTER -> "No " + name + " came" + span(from, until) + ", after the last event.";
    };
  }

  private static String span(@Nullable Long from, @Nullable Long until) {
    return (from == null ? "" : " from " + Wording.time(from))
        + (until == null ? "" : " until " + Wording.time(until));
  }

  private static String betweenTimes(@Nullable Long from, @Nullable Long until) {
    return " "
        + (from == null ? "before" : Wording.time(from))
        + " and "
        + (until == null ? "after" : Wording.time(until));
  }

  // ---- events over parts

  /** In how many ways the word is spelled by parts that each take letters of their own. */
  private final class Split {
    private static final int MANY = 2;
    private final List<Pattern> parts;

    /** How the first i parts can have taken the first j letters: in no, one or many ways. */
    private final int[][] complete;

    Split(List<Pattern> parts) {
      this.parts = parts;
      this.complete = new int[parts.size() + 1][word.size() + 1];
      complete[0][0] = 1;
      for (int i = 0; i < parts.size(); i++) {
        Set<Integer> variables = new HashSet<>();
        collect(parts.get(i), variables);
        boolean optional = isOptional(parts.get(i));
        int taking = 0;
        for (int j = 0; j <= word.size(); j++) {
          taking =
              j > 0 && variables.contains(word.get(j - 1).variable())
                  ? Math.min(MANY, complete[i][j - 1] + taking)
                  : 0;
          complete[i + 1][j] = Math.min(MANY, taking + (optional ? complete[i][j] : 0));
        }
      }
    }

    int ways() {
      return complete[parts.size()][word.size()];
    }

    /** Of the one way, how many letters are taken when a part is over. */
    int[] ends() {
      int[] ends = new int[parts.size()];
      int j = word.size();
      for (int i = parts.size() - 1; i >= 0; i--) {
        ends[i] = j;
        boolean skipped = isOptional(parts.get(i)) && complete[i][j] > 0;
        if (!skipped) {
          do {
            j--;
          } while (complete[i][j] == 0);
        }
      }
      return ends;
    }
  }

  private static void collect(Pattern pattern, Set<Integer> variables) {
    if (pattern instanceof Pattern.Single single) {
      variables.add(single.variable());
    }
    pattern.inner().forEach(part -> collect(part, variables));
  }

  private static boolean isOptional(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single single -> false;
      case Pattern.Conjunction both -> false;
      case Pattern.Absence absence -> true;
      case Pattern.Sequence sequence -> sequence.parts().stream().allMatch(AbsentParts::isOptional);
      case Pattern.Alternation either ->
          either.branches().stream().anyMatch(AbsentParts::isOptional);
      case Pattern.Repetition r -> r.min() == 0 || isOptional(r.body());
    };
  }
}
