package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Pattern.Link;
import io.tripline.dsl.ir.Pattern.Repetition;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a case smaller as long as something stays true of it: fewer events, a plainer rule. */
final class Shrinker {
  private Shrinker() {}

  static RandomCases.Case shrink(RandomCases.Case found, Predicate<RandomCases.Case> stays) {
    RandomCases.Case smallest = found;
    RandomCases.Case smaller = found;
    while (smaller != null) {
      smallest = smaller;
      smaller = smaller(smallest).stream().filter(stays).findFirst().orElse(null);
    }
    return smallest;
  }

  private static List<RandomCases.Case> smaller(RandomCases.Case random) {
    List<RandomCases.Case> all = new ArrayList<>();
    List<RefEvent> events = random.events();
    Rule rule = random.rule();
    for (int i = 0; i < events.size(); i++) {
      List<RefEvent> fewer = new ArrayList<>(events);
      fewer.remove(i);
      all.add(new RandomCases.Case(rule, fewer));
    }
    for (Pattern pattern : plainer(rule.pattern())) {
      if (!Words.isEmptyable(pattern)) {
        all.add(new RandomCases.Case(with(rule, rule.variables(), pattern, rule.skip()), events));
      }
    }
    for (Variable v : rule.variables()) {
      if (v.condition() != null) {
        List<Variable> variables = new ArrayList<>(rule.variables());
        variables.set(v.index(), new Variable(v.name(), v.index(), v.type(), null, true, true));
        all.add(new RandomCases.Case(with(rule, variables, rule.pattern(), rule.skip()), events));
      }
    }
    if (!(rule.skip() instanceof Skip.None)) {
      all.add(
          new RandomCases.Case(
              with(rule, rule.variables(), rule.pattern(), new Skip.None()), events));
    }
    return all;
  }

  private static Rule with(Rule rule, List<Variable> variables, Pattern pattern, Skip skip) {
    return new Rule(
        rule.name(),
        null,
        null,
        rule.severity(),
        List.of(),
        rule.key(),
        variables,
        pattern,
        rule.withinMillis(),
        skip,
        rule.matchLimit(),
        rule.alert(),
        null,
        null,
        rule.place());
  }

  /** Patterns that have one thing less. */
  private static List<Pattern> plainer(Pattern pattern) {
    List<Pattern> all = new ArrayList<>();
    switch (pattern) {
      case Pattern.Single s -> {}
      case Pattern.Absence a -> {}
      case Pattern.Sequence s -> {
        for (int i = 0; i < s.parts().size(); i++) {
          Pattern fewer = without(s, i);
          if (fewer != null) {
            all.add(fewer);
          }
        }
        for (int i = 0; i < s.links().size(); i++) {
          boolean besideNot =
              s.parts().get(i) instanceof Pattern.Absence
                  || s.parts().get(i + 1) instanceof Pattern.Absence;
          Link link = s.links().get(i);
          if (!besideNot && link.gap() != null) {
            all.add(with(s, i, Link.of(link.arrow())));
          }
          if (!besideNot && link.arrow() != Arrow.FOLLOWED_BY_ANY) {
            all.add(with(s, i, new Link(Arrow.FOLLOWED_BY_ANY, link.gap())));
          }
        }
      }
      case Pattern.Alternation a -> {
        all.addAll(a.branches());
        if (a.branches().size() > 2) {
          all.add(new Pattern.Alternation(a.branches().subList(1, a.branches().size()), a.place()));
        }
      }
      case Pattern.Conjunction c -> {
        all.addAll(c.parts());
        if (c.parts().size() > 2) {
          all.add(new Pattern.Conjunction(c.parts().subList(1, c.parts().size()), c.place()));
          all.add(new Pattern.Conjunction(c.parts().subList(0, c.parts().size() - 1), c.place()));
        }
      }
      case Repetition r -> {
        all.add(r.body());
        if (r.greed() != Greed.NONE) {
          all.add(
              new Repetition(
                  r.body(), r.min(), r.max(), r.join(), Greed.NONE, r.until(), r.place()));
        }
        if (!r.until().isEmpty()) {
          all.add(
              new Repetition(
                  r.body(), r.min(), r.max(), r.join(), r.greed(), List.of(), r.place()));
        }
        if (r.max() > 1 && r.join() != Arrow.FOLLOWED_BY_ANY) {
          all.add(
              new Repetition(
                  r.body(),
                  r.min(),
                  r.max(),
                  Arrow.FOLLOWED_BY_ANY,
                  r.greed(),
                  r.until(),
                  r.place()));
        }
      }
    }
    List<Pattern> inner = pattern.inner();
    for (int i = 0; i < inner.size(); i++) {
      for (Pattern plainer : plainer(inner.get(i))) {
        List<Pattern> parts = new ArrayList<>(inner);
        parts.set(i, plainer);
        all.add(Patterns.withInner(pattern, parts));
      }
    }
    return all;
  }

  private static Pattern with(Pattern.Sequence s, int index, Link link) {
    List<Link> links = new ArrayList<>(s.links());
    links.set(index, link);
    return new Pattern.Sequence(s.parts(), links, s.place());
  }

  /** Without a part, and without the arrow before it; null if that would move a {@code not}. */
  private static @Nullable Pattern without(Pattern.Sequence s, int index) {
    boolean isNot = s.parts().get(index) instanceof Pattern.Absence;
    boolean hasNots = s.parts().stream().anyMatch(Pattern.Absence.class::isInstance);
    if (!isNot && hasNots) {
      return null;
    }
    List<Pattern> parts = new ArrayList<>(s.parts());
    List<Link> links = new ArrayList<>(s.links());
    parts.remove(index);
    boolean isFirst =
        s.parts().subList(0, index).stream().allMatch(Pattern.Absence.class::isInstance);
    links.remove(isFirst ? index : index - 1);
    return parts.size() == 1 ? parts.getFirst() : new Pattern.Sequence(parts, links, s.place());
  }
}
