package io.tripline.engine.predicate;

import io.tripline.engine.expression.EventCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Many questions about the events of one type. Those with which a match can begin are reached in
 * one of two ways. A question that asks for a value which few others ask for is found by it, in a
 * hash table ({@link SparseField}). The others are bits: each field that they ask about restricts
 * them by the row of its value ({@link DenseField}), 64 at a time. What neither says is checked, of
 * the questions that are left. All other questions are {@link Later}. Immutable.
 *
 * @param fields that questions are about
 * @param sparse fields by which questions are found
 * @param dense fields that restrict the others
 * @param denseQuestions what each bit stands for, ascending
 * @param rules of each question with which a match can begin
 * @param bits of each of them
 * @param checks first what is left to check of each of them, then all of each later one
 * @param later the other questions
 * @param classes of these, and of all rules
 */
record TypeIndex(
    FieldKeys fields,
    SparseField[] sparse,
    DenseField[] dense,
    int[] denseQuestions,
    int[] rules,
    long[] bits,
    Checks checks,
    Later later,
    QuestionClasses classes)
    implements TypePredicates {

  /** A question is found by a value if at most so many are by the same. */
  private static final int FEW = 8;

  /**
   * The questions with which no match begins.
   *
   * @param starts where the questions of each rule begin in {@code bits}
   * @param bits of each
   * @param firstCheck of the first one; the others follow
   */
  record Later(int[] starts, long[] bits, int firstCheck) {}

  @Override
  public TypeEvaluator newEvaluator() {
    return new IndexEvaluator(this);
  }

  @Override
  public long[] classes(int rules) {
    return classes.ofRules();
  }

  /**
   * Builds the index.
   *
   * @param rules how many there are
   * @param lane what is remembered of those before
   */
  static TypeIndex of(Asked asked, int rules, PredicateMemory.Lane lane) {
    return new Builder(asked, lane).build(rules);
  }

  private static final class Builder {
    private final Asked asked;
    private final List<EventCode.Question> starting;
    private final PredicateMemory.Lane lane;
    private final FieldConditions conditions;
    // By the places of fields: how many questions ask for each value.
    private final List<Map<Long, Integer>> demand = new ArrayList<>();

    /** What is left to check of each question with which a match can begin. */
    private final List<List<Integer>> rest = new ArrayList<>();

    Builder(Asked asked, PredicateMemory.Lane lane) {
      this.asked = asked;
      this.lane = lane;
      this.starting = asked.starting();
      this.conditions = new FieldConditions(asked.layout(), asked.conditions(), lane.memory());
      for (int place = 0; place < conditions.fields().count(); place++) {
        demand.add(new HashMap<>());
      }
    }

    TypeIndex build(int rules) {
      TreeMap<Integer, SparseField.Builder> sparse = new TreeMap<>();
      List<Integer> dense = new ArrayList<>();
      findDemand();
      for (int q = 0; q < starting.size(); q++) {
        List<Integer> left = new ArrayList<>(starting.get(q).conditions());
        rest.add(left);
        int access = access(left);
        if (access < 0) {
          dense.add(q);
        } else {
          sparse
              .computeIfAbsent(conditions.place(access), f -> new SparseField.Builder())
              .add(conditions.keys(access), q);
          left.remove((Integer) access);
        }
      }
      List<DenseField> denseFields = denseFields(dense);
      Checks.Builder checks =
          new Checks.Builder(asked.layout(), asked.conditions(), conditions, lane);
      rest.forEach(checks::add);
      QuestionClasses.Builder classes = new QuestionClasses.Builder(conditions, rules);
      Later later = later(rules, checks, classes);
      return new TypeIndex(
          conditions.fields(),
          sparse.entrySet().stream()
              .map(e -> e.getValue().build(e.getKey()))
              .toArray(SparseField[]::new),
          denseFields.toArray(DenseField[]::new),
          dense.stream().mapToInt(q -> q).toArray(),
          starting.stream().mapToInt(EventCode.Question::rule).toArray(),
          starting.stream().mapToLong(EventCode.Question::bits).toArray(),
          checks.build(),
          later,
          classes.build());
    }

    private void findDemand() {
      for (EventCode.Question question : starting) {
        for (int condition : question.conditions()) {
          if (conditions.isFinite(condition)) {
            Map<Long, Integer> ofField = demand.get(conditions.place(condition));
            conditions.keys(condition).keys().forEach(key -> ofField.merge(key, 1, Integer::sum));
          }
        }
      }
    }

    /** The condition by whose values a question is found best, or −1 if all are too common. */
    private int access(List<Integer> all) {
      int best = -1;
      int least = FEW + 1;
      for (int condition : all) {
        if (conditions.isFinite(condition)) {
          Map<Long, Integer> ofField = demand.get(conditions.place(condition));
          int most =
              conditions
                  .keys(condition)
                  .keys()
                  .mapToInt(key -> ofField.getOrDefault(key, 0))
                  .max()
                  .orElse(0);
          if (most < least) {
            best = condition;
            least = most;
          }
        }
      }
      return best;
    }

    /** The rows of the questions that are bits; takes what they say from the rest. */
    private List<DenseField> denseFields(List<Integer> dense) {
      TreeMap<Integer, Map<Integer, KeySet>> byField = new TreeMap<>();
      for (int bit = 0; bit < dense.size(); bit++) {
        for (int condition : rest.get(dense.get(bit))) {
          if (conditions.isTest(condition)) {
            byField
                .computeIfAbsent(conditions.place(condition), f -> new HashMap<>())
                .merge(bit, conditions.keys(condition), KeySet::and);
          }
        }
      }
      List<DenseField> all = new ArrayList<>();
      byField.forEach(
          (place, ofBit) -> {
            DenseField made = new DenseField(place, ofBit, dense.size());
            all.add(made);
            if (made.isExact()) {
              dense.forEach(q -> rest.get(q).removeIf(c -> isAbout(c, place)));
            }
          });
      return all;
    }

    private boolean isAbout(int condition, int place) {
      return conditions.isTest(condition) && conditions.place(condition) == place;
    }

    private Later later(int rules, Checks.Builder checks, QuestionClasses.Builder classes) {
      int firstCheck = checks.count();
      Set<EventCode.Question> begins = Collections.newSetFromMap(new IdentityHashMap<>());
      begins.addAll(starting);
      int[] starts = new int[rules + 1];
      List<Long> bits = new ArrayList<>();
      int rule = 0;
      for (EventCode.Question question : asked.questions()) {
        while (rule < question.rule()) {
          starts[++rule] = bits.size();
        }
        if (!begins.contains(question)) {
          classes.add(question);
          checks.add(question.conditions());
          bits.add(question.bits());
        }
      }
      while (rule < rules) {
        starts[++rule] = bits.size();
      }
      return new Later(starts, bits.stream().mapToLong(b -> b).toArray(), firstCheck);
    }
  }
}
