package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventView;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import java.util.List;

/** Tells which rules an event can concern. One a thread; allocates nothing per event. */
public final class PredicateEvaluator {
  private final List<TypePredicates> types;
  private final Node[][][] nodes;
  private final int[] rules;
  private final long[] masks;
  private final EventView view = new EventView();
  private final Frame frame = new Frame();

  PredicateEvaluator(List<TypePredicates> types, int ruleCount) {
    this.types = types;
    this.rules = new int[ruleCount];
    this.masks = new long[ruleCount];
    this.nodes = new Node[types.size()][][];
    for (int t = 0; t < nodes.length; t++) {
      TypePredicates type = types.get(t);
      nodes[t] = new Node[type.questions().size()][];
      for (int q = 0; q < nodes[t].length; q++) {
        List<Expr> base = type.questions().get(q).base();
        nodes[t][q] =
            base.stream().map(e -> ExprCompiler.ofEvent(e, type.layout())).toArray(Node[]::new);
      }
    }
  }

  /**
   * Looks at an event.
   *
   * @param base where it starts in {@code bytes}
   * @param typeId of the event: index of its type in the schema
   * @return how many rules it can concern
   */
  public int evaluate(byte[] bytes, int base, int typeId) {
    frame.event(view.wrap(bytes, base));
    List<TypePredicates.Question> questions = types.get(typeId).questions();
    int count = 0;
    for (int q = 0; q < questions.size(); q++) {
      if (allTrue(nodes[typeId][q])) {
        TypePredicates.Question question = questions.get(q);
        if (count == 0 || rules[count - 1] != question.rule()) {
          rules[count] = question.rule();
          masks[count++] = 0;
        }
        masks[count - 1] |= question.bits();
      }
    }
    return count;
  }

  private boolean allTrue(Node[] conjuncts) {
    for (Node conjunct : conjuncts) {
      if (conjunct.test(frame) != 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * A rule that the event can concern: its index in the list that the set was compiled from.
   *
   * @param i from 0 to the number that {@link #evaluate} gave; rules ascend with it
   */
  public int rule(int i) {
    return rules[i];
  }

  /** What of that rule the event can satisfy; see {@link PredicateSet}. Never 0. */
  public long variables(int i) {
    return masks[i];
  }
}
