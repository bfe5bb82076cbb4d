package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Link;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Spells out the words of a pattern, read as a regular expression over variables, up to a length. A
 * word is letters, which are events, with marks between them, which say what is absent there. Each
 * letter remembers how the pattern reached it. The words come as a tree: a {@link Letter} and what
 * can follow it.
 */
public final class Words {
  /** A random pattern can have more words than memory holds; there are enough others. */
  private static final int MOST = 300_000;

  private final Map<Pattern.Repetition, Integer> loopIds = new IdentityHashMap<>();
  private int spelled;

  /** Thrown where a pattern has too many words to spell them out. */
  public static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyException() {
      super("a pattern with more than " + MOST + " words");
    }
  }

  /**
   * A letter of a word.
   *
   * @param link the arrow right before it, with its gap; null at the beginning
   * @param rivals the variables of which that arrow speaks
   * @param marks what is absent before it, from the letter before it on
   * @param path where in the pattern it stands, with the number of each repetition around it
   * @param loops the repetitions around it, as id → which one of its occurrences
   * @param passed loops that took nothing right before it
   */
  record Letter(
      int variable,
      @Nullable Link link,
      Set<Integer> rivals,
      List<Mark> marks,
      String path,
      Map<Integer, String> loops,
      Set<Integer> passed) {

    boolean isReachedBy(Arrow arrow) {
      return link != null && link.arrow() == arrow;
    }

    private Letter behind(
        @Nullable Link before, List<Mark> marksBefore, Set<Integer> passedBefore) {
      return new Letter(
          variable,
          before,
          rivals,
          concat(marksBefore, marks),
          path,
          loops,
          union(passedBefore, passed));
    }

    private Letter alsoRival(Set<Integer> more) {
      return new Letter(variable, link, union(rivals, more), marks, path, loops, passed);
    }
  }

  /** A {@code not} as a word has it: events that the variable could take are absent. */
  sealed interface Mark {
    int variable();

    /** {@code -> not n -> b}: from the letter before it to the one behind it. */
    record Between(int variable) implements Mark {}

    /** {@code => not n -> b}: right behind the letter before it. */
    record RightBehind(int variable) implements Mark {}

    /** {@code not n -> [10m] a}: so long before the first event. */
    record Before(int variable, long millis) implements Mark {}

    /**
     * {@code a -> [10m] not n}: so long behind the last event; with {@link #WITHIN} in place of
     * that, as long as the rule's {@code within} lasts.
     */
    record After(int variable, long millis) implements Mark {
      static final long WITHIN = -1;
    }
  }

  /** A word, or the beginning of one that is longer than wanted. */
  private record Word(
      List<Letter> letters, List<Mark> marksAtEnd, Set<Integer> passedAtEnd, boolean whole) {
    static Word of(Letter letter) {
      return new Word(List.of(letter), List.of(), Set.of(), true);
    }

    static Word of(Mark mark) {
      return new Word(List.of(), List.of(mark), Set.of(), true);
    }

    static Word empty(Set<Integer> passed, boolean whole) {
      return new Word(List.of(), List.of(), passed, whole);
    }
  }

  /** The words as a tree. */
  static final class Tree {
    final Map<Letter, Tree> next = new LinkedHashMap<>();

    /** For each word that ends here, the marks behind its last letter. */
    final Set<List<Mark>> ends = new LinkedHashSet<>();
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
      if (word.whole && !word.letters.isEmpty()) {
        at.ends.add(word.marksAtEnd);
      }
    }
  }

  private List<Word> words(
      Pattern pattern, String path, Map<Integer, String> loopsAround, int length) {
    if (length == 0 && !isEmptyable(pattern)) {
      return List.of(Word.empty(Set.of(), false));
    }
    return switch (pattern) {
      case Pattern.Single(int variable, var place) ->
          List.of(
              Word.of(
                  new Letter(
                      variable, null, Set.of(variable), List.of(), path, loopsAround, Set.of())));
      case Pattern.Absence absence -> throw new IllegalStateException("outside of a sequence");
      case Pattern.Sequence s -> sequence(s, path, loopsAround, length);
      case Pattern.Alternation(var branches, var place) ->
          either(branches, path, loopsAround, length);
      case Pattern.Conjunction(var parts, var place) -> both(parts, path, loopsAround, length);
      case Pattern.Repetition r -> repeated(r, path, loopsAround, length);
    };
  }

  private List<Word> sequence(
      Pattern.Sequence s, String path, Map<Integer, String> loopsAround, int length) {
    List<Word> result = List.of(Word.empty(Set.of(), true));
    for (int i = 0; i < s.parts().size(); i++) {
      Pattern part = s.parts().get(i);
      Link link = i == 0 ? null : s.links().get(i - 1);
      Mark mark = part instanceof Pattern.Absence ? mark(s, i) : null;
      String place = path + "." + i;
      result =
          mark == null
              ? then(result, link, length, left -> words(part, place, loopsAround, left))
              : then(result, null, length, left -> List.of(Word.of(mark)));
    }
    return result;
  }

  /** Each word, and behind it each of what comes next, given how long that can be. */
  private List<Word> then(
      List<Word> words, @Nullable Link link, int length, IntFunction<List<Word>> next) {
    List<Word> result = new ArrayList<>();
    for (Word word : words) {
      if (word.whole) {
        next.apply(length - word.letters.size()).forEach(n -> result.add(joined(word, link, n)));
      } else {
        result.add(word);
      }
    }
    return result;
  }

  /** A {@code not} in front of all that takes events, behind all of it, or in the middle. */
  private static Mark mark(Pattern.Sequence s, int part) {
    int variable = ((Pattern.Absence) s.parts().get(part)).variable();
    if (s.parts().subList(0, part).stream().allMatch(Pattern.Absence.class::isInstance)) {
      Pattern.Gap gap = s.links().get(part).gap();
      return new Mark.Before(variable, gap == null ? 0 : gap.mostMillis());
    }
    Link before = s.links().get(part - 1);
    List<Pattern> behind = s.parts().subList(part + 1, s.parts().size());
    if (behind.stream().allMatch(Pattern.Absence.class::isInstance)) {
      Pattern.Gap gap = before.gap();
      return new Mark.After(variable, gap == null ? Mark.After.WITHIN : gap.mostMillis());
    }
    return before.arrow() == Arrow.NEXT
        ? new Mark.RightBehind(variable)
        : new Mark.Between(variable);
  }

  private List<Word> either(
      List<Pattern> branches, String path, Map<Integer, String> loopsAround, int length) {
    List<Word> result = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      List<Word> words = words(branches.get(i), path + "|" + i, loopsAround, length);
      result.addAll(alsoRivals(words, headsOfOthers(branches, i)));
    }
    return result;
  }

  /** A choice between the parts, and behind it all of the others. */
  private List<Word> both(
      List<Pattern> parts, String path, Map<Integer, String> loopsAround, int length) {
    List<Word> result = new ArrayList<>();
    for (List<Integer> order : orders(IntStream.range(0, parts.size()).boxed().toList())) {
      int first = order.getFirst();
      List<Word> words =
          alsoRivals(
              words(parts.get(first), path + "&" + first, loopsAround, length),
              headsOfOthers(parts, first));
      for (int i : order.subList(1, order.size())) {
        words =
            then(
                words,
                Link.of(Arrow.FOLLOWED_BY),
                length,
                left -> words(parts.get(i), path + "&" + i, loopsAround, left));
      }
      result.addAll(words);
    }
    return result;
  }

  private static List<List<Integer>> orders(List<Integer> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> orders = new ArrayList<>();
    for (Integer first : all) {
      List<Integer> others = all.stream().filter(i -> !i.equals(first)).toList();
      orders(others).forEach(order -> orders.add(concat(List.of(first), order)));
    }
    return orders;
  }

  private static Set<Integer> headsOfOthers(List<Pattern> patterns, int one) {
    Set<Integer> heads = new TreeSet<>();
    for (int i = 0; i < patterns.size(); i++) {
      if (i != one) {
        heads.addAll(heads(patterns.get(i)));
      }
    }
    return heads;
  }

  private static List<Word> alsoRivals(List<Word> words, Set<Integer> rivals) {
    List<Word> result = new ArrayList<>();
    for (Word word : words) {
      List<Letter> letters = new ArrayList<>(word.letters);
      if (!letters.isEmpty()) {
        letters.set(0, letters.getFirst().alsoRival(rivals));
      }
      result.add(new Word(letters, word.marksAtEnd, word.passedAtEnd, word.whole));
    }
    return result;
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
      result.add(Word.empty(Set.of(id), true));
    }
    List<Word> soFar = List.of(Word.empty(Set.of(), true));
    for (int count = 1; count <= r.max() && !soFar.isEmpty(); count++) {
      List<Word> longer = new ArrayList<>();
      for (Word before : soFar) {
        int left = length - before.letters.size();
        for (Word body : words(r.body(), path + "#" + count, inside, left)) {
          if (!body.whole) {
            result.add(joined(before, Link.of(r.join()), body));
          } else if (!body.letters.isEmpty()) { // each repetition takes at least one event
            longer.add(joined(before, Link.of(r.join()), body));
          }
        }
      }
      if (count >= r.min()) {
        result.addAll(longer);
      }
      soFar = longer;
    }
    if (soFar.isEmpty() && result.isEmpty()) {
      result.add(Word.empty(Set.of(), false));
    }
    return result;
  }

  private Word joined(Word before, @Nullable Link link, Word part) {
    if (++spelled > MOST) {
      throw new TooManyException();
    }
    if (part.letters.isEmpty()) {
      return new Word(
          before.letters,
          concat(before.marksAtEnd, part.marksAtEnd),
          union(before.passedAtEnd, part.passedAtEnd),
          part.whole);
    }
    List<Letter> letters = new ArrayList<>(before.letters);
    Link entry = letters.isEmpty() ? null : link;
    letters.add(part.letters.getFirst().behind(entry, before.marksAtEnd, before.passedAtEnd));
    letters.addAll(part.letters.subList(1, part.letters.size()));
    return new Word(letters, part.marksAtEnd, part.passedAtEnd, part.whole);
  }

  private static Set<Integer> heads(Pattern pattern) {
    Set<Integer> all = new TreeSet<>();
    switch (pattern) {
      case Pattern.Single s -> all.add(s.variable());
      case Pattern.Absence a -> {}
      case Pattern.Repetition r -> all.addAll(heads(r.body()));
      case Pattern.Alternation a -> a.branches().forEach(branch -> all.addAll(heads(branch)));
      case Pattern.Conjunction c -> c.parts().forEach(part -> all.addAll(heads(part)));
      case Pattern.Sequence s -> {
        for (Pattern part : s.parts()) {
          all.addAll(heads(part));
          if (!isEmptyable(part)) {
            break;
          }
        }
      }
    }
    return all;
  }

  static boolean isEmptyable(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single s -> false;
      case Pattern.Absence a -> true;
      case Pattern.Repetition r -> r.min() == 0;
      case Pattern.Alternation a -> a.branches().stream().anyMatch(Words::isEmptyable);
      case Pattern.Conjunction c -> c.parts().stream().allMatch(Words::isEmptyable);
      case Pattern.Sequence s -> s.parts().stream().allMatch(Words::isEmptyable);
    };
  }

  private static <T> List<T> concat(List<T> a, List<T> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    List<T> result = new ArrayList<>(a);
    result.addAll(b);
    return result;
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    Set<Integer> result = new TreeSet<>(a);
    result.addAll(b);
    return result;
  }
}
