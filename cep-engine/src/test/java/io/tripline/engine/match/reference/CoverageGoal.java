package io.tripline.engine.match.reference;

import io.tripline.engine.match.reference.Coverage.Pair;
import io.tripline.engine.match.reference.Coverage.Relation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which operators, and which two of them, must have been in a case with a match. */
final class CoverageGoal {
  private static final List<String> SKIPS =
      List.of("skip none", "skip to next", "skip past last", "skip to first", "skip to last");
  private static final List<String> QUANTIFIERS =
      List.of("?", "*", "+", "{n}", "{n,}", "{n,m}", "{,m}");
  private static final List<String> MODIFIERS =
      List.of("consecutive", "any", "greedy", "reluctant", "until");
  private static final List<String> CHOICES = List.of("&", "& of three", "|");
  private static final List<String> ARROWS = List.of("->", "=>", "~>");
  private static final List<String> GAPS =
      List.of("-> [m]", "=> [m]", "~> [m]", "-> [l..m]", "=> [l..m]", "~> [l..m]");
  private static final List<String> NOTS_BETWEEN = List.of("-> not", "=> not");
  private static final List<String> NOTS_AT_ENDS =
      List.of(
          "not at start", "nots at start", "[m] not at end", "within, not at end", "nots at end");
  private static final List<String> SHAPES =
      List.of(
          "a variable twice",
          "taken and absent",
          "two types",
          "looks back",
          "optional first",
          "optional last",
          "within",
          "no within");
  private static final List<String> STREAMS =
      List.of("before 1970", "at time 0", "late", "held back", "equal times", "silence");

  /** What has arrows or bodies inside of it. */
  private static final List<String> AROUND =
      together(CHOICES, QUANTIFIERS, MODIFIERS, List.of("group"));

  private static final List<String> INSIDE =
      together(AROUND, ARROWS, GAPS, NOTS_BETWEEN, List.of("nots between"));

  private static final List<String> ALL = together(INSIDE, NOTS_AT_ENDS, SKIPS, SHAPES, STREAMS);

  /** Those that a run of some ten thousand cases has together. */
  private static final List<String> COMMON =
      together(
          SKIPS,
          NOTS_BETWEEN,
          MODIFIERS,
          ARROWS,
          List.of("&", "|", "+", "{n,m}", "-> [m]", "-> [l..m]", "two types", "looks back"),
          List.of("not at start", "[m] not at end", "within, not at end", "silence"));

  private CoverageGoal() {}

  /** Every operator, and any two of the common ones. */
  static List<String> missingInBuild(Coverage coverage) {
    return missing(coverage, pairsOf(COMMON));
  }

  /** Every operator, and any two of them: together, inside of one another, next to each other. */
  static List<String> missing(Coverage coverage) {
    Set<Pair> pairs = new LinkedHashSet<>(pairsOf(ALL));
    pairs.addAll(product(INSIDE, Relation.INSIDE, AROUND));
    pairs.addAll(product(NOTS_AT_ENDS, Relation.INSIDE, List.of("|")));
    List<String> part = together(List.of("variable"), AROUND);
    List<String> link = together(ARROWS, GAPS);
    List<String> notBefore = List.of("not at start");
    List<String> notBehind = List.of("not at end");
    pairs.addAll(product(part, Relation.NEXT_TO, link));
    pairs.addAll(product(link, Relation.NEXT_TO, part));
    pairs.addAll(product(part, Relation.NEXT_TO, part));
    // Takes six of the seven events of the longest stream: comes up, but hardly ever matches.
    pairs.remove(new Pair("& of three", Relation.NEXT_TO, "& of three"));
    pairs.addAll(product(part, Relation.NEXT_TO, NOTS_BETWEEN));
    pairs.addAll(product(NOTS_BETWEEN, Relation.NEXT_TO, part));
    pairs.addAll(product(NOTS_BETWEEN, Relation.NEXT_TO, NOTS_BETWEEN));
    link.stream()
        .filter(l -> !l.startsWith("=>")) // nothing would lie between
        .forEach(l -> pairs.addAll(product(NOTS_BETWEEN, Relation.NEXT_TO, List.of(l))));
    pairs.addAll(product(notBefore, Relation.NEXT_TO, together(part, notBefore)));
    pairs.addAll(product(together(part, notBehind), Relation.NEXT_TO, notBehind));
    return missing(coverage, pairs);
  }

  private static List<String> missing(Coverage coverage, Set<Pair> pairs) {
    List<String> missing = new ArrayList<>();
    ALL.stream().filter(name -> coverage.withMatch(name) == 0).forEach(missing::add);
    pairs.stream()
        .filter(pair -> coverage.withMatch(pair) == 0)
        .forEach(pair -> missing.add(pair.toString()));
    return missing;
  }

  @SafeVarargs
  private static List<String> together(List<String>... lists) {
    return Stream.of(lists).flatMap(List::stream).toList();
  }

  private static Set<Pair> product(List<String> a, Relation relation, List<String> b) {
    Set<Pair> pairs = new LinkedHashSet<>();
    a.forEach(one -> b.forEach(other -> pairs.add(new Pair(one, relation, other))));
    return pairs;
  }

  private static Set<Pair> pairsOf(List<String> names) {
    Set<Pair> pairs = new LinkedHashSet<>();
    for (String a : names) {
      for (String b : names) {
        if (!a.equals(b) && !excludes(a, b) && !excludes(b, a)) {
          pairs.add(Pair.together(a, b));
        }
      }
    }
    return pairs;
  }

  /** One {@code after match} a rule; without {@code within}, all arrows have bounds. */
  private static boolean excludes(String a, String b) {
    if (SKIPS.contains(a)) {
      return SKIPS.contains(b);
    }
    boolean isOnce = b.equals("?") || b.equals("{n}");
    return a.equals("no within")
        && (b.startsWith("within")
            || ARROWS.contains(b)
            || b.startsWith("&")
            || QUANTIFIERS.contains(b) && !isOnce
            || b.equals("consecutive")
            || b.equals("any"));
  }
}
