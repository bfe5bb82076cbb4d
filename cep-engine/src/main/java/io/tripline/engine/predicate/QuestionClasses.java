package io.tripline.engine.predicate;

import io.tripline.engine.expression.EventCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Questions that are not listed, in so few classes that a word has a bit for each. A class is open
 * to an event if each field that its questions ask about has a key for which one of them may be
 * true; if it is not, none of them is. So one word says of hundreds of rules that wait which of
 * them are worth a look. Questions about the same fields are in a class with those that ask for
 * near keys. Immutable.
 *
 * @param ofRules by rule the classes of its questions, a bit mask
 * @param all the classes that there are
 * @param rows of each field that classes depend on
 */
record QuestionClasses(long[] ofRules, long all, DenseField[] rows) {
  private static final int MOST = Long.SIZE;

  /** The classes that are open to an event. */
  long open(EventKeys event, long[] scratch) {
    if (rows.length == 0) {
      return all;
    }
    rows[0].choose(event, scratch);
    for (int i = 1; i < rows.length && scratch[0] != 0; i++) {
      rows[i].restrict(event, scratch);
    }
    return scratch[0];
  }

  /** Collects questions. */
  static final class Builder {
    private final FieldConditions conditions;
    private final long[] ofRules;
    // By the places of the fields that they ask about; then by what they ask, field by field.
    private final Map<List<Integer>, Map<List<KeySet>, List<Integer>>> families =
        new LinkedHashMap<>();

    /** Questions that ask the same, and the rules that do. */
    private record Alike(List<Integer> places, List<KeySet> keys, List<Integer> rules) {
      KeySet at(int place) {
        return keys.get(places.indexOf(place));
      }
    }

    /**
     * @param rules how many there are
     */
    Builder(FieldConditions conditions, int rules) {
      this.conditions = conditions;
      this.ofRules = new long[rules];
    }

    /** Adds a question. */
    void add(EventCode.Question question) {
      TreeMap<Integer, KeySet> keys = new TreeMap<>();
      for (int condition : question.conditions()) {
        if (conditions.isTest(condition)) {
          keys.merge(conditions.place(condition), conditions.keys(condition), KeySet::and);
        }
      }
      families
          .computeIfAbsent(List.copyOf(keys.keySet()), places -> new LinkedHashMap<>())
          .computeIfAbsent(List.copyOf(keys.values()), all -> new ArrayList<>())
          .add(question.rule());
    }

    QuestionClasses build() {
      List<List<Alike>> ordered = new ArrayList<>();
      families.forEach((places, byKeys) -> ordered.add(family(places, byKeys)));
      ordered.sort(Comparator.comparing((List<Alike> family) -> -family.size()));
      List<List<Alike>> classes = new ArrayList<>();
      int kinds = ordered.stream().mapToInt(List::size).sum();
      int spare = Math.max(0, MOST - ordered.size());
      for (List<Alike> family : ordered) {
        int count = 1 + (int) Math.min(family.size() - 1, (long) spare * family.size() / kinds);
        for (int c = 0; c < count; c++) {
          int from = family.size() * c / count;
          classes.add(family.subList(from, family.size() * (c + 1) / count));
        }
      }
      // Very different ones: what does not find room is one class.
      while (classes.size() > MOST) {
        List<Alike> joined = new ArrayList<>(classes.removeLast());
        joined.addAll(classes.removeLast());
        classes.add(joined);
      }
      for (int c = 0; c < classes.size(); c++) {
        for (Alike alike : classes.get(c)) {
          for (int rule : alike.rules()) {
            ofRules[rule] |= 1L << c;
          }
        }
      }
      long all = classes.isEmpty() ? 0 : -1L >>> -classes.size();
      return new QuestionClasses(ofRules, all, rows(classes));
    }

    /** So that those are next to each other that differ least: in the field that varies most. */
    private static List<Alike> family(
        List<Integer> places, Map<List<KeySet>, List<Integer>> byKeys) {
      List<Alike> family = new ArrayList<>();
      byKeys.forEach((keys, rules) -> family.add(new Alike(places, keys, rules)));
      Map<Integer, Long> variety = new HashMap<>();
      for (int place : places) {
        variety.put(place, family.stream().map(alike -> alike.at(place)).distinct().count());
      }
      Comparator<Alike> order = (a, b) -> 0;
      for (int place :
          places.stream().sorted(Comparator.comparing(variety::get)).mapToInt(p -> p).toArray()) {
        order = order.thenComparing(alike -> alike.at(place), KeySet.BY_LEAST);
      }
      family.sort(order);
      return family;
    }

    private static DenseField[] rows(List<List<Alike>> classes) {
      TreeSet<Integer> places = new TreeSet<>();
      classes.forEach(all -> all.forEach(alike -> places.addAll(alike.places())));
      List<DenseField> rows = new ArrayList<>();
      for (int place : places) {
        Map<Integer, KeySet> keys = new HashMap<>();
        for (int c = 0; c < classes.size(); c++) {
          if (classes.get(c).stream().allMatch(alike -> alike.places().contains(place))) {
            keys.put(c, KeySet.or(classes.get(c).stream().map(a -> a.at(place)).toList()));
          }
        }
        if (!keys.isEmpty()) {
          rows.add(new DenseField(place, keys, classes.size()));
        }
      }
      return rows.toArray(DenseField[]::new);
    }
  }
}
