package io.tripline.engine.expression;

import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import org.jspecify.annotations.Nullable;

/** Constructs that give the value of one of their operands, whatever its kind. */
final class ChoiceNodes {
  private ChoiceNodes() {}

  /** Gives the value of the operand it picks. */
  abstract static class Choice extends Node {
    /** The operand whose value this is; a constant null if none. */
    abstract Node pick(Frame frame);

    @Override
    public int test(Frame frame) {
      return pick(frame).test(frame);
    }

    @Override
    public long asLong(Frame frame) {
      return pick(frame).asLong(frame);
    }

    @Override
    public double asDouble(Frame frame) {
      return pick(frame).asDouble(frame);
    }

    @Override
    public @Nullable Utf8 asText(Frame frame) {
      return pick(frame).asText(frame);
    }

    @Override
    public @Nullable Object asObject(Frame frame) {
      return pick(frame).asObject(frame);
    }
  }

  private static final Node NULL = new Leaves.Constant(null);

  /** {@code case}. */
  static final class Case extends Choice {
    private final Node[] conditions;
    private final Node[] results;
    private final Node otherwise;

    Case(Node[] conditions, Node[] results, @Nullable Node otherwise) {
      this.conditions = conditions;
      this.results = results;
      this.otherwise = otherwise == null ? NULL : otherwise;
    }

    @Override
    Node pick(Frame frame) {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].test(frame) == 1) {
          return results[i];
        }
      }
      return otherwise;
    }
  }

  /** {@code coalesce}. */
  static final class Coalesce extends Choice {
    private final Node[] operands;
    private final Kind kind;

    Coalesce(Node[] operands, Kind kind) {
      this.operands = operands;
      this.kind = kind;
    }

    @Override
    Node pick(Frame frame) {
      for (Node operand : operands) {
        if (!LogicNodes.isNull(operand, kind, frame)) {
          return operand;
        }
      }
      return NULL;
    }
  }

  /** {@code greatest}, {@code least}; null if an operand is. */
  static final class Extreme extends Choice {
    private final Node[] operands;
    private final Kind kind;
    private final boolean greatest;

    Extreme(Node[] operands, Kind kind, boolean greatest) {
      this.operands = operands;
      this.kind = kind;
      this.greatest = greatest;
    }

    @Override
    public long asLong(Frame frame) {
      long best = operands[0].asLong(frame);
      for (int i = 1; i < operands.length; i++) {
        long value = operands[i].asLong(frame);
        if (value == Nulls.LONG || best == Nulls.LONG) {
          return Nulls.LONG;
        }
        best = greatest ? Math.max(best, value) : Math.min(best, value);
      }
      return best;
    }

    @Override
    public double asDouble(Frame frame) {
      double best = operands[0].asDouble(frame);
      for (int i = 1; i < operands.length; i++) {
        double value = operands[i].asDouble(frame); // NaN wins in max and min, as null should
        best = greatest ? Math.max(best, value) : Math.min(best, value);
      }
      return best;
    }

    @Override
    Node pick(Frame frame) {
      if (kind != Kind.TEXT) {
        throw new IllegalStateException("greatest and least of " + kind);
      }
      Node best = operands[0];
      for (Node operand : operands) {
        Utf8 a = best.asText(frame);
        Utf8 b = operand.asText(frame);
        if (a == null || b == null) {
          return NULL;
        }
        int order = b.compareTo(a);
        if (greatest ? order > 0 : order < 0) {
          best = operand;
        }
      }
      return best;
    }
  }
}
