package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Pattern.Link;
import io.tripline.dsl.ir.Pattern.Repetition;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts which operators, and which two of them together, random cases have had: in all, and in
 * those that had a match. {@code a + b}: both in one rule or its stream; {@code a in b}: the one
 * inside of the other; {@code a , b}: next to each other.
 */
final class Coverage {
  private final Map<String, int[]> operators = new TreeMap<>();
  private final Map<Pair, int[]> pairs = new HashMap<>();

  /** Two operators, and where they stand to one another. */
  record Pair(String first, Relation relation, String second) {
    /** Both in one rule or its stream. */
    static Pair together(String a, String b) {
      return a.compareTo(b) < 0
          ? new Pair(a, Relation.TOGETHER, b)
          : new Pair(b, Relation.TOGETHER, a);
    }

    @Override
    public String toString() {
      return first + relation.sign + second;
    }
  }

  /** Where two operators stand. */
  enum Relation {
    TOGETHER(" + "),
    INSIDE(" in "),
    NEXT_TO(" , ");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }
  }

  /** Counts a case. */
  void add(RandomCases.Case random, boolean hasMatch) {
    Set<String> names = operators(random);
    Set<Pair> found = new HashSet<>();
    for (String a : names) {
      for (String b : names) {
        if (a.compareTo(b) < 0) {
          found.add(Pair.together(a, b));
        }
      }
    }
    nested(random.rule().pattern(), List.of(), found);
    Patterns.walk(random.rule().pattern(), p -> neighbors(p, found));
    names.forEach(name -> count(operators, name, hasMatch));
    found.forEach(pair -> count(pairs, pair, hasMatch));
  }

  private static <T> void count(Map<T, int[]> counts, T what, boolean hasMatch) {
    int[] count = counts.computeIfAbsent(what, w -> new int[2]);
    count[0]++;
    count[1] += hasMatch ? 1 : 0;
  }

  /** In how many cases with a match. */
  int withMatch(String operator) {
    return operators.getOrDefault(operator, new int[2])[1];
  }

  /** In how many cases with a match. */
  int withMatch(Pair pair) {
    return pairs.getOrDefault(pair, new int[2])[1];
  }

  // ------------------------------------------------------------------ the names

  /** The operators of a rule, and what is special about its stream. */
  private static Set<String> operators(RandomCases.Case random) {
    Rule rule = random.rule();
    Set<String> names = new TreeSet<>();
    names.add(
        switch (rule.skip()) {
          case Skip.None() -> "skip none";
          case Skip.ToNext() -> "skip to next";
          case Skip.PastLast() -> "skip past last";
          case Skip.ToFirst(int v) -> "skip to first";
          case Skip.ToLast(int v) -> "skip to last";
        });
    names.add(rule.withinMillis() == Rule.NO_BOUND ? "no within" : "within");
    Patterns.walk(rule.pattern(), p -> names.addAll(names(p)));
    List<Integer> taken = new ArrayList<>();
    List<Integer> absent = new ArrayList<>();
    Patterns.walk(
        rule.pattern(),
        p -> {
          if (p instanceof Pattern.Single single) {
            taken.add(single.variable());
          } else if (p instanceof Pattern.Absence absence) {
            absent.add(absence.variable());
          }
        });
    addIf(names, "a variable twice", new TreeSet<>(taken).size() < taken.size());
    addIf(names, "taken and absent", absent.stream().anyMatch(taken::contains));
    addIf(
        names,
        "two types",
        rule.variables().stream().map(v -> v.type().name()).distinct().count() > 1);
    rule.walk(e -> addIf(names, "looks back", e instanceof Expr.Aggregate));
    ends(rule.pattern(), names);
    List<RefEvent> events = random.events();
    for (int i = 0; i < events.size(); i++) {
      long clock = events.get(i).clock();
      addIf(names, "before 1970", clock < 0);
      addIf(names, "at time 0", clock == 0);
      addIf(names, "late", events.get(i).fields()[0] < clock);
      if (i > 0) {
        long passed = clock - events.get(i - 1).clock();
        addIf(names, "equal times", passed == 0);
        addIf(names, "silence", passed >= 10);
        addIf(names, "held back", events.get(i).number() < events.get(i - 1).number());
      }
    }
    return names;
  }

  private static void addIf(Set<String> names, String name, boolean condition) {
    if (condition) {
      names.add(name);
    }
  }

  /** What may take nothing at an end of a branch. */
  private static void ends(Pattern pattern, Set<String> names) {
    if (pattern instanceof Pattern.Alternation either) {
      either.branches().forEach(b -> ends(b, names));
    } else if (pattern instanceof Pattern.Sequence sequence) {
      List<Pattern> parts =
          sequence.parts().stream().filter(p -> !(p instanceof Pattern.Absence)).toList();
      addIf(names, "optional first", Words.isEmptyable(parts.getFirst()));
      addIf(names, "optional last", Words.isEmptyable(parts.getLast()));
    }
  }

  /** The operators of a pattern itself, not of what is in it. */
  private static Set<String> names(Pattern pattern) {
    Set<String> names = new TreeSet<>();
    switch (pattern) {
      case Pattern.Single s -> {}
      case Pattern.Absence a -> {}
      case Pattern.Conjunction c -> names.add(c.parts().size() == 2 ? "&" : "& of three");
      case Pattern.Alternation a -> names.add("|");
      case Repetition r -> names.addAll(names(r));
      case Pattern.Sequence s -> {
        int[] nots = new int[3];
        for (int i = 0; i < s.parts().size(); i++) {
          if (!(s.parts().get(i) instanceof Pattern.Absence)) {
            addIf(names, i == 0 ? "" : link(s.links().get(i - 1)), i > first(s));
          } else if (i < first(s)) {
            names.add("not at start");
            addIf(names, "nots at start", ++nots[0] > 1);
          } else if (i > last(s)) {
            boolean timed = s.links().get(i - 1).gap() != null;
            names.add(timed ? "[m] not at end" : "within, not at end");
            addIf(names, "nots at end", ++nots[1] > 1);
          } else {
            names.add(s.links().get(i - 1).arrow() + " not");
            addIf(names, "nots between", s.parts().get(i - 1) instanceof Pattern.Absence);
          }
        }
      }
    }
    return names;
  }

  private static Set<String> names(Repetition r) {
    Set<String> names = new TreeSet<>();
    boolean open = r.max() == Repetition.UNBOUNDED;
    names.add(
        open
            ? r.min() == 0 ? "*" : r.min() == 1 ? "+" : "{n,}"
            : r.min() == r.max() ? "{n}" : r.min() > 0 ? "{n,m}" : r.max() == 1 ? "?" : "{,m}");
    addIf(names, "consecutive", r.max() > 1 && r.join() == Arrow.NEXT);
    addIf(names, "any", r.max() > 1 && r.join() == Arrow.FOLLOWED_BY_ANY);
    addIf(names, "greedy", r.greed() == Greed.GREEDY);
    addIf(names, "reluctant", r.greed() == Greed.RELUCTANT);
    addIf(names, "until", !r.until().isEmpty());
    addIf(names, "group", !(r.body() instanceof Pattern.Single));
    return names;
  }

  private static String link(Link link) {
    return link.gap() == null
        ? link.arrow().toString()
        : link.arrow() + (link.gap().leastMillis() == 0 ? " [m]" : " [l..m]");
  }

  private static int first(Pattern.Sequence s) {
    int first = 0;
    while (s.parts().get(first) instanceof Pattern.Absence) {
      first++;
    }
    return first;
  }

  private static int last(Pattern.Sequence s) {
    int last = s.parts().size() - 1;
    while (s.parts().get(last) instanceof Pattern.Absence) {
      last--;
    }
    return last;
  }

  private static void nested(Pattern pattern, List<String> around, Set<Pair> all) {
    Set<String> own = names(pattern);
    for (String inner : own) {
      around.forEach(outer -> all.add(new Pair(inner, Relation.INSIDE, outer)));
    }
    List<String> more = new ArrayList<>(around);
    if (!(pattern instanceof Pattern.Sequence)) {
      more.addAll(own);
    }
    pattern.inner().forEach(p -> nested(p, more, all));
  }

  /** What stands on both sides of an arrow, and on the arrow itself. */
  private static void neighbors(Pattern pattern, Set<Pair> all) {
    if (!(pattern instanceof Pattern.Sequence s)) {
      return;
    }
    Set<String> before = Set.of("start");
    for (int i = 0; i < s.parts().size(); i++) {
      Pattern part = s.parts().get(i);
      Set<String> own;
      if (part instanceof Pattern.Absence) {
        own =
            Set.of(
                i < first(s)
                    ? "not at start"
                    : i > last(s) ? "not at end" : s.links().get(i - 1).arrow() + " not");
      } else {
        own =
            part instanceof Pattern.Single
                ? Set.of("variable")
                : part instanceof Pattern.Sequence ? Set.of("group") : names(part);
        if (i > first(s)) {
          String link = link(s.links().get(i - 1));
          before.forEach(b -> all.add(new Pair(b, Relation.NEXT_TO, link)));
          own.forEach(o -> all.add(new Pair(link, Relation.NEXT_TO, o)));
        }
      }
      for (String b : before) {
        own.forEach(o -> all.add(new Pair(b, Relation.NEXT_TO, o)));
      }
      before = own;
    }
  }

  // ------------------------------------------------------------------ the table

  /** All operators, and of the pairs those that were rarest in a match. */
  String summary(int rarest) {
    StringBuilder text = new StringBuilder("     cases with match\n");
    operators.forEach((name, count) -> line(text, count, name));
    text.append(pairs.size()).append(" pairs of operators, the rarest being\n");
    pairs.keySet().stream()
        .sorted(
            Comparator.comparingInt((Pair pair) -> withMatch(pair)).thenComparing(Pair::toString))
        .limit(rarest)
        .forEach(pair -> line(text, pairs.getOrDefault(pair, new int[2]), pair));
    return text.toString();
  }

  private static void line(StringBuilder text, int[] count, Object what) {
    text.append(String.format("%10d %10d  %s%n", count[0], count[1], what));
  }
}
