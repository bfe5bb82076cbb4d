package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What conditions on events of one type say of single fields, by their indexes. Immutable. */
final class FieldConditions {
  private final FieldKeys fields;
  // Null for what is no test of one field; then it has no place, and no keys.
  private final @Nullable FieldTest[] tests;
  private final int[] places;
  private final @Nullable KeySet[] keys;

  FieldConditions(EventLayout layout, List<Expr> conditions, PredicateMemory memory) {
    this.tests =
        conditions.stream()
            .map(condition -> memory.test(condition, layout.type()))
            .toArray(FieldTest[]::new);
    this.fields = new FieldKeys(layout, tests);
    this.places = new int[tests.length];
    this.keys = new KeySet[tests.length];
    for (int c = 0; c < tests.length; c++) {
      FieldTest test = tests[c];
      if (test != null) {
        places[c] = fields.place(test);
        keys[c] = fields.keys(test);
      }
    }
  }

  FieldKeys fields() {
    return fields;
  }

  /** Whether a condition is a test of one field. */
  boolean isTest(int condition) {
    return tests[condition] != null;
  }

  /** The same, of one that is true for a few values, and not for null. */
  boolean isFinite(int condition) {
    FieldTest test = tests[condition];
    return test != null && test.isFinite();
  }

  /** The index of its field among those of the type. */
  int field(int condition) {
    return Objects.requireNonNull(tests[condition]).field();
  }

  /** The place of its field; see {@link FieldKeys}. */
  int place(int condition) {
    return places[condition];
  }

  /** The keys for which it is true. */
  KeySet keys(int condition) {
    return Objects.requireNonNull(keys[condition]);
  }
}
