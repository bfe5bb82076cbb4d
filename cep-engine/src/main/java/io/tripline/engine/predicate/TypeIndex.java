package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.expression.EventCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Many questions about the events of one type, reached in one of two ways. A question that asks for
 * a value which few others ask for is found by it, in a hash table ({@link SparseField}). The
 * others are bits: each field that they ask about restricts them by the row of its value ({@link
 * DenseField}), 64 at a time. What neither says is tested one by one, of the questions that are
 * left. Immutable.
 *
 * @param sparse fields by which questions are found
 * @param dense fields that restrict the others
 * @param denseQuestions what each bit stands for, ascending
 * @param rules of each question
 * @param bits of each question
 * @param rest conditions of each question that are left to test
 * @param tests those conditions as code, in classes one after the other
 * @param classOf of each condition, which of those
 * @param indexOf of each condition, its index there
 * @param memo of each condition, where its outcome is remembered; −1 if one question has it
 * @param masks the masks of single rules, with all questions
 * @param startsOnly whether only rules are reported in which a match can begin
 */
record TypeIndex(
    SparseField[] sparse,
    DenseField[] dense,
    int[] denseQuestions,
    int[] rules,
    long[] bits,
    int[][] rest,
    EventCode[] tests,
    int[] classOf,
    int[] indexOf,
    int[] memo,
    RuleMasks masks,
    boolean startsOnly)
    implements TypePredicates {

  /** A question is found by a value if at most so many are by the same. */
  private static final int FEW = 8;

  @Override
  public TypeEvaluator newEvaluator() {
    return new IndexEvaluator(this);
  }

  /**
   * Builds the index.
   *
   * @param startsOnly whether only rules are reported in which a match can begin with the event
   */
  static TypeIndex of(Asked asked, boolean startsOnly) {
    return new Builder(asked, startsOnly).build();
  }

  private static final class Builder {
    private final Asked asked;
    private final boolean startsOnly;
    private final List<EventCode.Question> questions;
    private final @Nullable FieldTest[] tests;
    private final List<List<Integer>> rest = new ArrayList<>();

    Builder(Asked asked, boolean startsOnly) {
      this.asked = asked;
      this.startsOnly = startsOnly;
      this.questions = startsOnly ? asked.starting() : asked.questions();
      this.tests = asked.conditions().stream().map(FieldTest::of).toArray(FieldTest[]::new);
    }

    TypeIndex build() {
      Map<Integer, SparseField.Builder> sparse = new TreeMap<>();
      List<Integer> dense = new ArrayList<>();
      Map<Object, Integer> demand = demand();
      for (int q = 0; q < questions.size(); q++) {
        List<Integer> left = new ArrayList<>(questions.get(q).conditions());
        rest.add(left);
        int access = access(left, demand);
        if (access < 0) {
          dense.add(q);
        } else {
          FieldTest test = test(access);
          sparse.computeIfAbsent(test.field(), f -> new SparseField.Builder()).add(test, q);
          left.remove((Integer) access);
        }
      }
      List<DenseField> denseFields = denseFields(dense);
      return assemble(
          sparse.entrySet().stream()
              .map(e -> e.getValue().build(slot(e.getKey())))
              .toArray(SparseField[]::new),
          denseFields.toArray(DenseField[]::new),
          dense);
    }

    private FieldTest test(int condition) {
      FieldTest test = tests[condition];
      if (test == null) {
        throw new IllegalStateException("no test of one field: " + condition);
      }
      return test;
    }

    private FieldSlot slot(int field) {
      return FieldSlot.of(asked.layout(), field);
    }

    /** The values of a field for which a finite test is true, as keys of {@link #demand}. */
    private static List<Object> values(FieldTest test) {
      List<Object> values = new ArrayList<>();
      test.texts().forEach(text -> values.add(List.of(test.field(), text)));
      test.intervals().forEach(point -> values.add(List.of(test.field(), point.from())));
      return values;
    }

    /** How many questions ask for each value. */
    private Map<Object, Integer> demand() {
      Map<Object, Integer> demand = new HashMap<>();
      for (EventCode.Question question : questions) {
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
      Map<Integer, Map<Integer, List<FieldTest>>> byField = new TreeMap<>();
      for (int bit = 0; bit < dense.size(); bit++) {
        for (int condition : rest.get(dense.get(bit))) {
          FieldTest test = tests[condition];
          if (test != null) {
            byField
                .computeIfAbsent(test.field(), f -> new LinkedHashMap<>())
                .computeIfAbsent(bit, b -> new ArrayList<>())
                .add(test);
          }
        }
      }
      List<DenseField> fields = new ArrayList<>();
      byField.forEach(
          (field, ofBit) -> {
            DenseField made = DenseField.of(slot(field), ofBit, dense.size());
            if (made != null) {
              fields.add(made);
              if (made.isExact()) {
                dense.forEach(q -> rest.get(q).removeIf(c -> isAbout(c, field)));
              }
            }
          });
      return fields;
    }

    private boolean isAbout(int condition, int field) {
      FieldTest test = tests[condition];
      return test != null && test.field() == field;
    }

    private TypeIndex assemble(
        SparseField[] sparse, DenseField[] denseFields, List<Integer> dense) {
      int[] uses = new int[tests.length];
      rest.forEach(left -> left.forEach(c -> uses[c]++));
      List<Integer> used = new ArrayList<>();
      List<Expr> conditions = new ArrayList<>();
      int[] memo = new int[tests.length];
      int shared = 0;
      for (int c = 0; c < uses.length; c++) {
        memo[c] = uses[c] > 1 ? shared++ : -1;
        if (uses[c] > 0) {
          used.add(c);
          conditions.add(asked.conditions().get(c));
        }
      }
      List<EventCode> classes = new ArrayList<>();
      int[] classOf = new int[tests.length];
      int[] indexOf = new int[tests.length];
      int[] weights = conditions.stream().mapToInt(EventCode::weight).toArray();
      for (int from = 0; from < conditions.size(); ) {
        int count = EventCode.fitting(weights, from);
        for (int i = from; i < from + count; i++) {
          classOf[used.get(i)] = classes.size();
          indexOf[used.get(i)] = i - from;
        }
        classes.add(
            EventCode.tests(asked.layout(), List.copyOf(conditions.subList(from, from + count))));
        from += count;
      }
      return new TypeIndex(
          sparse,
          denseFields,
          dense.stream().mapToInt(q -> q).toArray(),
          questions.stream().mapToInt(EventCode.Question::rule).toArray(),
          questions.stream().mapToLong(EventCode.Question::bits).toArray(),
          rest.stream().map(l -> l.stream().mapToInt(c -> c).toArray()).toArray(int[][]::new),
          classes.toArray(EventCode[]::new),
          classOf,
          indexOf,
          memo,
          RuleMasks.of(asked.layout(), asked.conditions(), asked.questions()),
          startsOnly);
    }
  }
}
