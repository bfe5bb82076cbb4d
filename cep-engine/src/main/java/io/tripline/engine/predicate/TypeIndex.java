package io.tripline.engine.predicate;

import io.tripline.engine.expression.EventCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
   */
  static TypeIndex of(Asked asked, int rules) {
    return new Builder(asked).build(rules);
  }

  private static final class Builder {
    private final Asked asked;
    private final List<EventCode.Question> starting;
    private final @Nullable FieldTest[] tests;
    private final FieldKeys fields;

    /** What is left to check of each question with which a match can begin. */
    private final List<List<Integer>> rest = new ArrayList<>();

    Builder(Asked asked) {
      this.asked = asked;
      this.starting = asked.starting();
      this.tests = asked.conditions().stream().map(FieldTest::of).toArray(FieldTest[]::new);
      this.fields = new FieldKeys(asked.layout(), tests);
    }

    TypeIndex build(int rules) {
      TreeMap<Integer, SparseField.Builder> sparse = new TreeMap<>();
      List<Integer> dense = new ArrayList<>();
      Map<Object, Integer> demand = demand();
      for (int q = 0; q < starting.size(); q++) {
        List<Integer> left = new ArrayList<>(starting.get(q).conditions());
        rest.add(left);
        int access = access(left, demand);
        if (access < 0) {
          dense.add(q);
        } else {
          FieldTest test = test(access);
          sparse
              .computeIfAbsent(fields.place(test), f -> new SparseField.Builder())
              .add(fields.keys(test), q);
          left.remove((Integer) access);
        }
      }
      List<DenseField> denseFields = denseFields(dense);
      Checks.Builder checks = new Checks.Builder(asked.layout(), asked.conditions(), tests, fields);
      rest.forEach(checks::add);
      QuestionClasses.Builder classes = new QuestionClasses.Builder(tests, fields, rules);
      Later later = later(rules, checks, classes);
      return new TypeIndex(
          fields,
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

    private FieldTest test(int condition) {
      FieldTest test = tests[condition];
      if (test == null) {
        throw new IllegalStateException("no test of one field: " + condition);
      }
      return test;
    }

    /** The values of a field for which a finite test is true, as keys of {@link #demand}. */
    private List<Object> values(FieldTest test) {
      return fields
          .keys(test)
          .keys()
          .<Object>mapToObj(key -> List.of((long) test.field(), key))
          .toList();
    }

    /** How many questions ask for each value. */
    private Map<Object, Integer> demand() {
      Map<Object, Integer> demand = new HashMap<>();
      for (EventCode.Question question : starting) {
        for (int condition : question.conditions()) {
          FieldTest test = tests[condition];
          if (test != null && test.isFinite()) {
            values(test).forEach(value -> demand.merge(value, 1, Integer::sum));
          }
        }
      }
      return demand;
    }

    /** The condition by whose values a question is found best, or −1 if all are too common. */
    private int access(List<Integer> conditions, Map<Object, Integer> demand) {
      int best = -1;
      int least = FEW + 1;
      for (int condition : conditions) {
        FieldTest test = tests[condition];
        if (test != null && test.isFinite()) {
          int most = values(test).stream().mapToInt(v -> demand.getOrDefault(v, 0)).max().orElse(0);
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
          FieldTest test = tests[condition];
          if (test != null) {
            byField
                .computeIfAbsent(fields.place(test), f -> new HashMap<>())
                .merge(bit, fields.keys(test), KeySet::and);
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
      FieldTest test = tests[condition];
      return test != null && fields.place(test) == place;
    }

    private Later later(int rules, Checks.Builder checks, QuestionClasses.Builder classes) {
      int firstCheck = checks.count();
      Set<EventCode.Question> begins = new HashSet<>(starting);
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
