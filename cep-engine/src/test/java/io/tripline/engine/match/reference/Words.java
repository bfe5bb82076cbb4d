package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Spells out the words of a pattern, read as a regular expression over variables, up to a length.
 * Each letter remembers how the pattern reached it. The words come as a tree: a {@link Letter} and
 * what can follow it.
 */
final class Words {
  private final Map<Pattern.Repetition, Integer> loopIds = new IdentityHashMap<>();

  /**
   * A letter of a word.
   *
   * @param arrow the arrow before it; null at the beginning
   * @param rivals the variables of which that arrow speaks
   * @param path where in the pattern it stands, with the number of each repetition around it
   * @param loops the repetitions around it, as id → which one of its occurrences
   * @param passed loops that took nothing right before it
   */
  record Letter(
      int variable,
      @Nullable Arrow arrow,
      Set<Integer> rivals,
      String path,
      Map<Integer, String> loops,
      Set<Integer> passed) {

    private Letter entered(Arrow before, Set<Integer> passedBefore) {
      return new Letter(variable, before, rivals, path, loops, union(passedBefore, passed));
    }

    private Letter alsoRival(Set<Integer> more) {
      return new Letter(variable, arrow, union(rivals, more), path, loops, passed);
    }
  }

  /** A word, or the beginning of one that is longer than wanted. */
  private record Word(List<Letter> letters, Set<Integer> passedAtEnd, boolean whole) {}

  /** The words as a tree. */
  static final class Tree {
    final Map<Letter, Tree> next = new LinkedHashMap<>();
    boolean isWord;
  }

  /** The loops by id. */
  final List<Pattern.Repetition> loops = new ArrayList<>();

  final Tree tree = new Tree();

  Words(Pattern pattern, int length) {
    for (Word word : words(pattern, "", Map.of(), length)) {
      Tree at = tree;
      for (Letter letter : word.letters) {
        at = at.next.computeIfAbsent(letter, l -> new Tree());
      }
      at.isWord |= word.whole && !word.letters.isEmpty();
    }
  }

  private List<Word> words(
      Pattern pattern, String path, Map<Integer, String> loopsAround, int length) {
    if (length == 0 && !isEmptyable(pattern)) {
      return List.of(new Word(List.of(), Set.of(), false));
    }
    return switch (pattern) {
      case Pattern.Conjunction c -> throw new UnsupportedOperationException("" + c);
      case Pattern.Absence a -> throw new UnsupportedOperationException("" + a);
      case Pattern.Single s -> {
        Letter letter =
            new Letter(
                s.variable(), null, Set.of(s.variable()), path, Map.copyOf(loopsAround), Set.of());
        yield List.of(new Word(List.of(letter), Set.of(), true));
      }
      case Pattern.Alternation a -> {
        List<Word> result = new ArrayList<>();
        for (int i = 0; i < a.branches().size(); i++) {
          Set<Integer> others = new TreeSet<>();
          for (int j = 0; j < a.branches().size(); j++) {
            if (j != i) {
              others.addAll(heads(a.branches().get(j)));
            }
          }
          for (Word word : words(a.branches().get(i), path + "|" + i, loopsAround, length)) {
            if (word.letters.isEmpty()) {
              result.add(word);
            } else {
              List<Letter> letters = new ArrayList<>(word.letters);
              letters.set(0, letters.get(0).alsoRival(others));
              result.add(new Word(letters, word.passedAtEnd, word.whole));
            }
          }
        }
        yield result;
      }
      case Pattern.Sequence s -> {
        List<Word> result = List.of(new Word(List.of(), Set.of(), true));
        for (int i = 0; i < s.parts().size(); i++) {
          Arrow arrow = i == 0 ? null : s.links().get(i - 1).arrow();
          List<Word> longer = new ArrayList<>();
          for (Word before : result) {
            if (!before.whole) {
              longer.add(before);
              continue;
            }
            int left = length - before.letters.size();
            for (Word part : words(s.parts().get(i), path + "." + i, loopsAround, left)) {
              longer.add(joined(before, arrow, part));
            }
          }
          result = longer;
        }
        yield result;
      }
      case Pattern.Repetition r -> repeated(r, path, loopsAround, length);
    };
  }

  private List<Word> repeated(
      Pattern.Repetition r, String path, Map<Integer, String> loopsAround, int length) {
    Integer known = loopIds.get(r);
    int id = known == null ? loopIds.size() : known;
    if (known == null) {
      loopIds.put(r, id);
      loops.add(r);
    }
    Map<Integer, String> inside = new LinkedHashMap<>(loopsAround);
    inside.put(id, path);
    List<Word> result = new ArrayList<>();
    if (r.min() == 0) {
      result.add(new Word(List.of(), Set.of(id), true));
    }
    List<Word> soFar = List.of(new Word(List.of(), Set.of(), true));
    for (int count = 1; count <= r.max() && !soFar.isEmpty(); count++) {
      List<Word> longer = new ArrayList<>();
      for (Word before : soFar) {
        int left = length - before.letters.size();
        for (Word body : words(r.body(), path + "#" + count, inside, left)) {
          if (!body.whole) {
            result.add(joined(before, r.join(), body));
          } else if (!body.letters.isEmpty()) { // each repetition takes at least one event
            longer.add(joined(before, r.join(), body));
          }
        }
      }
      if (count >= r.min()) {
        result.addAll(longer);
      }
      soFar = longer;
    }
    if (soFar.isEmpty() && result.isEmpty()) {
      result.add(new Word(List.of(), Set.of(), false));
    }
    return result;
  }

  private static Word joined(Word before, @Nullable Arrow arrow, Word part) {
    List<Letter> letters = new ArrayList<>(before.letters);
    if (part.letters.isEmpty()) {
      return new Word(letters, union(before.passedAtEnd, part.passedAtEnd), part.whole);
    }
    Letter first = part.letters.get(0);
    Arrow entry = letters.isEmpty() ? null : arrow;
    letters.add(
        entry == null
            ? new Letter(
                first.variable,
                null,
                first.rivals,
                first.path,
                first.loops,
                union(before.passedAtEnd, first.passed))
            : first.entered(entry, before.passedAtEnd));
    letters.addAll(part.letters.subList(1, part.letters.size()));
    return new Word(letters, part.passedAtEnd, part.whole);
  }

  private static Set<Integer> heads(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Conjunction c -> throw new UnsupportedOperationException("" + c);
      case Pattern.Absence a -> throw new UnsupportedOperationException("" + a);
      case Pattern.Single s -> Set.of(s.variable());
      case Pattern.Repetition r -> heads(r.body());
      case Pattern.Alternation a -> {
        Set<Integer> all = new TreeSet<>();
        a.branches().forEach(branch -> all.addAll(heads(branch)));
        yield all;
      }
      case Pattern.Sequence s -> {
        Set<Integer> all = new TreeSet<>();
        for (Pattern part : s.parts()) {
          all.addAll(heads(part));
          if (!isEmptyable(part)) {
            break;
          }
        }
        yield all;
      }
    };
  }

  static boolean isEmptyable(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Conjunction c -> throw new UnsupportedOperationException("" + c);
      case Pattern.Absence a -> throw new UnsupportedOperationException("" + a);
      case Pattern.Single s -> false;
      case Pattern.Repetition r -> r.min() == 0;
      case Pattern.Alternation a -> a.branches().stream().anyMatch(Words::isEmptyable);
      case Pattern.Sequence s -> s.parts().stream().allMatch(Words::isEmptyable);
    };
  }

  static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    Set<Integer> result = new TreeSet<>(a);
    result.addAll(b);
    return result;
  }
}
