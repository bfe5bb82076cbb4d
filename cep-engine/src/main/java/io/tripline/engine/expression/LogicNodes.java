package io.tripline.engine.expression;

import io.tripline.engine.event.Nulls;

/** Three-valued logic. */
final class LogicNodes {
  private LogicNodes() {}

  /** Left to right, stopping at the first that decides. */
  static final class And extends Node {
    private final Node[] operands;

    And(Node[] operands) {
      this.operands = operands;
    }

    @Override
    public int test(Frame frame) {
      int result = 1;
      for (Node operand : operands) {
        int value = operand.test(frame);
        if (value == 0) {
          return 0;
        }
        if (value == Nulls.UNKNOWN) {
          result = Nulls.UNKNOWN;
        }
      }
      return result;
    }
  }

  /** Left to right, stopping at the first that decides. */
  static final class Or extends Node {
    private final Node[] operands;

    Or(Node[] operands) {
      this.operands = operands;
    }

    @Override
    public int test(Frame frame) {
      int result = 0;
      for (Node operand : operands) {
        int value = operand.test(frame);
        if (value == 1) {
          return 1;
        }
        if (value == Nulls.UNKNOWN) {
          result = Nulls.UNKNOWN;
        }
      }
      return result;
    }
  }

  /** {@code not x}. */
  static final class Not extends Node {
    private final Node operand;

    Not(Node operand) {
      this.operand = operand;
    }

    @Override
    public int test(Frame frame) {
      int value = operand.test(frame);
      return value == Nulls.UNKNOWN ? value : 1 - value;
    }
  }

  /** {@code x is null}. */
  static final class IsNull extends Node {
    private final Node operand;
    private final Kind kind;

    IsNull(Node operand, Kind kind) {
      this.operand = operand;
      this.kind = kind;
    }

    @Override
    public int test(Frame frame) {
      return isNull(operand, kind, frame) ? 1 : 0;
    }
  }

  static boolean isNull(Node node, Kind kind, Frame frame) {
    return switch (kind) {
      case BOOL -> node.test(frame) == Nulls.UNKNOWN;
      case LONG -> node.asLong(frame) == Nulls.LONG;
      case DOUBLE -> Double.isNaN(node.asDouble(frame));
      case TEXT -> node.asText(frame) == null;
      case OBJECT -> node.asObject(frame) == null;
    };
  }
}
