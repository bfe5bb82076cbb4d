package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.tripline.dsl.function.PrimitiveKernel;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Nulls;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes code for three-valued conditions: as jumps to one of three labels, of which two are often
 * the same (where only "true" counts, unknown and false lead to one place).
 */
final class TestWriter {
  /** From this many constants on, {@code in} asks a set. */
  private static final int MANY = 5;

  /** A {@code case} with more branches is interpreted. */
  private static final int MOST_BRANCHES = 50;

  /** How many operands of {@code and}, {@code or} stand in one method. */
  private static final int GROUP = 16;

  private final CodeWriter writer;
  private final CodeBuilder code;

  TestWriter(CodeWriter writer) {
    this.writer = writer;
    this.code = writer.code;
  }

  /** Leaves 1, 0 or {@link Nulls#UNKNOWN}. */
  void push(Expr expr) {
    if (isLarge(expr)) {
      writer.callCondition(expr);
    } else {
      pushWhole(expr);
    }
  }

  /** The same, in this method however large it is. */
  void pushWhole(Expr expr) {
    int result = writer.local(TypeKind.INT);
    Label yes = code.newLabel();
    Label no = code.newLabel();
    Label unknown = code.newLabel();
    Label done = code.newLabel();
    jumpWhole(expr, yes, no, unknown, yes);
    code.labelBinding(yes).iconst_1().istore(result).goto_(done);
    code.labelBinding(no).iconst_0().istore(result).goto_(done);
    code.labelBinding(unknown).loadConstant(Nulls.UNKNOWN).istore(result);
    code.labelBinding(done).iload(result);
  }

  /**
   * Goes to one of the labels by the value of a condition.
   *
   * @param next the label that is bound right after, which need not be jumped to
   */
  void jump(Expr expr, Label yes, Label no, Label unknown, Label next) {
    if (isLarge(expr)) {
      writer.callCondition(expr);
      jumpOnTest(yes, no, unknown, next);
    } else {
      jumpWhole(expr, yes, no, unknown, next);
    }
  }

  private static boolean isLarge(Expr expr) {
    return Weight.of(expr) > Weight.METHOD;
  }

  private void jumpWhole(Expr expr, Label yes, Label no, Label unknown, Label next) {
    if (expr.type() == Type.Simple.NULL) {
      writer.go(unknown, next);
      return;
    }
    switch (expr) {
      case Expr.Literal e ->
          writer.go(e.value() instanceof Boolean b ? (b ? yes : no) : unknown, next);
      case Expr.Field e -> {
        writer.eventLong(writer.offset(e));
        jumpOnBool(yes, no, unknown, next);
      }
      case Expr.FeatureValue e -> {
        writer.eventLong(writer.offset(e));
        jumpOnBool(yes, no, unknown, next);
      }
      case Expr.VariableField e -> {
        writer.values.registers.pushLong(e);
        jumpOnBool(yes, no, unknown, next);
      }
      case Expr.Aggregate e -> {
        writer.values.registers.pushLong(e);
        jumpOnBool(yes, no, unknown, next);
      }
      case Expr.Not e -> jump(e.operand(), no, yes, unknown, next);
      case Expr.Logical e -> jumpLogical(inGroups(e), yes, no, unknown, next);
      case Expr.Comparison e -> jumpComparison(e, yes, no, unknown, next);
      case Expr.In e -> jumpIn(e, yes, no, unknown, next);
      case Expr.Like e -> jumpLike(e, yes, no, unknown, next);
      case Expr.IsNull e -> jumpIsNull(e, yes, no, next);
      case Expr.Cast e -> jump(e.operand(), yes, no, unknown, next);
      case Expr.Case e -> jumpCase(e, yes, no, unknown, next);
      case Expr.Call e -> {
        writer.values.calls.pushTest(e);
        jumpOnTest(yes, no, unknown, next);
      }
      case Expr.Coalesce e -> {
        Slots slots = writer.values.stored(e);
        code.iload(slots.first());
        jumpOnTest(yes, no, unknown, next);
      }
      default -> { // a regular expression
        writer.interpret(expr, "test", CD_int);
        jumpOnTest(yes, no, unknown, next);
      }
    }
  }

  /** By the long of a bool field on the stack. */
  private void jumpOnBool(Label yes, Label no, Label unknown, Label next) {
    if (unknown == no) {
      code.l2i().ifne(yes); // null has only its sign bit set
    } else {
      int value = writer.local(TypeKind.LONG);
      code.lstore(value).lload(value);
      writer.ifNullLong(unknown);
      code.lload(value).l2i().ifne(yes);
    }
    writer.go(no, next);
  }

  /** By the outcome of a test on the stack. */
  private void jumpOnTest(Label yes, Label no, Label unknown, Label next) {
    if (unknown == no) {
      code.ifgt(yes);
    } else {
      int value = writer.local(TypeKind.INT);
      code.istore(value).iload(value).iflt(unknown).iload(value).ifne(yes);
    }
    writer.go(no, next);
  }

  /**
   * {@code and}, {@code or}: left to right, up to the first that decides. An unknown operand does
   * not, and those after it are evaluated still, if only for their errors.
   */
  private void jumpLogical(Expr.Logical e, Label yes, Label no, Label unknown, Label next) {
    List<Expr> operands = e.operands();
    // What decides, and what is left if nothing does.
    Label decided = e.and() ? no : yes;
    Label undecided = e.and() ? yes : no;
    boolean[] harmless = harmlessFrom(operands);
    int seen = -1;
    for (int i = 0; i < operands.size(); i++) {
      Label after = code.newLabel();
      Label ifUnknown;
      boolean marks = false;
      if (unknown == undecided) {
        ifUnknown = after;
      } else if (unknown == decided && harmless[i + 1]) {
        ifUnknown = decided;
      } else {
        ifUnknown = code.newLabel();
        marks = true;
        if (seen < 0) {
          seen = writer.local(TypeKind.INT);
          code.iconst_0().istore(seen);
        }
      }
      Label bound = marks ? ifUnknown : after;
      if (e.and()) {
        jump(operands.get(i), after, decided, ifUnknown, bound);
      } else {
        jump(operands.get(i), decided, after, ifUnknown, bound);
      }
      if (marks) {
        code.labelBinding(ifUnknown).iconst_1().istore(seen);
      }
      code.labelBinding(after);
    }
    if (seen >= 0) {
      code.iload(seen).ifne(unknown);
    }
    writer.go(undecided, next);
  }

  /** Many operands in groups, which get methods of their own. */
  private static Expr.Logical inGroups(Expr.Logical e) {
    List<Expr> operands = e.operands();
    if (operands.size() <= GROUP) {
      return e;
    }
    int size = GROUP;
    while (size * GROUP < operands.size()) {
      size *= GROUP;
    }
    List<Expr> groups = new ArrayList<>();
    for (int i = 0; i < operands.size(); i += size) {
      List<Expr> group = operands.subList(i, Math.min(i + size, operands.size()));
      groups.add(
          group.size() == 1 ? group.getFirst() : new Expr.Logical(e.and(), group, e.place()));
    }
    return new Expr.Logical(e.and(), groups, e.place());
  }

  /** For each operand, whether it and those after it cannot fail; true after the last. */
  private static boolean[] harmlessFrom(List<Expr> operands) {
    boolean[] harmless = new boolean[operands.size() + 1];
    harmless[operands.size()] = true;
    for (int i = operands.size() - 1; i >= 0; i--) {
      harmless[i] = harmless[i + 1] && !ConditionParts.mayFail(operands.get(i));
    }
    return harmless;
  }

  private void jumpIsNull(Expr.IsNull e, Label yes, Label no, Label next) {
    if (e.operand().type() == Type.Simple.NULL) {
      writer.go(yes, next);
      return;
    }
    if (Kind.of(e.operand().type()) == Kind.BOOL) {
      jump(e.operand(), no, no, yes, next);
      return;
    }
    Slots value = writer.values.stored(e.operand());
    writer.values.ifNull(value, yes);
    writer.go(no, next);
  }

  private void jumpCase(Expr.Case e, Label yes, Label no, Label unknown, Label next) {
    if (e.branches().size() > MOST_BRANCHES) {
      writer.interpret(e, "test", CD_int);
      jumpOnTest(yes, no, unknown, next);
      return;
    }
    for (Expr.Case.When branch : e.branches()) {
      Label taken = code.newLabel();
      Label other = code.newLabel();
      jump(branch.condition(), taken, other, other, taken);
      code.labelBinding(taken);
      jump(branch.result(), yes, no, unknown, other);
      code.labelBinding(other);
    }
    Expr otherwise = e.otherwise();
    if (otherwise == null) {
      writer.go(unknown, next);
    } else {
      jump(otherwise, yes, no, unknown, next);
    }
  }

  // ---- comparisons

  private void jumpComparison(Expr.Comparison e, Label yes, Label no, Label unknown, Label next) {
    if (e.left().type() == Type.Simple.NULL || e.right().type() == Type.Simple.NULL) {
      writer.go(unknown, next);
      return;
    }
    switch (Form.of(e.left().type())) {
      case LONG -> jumpLongs(e, yes, no, unknown, next);
      case DOUBLE -> {
        jumpIfNear(e, no);
        Slots a = writer.values.stored(e.left());
        Slots b = writer.values.stored(e.right());
        if (unknown != no || e.op() == ComparisonOp.NE) {
          writer.ifNullDouble(a.first(), unknown);
          writer.ifNullDouble(b.first(), unknown);
        }
        code.dload(a.first()).dload(b.first());
        // NaN is on the side of no.
        if (e.op() == ComparisonOp.LT || e.op() == ComparisonOp.LE) {
          code.dcmpg();
        } else {
          code.dcmpl();
        }
        jumpOnOrder(e.op(), yes, no, next);
      }
      case TEXT -> jumpTexts(e, yes, no, unknown, next);
      case BOOL, GEO, IP -> {
        Slots a = writer.values.stored(e.left());
        Slots b = writer.values.stored(e.right());
        jumpSame(a, b, e.op() == ComparisonOp.EQ, yes, no, unknown, next);
      }
    }
  }

  /** Most places are near each other, which is known without sines and cosines. */
  private void jumpIfNear(Expr.Comparison e, Label no) {
    boolean asksForMore = e.op() == ComparisonOp.GT || e.op() == ComparisonOp.GE;
    if (asksForMore
        && e.left() instanceof Expr.Call call
        && call.kernel() instanceof PrimitiveKernel.OfPlaces(_, PrimitiveKernel.Way most)
        && e.right() instanceof Expr.Literal literal
        && literal.value() instanceof Double limit) {
      writer.values.calls.jumpIfNear(call, most, limit, no);
    }
  }

  private void jumpSame(
      Slots a, Slots b, boolean equal, Label yes, Label no, Label unknown, Label next) {
    writer.values.ifNull(a, unknown);
    writer.values.ifNull(b, unknown);
    Label same = equal ? yes : no;
    Label different = equal ? no : yes;
    if (a.form() == Form.BOOL) {
      code.iload(a.first()).iload(b.first()).if_icmpeq(same);
    } else {
      writer.values.pushSame(a, b);
      code.ifne(same);
    }
    writer.go(different, next);
  }

  private void jumpLongs(Expr.Comparison e, Label yes, Label no, Label unknown, Label next) {
    int leftScale = Casts.scale(e.left().type());
    int rightScale = Casts.scale(e.right().type());
    if (e.right() instanceof Expr.Literal literal && literal.value() instanceof Long value) {
      Slots a = writer.values.stored(e.left());
      jumpToBound(LongBound.of(e.op(), leftScale, value, rightScale), a, yes, no, unknown, next);
      return;
    }
    Slots a = writer.values.stored(e.left());
    Slots b = writer.values.stored(e.right());
    writer.values.ifNull(a, unknown);
    writer.values.ifNull(b, unknown);
    if (leftScale == rightScale) {
      code.lload(a.first()).lload(b.first()).lcmp();
    } else {
      code.lload(a.first()).loadConstant(leftScale);
      code.lload(b.first()).loadConstant(rightScale);
      writer.callInt(Decimals.class, "compare", CD_long, CD_int, CD_long, CD_int);
    }
    jumpOnOrder(e.op(), yes, no, next);
  }

  private void jumpToBound(
      LongBound bound, Slots a, Label yes, Label no, Label unknown, Label next) {
    boolean excludesNull =
        !bound.always()
            && !bound.never()
            && bound.op() != ComparisonOp.NE
            && bound.op() != ComparisonOp.LT
            && bound.op() != ComparisonOp.LE;
    if (unknown != no || !excludesNull && !bound.never()) {
      writer.values.ifNull(a, unknown);
    }
    if (bound.always() || bound.never()) {
      writer.go(bound.always() ? yes : no, next);
      return;
    }
    code.lload(a.first()).loadConstant(bound.value()).lcmp();
    jumpOnOrder(bound.op(), yes, no, next);
  }

  /** By the sign of the int on the stack. */
  private void jumpOnOrder(ComparisonOp op, Label yes, Label no, Label next) {
    switch (op) {
      case EQ -> code.ifeq(yes);
      case NE -> code.ifne(yes);
      case LT -> code.iflt(yes);
      case LE -> code.ifle(yes);
      case GT -> code.ifgt(yes);
      case GE -> code.ifge(yes);
    }
    writer.go(no, next);
  }

  private void jumpTexts(Expr.Comparison e, Label yes, Label no, Label unknown, Label next) {
    Slots a = writer.values.stored(e.left());
    if ((e.op() == ComparisonOp.EQ || e.op() == ComparisonOp.NE)
        && e.right() instanceof Expr.Literal literal
        && literal.value() instanceof String) {
      Label same = e.op() == ComparisonOp.EQ ? yes : no;
      Label different = e.op() == ComparisonOp.EQ ? no : yes;
      if (unknown != different) {
        writer.values.ifNull(a, unknown);
      }
      ifOtherThan(ValueWriter.text(literal), a, different);
      writer.go(same, next);
      return;
    }
    Slots b = writer.values.stored(e.right());
    writer.values.ifNull(a, unknown);
    writer.values.ifNull(b, unknown);
    writer.values.pushText(a);
    writer.values.pushText(b);
    switch (e.op()) {
      case EQ, NE -> {
        callOnTexts("equal", CD_boolean);
        if (e.op() == ComparisonOp.EQ) {
          code.ifne(yes);
        } else {
          code.ifeq(yes);
        }
        writer.go(no, next);
      }
      case LT, LE, GT, GE -> {
        callOnTexts("compare", CD_int);
        jumpOnOrder(e.op(), yes, no, next);
      }
    }
  }

  /** Jumps if a text, which may be null, is not a constant one. */
  private void ifOtherThan(byte[] constant, Slots text, Label target) {
    int length = constant.length;
    code.iload(text.third()).loadConstant(length).if_icmpne(target);
    if (length == 0) {
      return;
    }
    if (length > 16) {
      writer.values.pushText(text);
      writer.constant(constant, byte[].class);
      code.iconst_0().loadConstant(length);
      callOnTexts("equal", CD_boolean);
      code.ifeq(target);
      return;
    }
    int first = Math.min(8, length);
    ifOtherHead(constant, text, 0, first, target);
    if (length > 8) {
      ifOtherHead(constant, text, length - 8, 8, target);
    }
  }

  private void ifOtherHead(byte[] constant, Slots text, int at, int count, Label target) {
    code.aload(text.first()).iload(text.second()).loadConstant(at).iadd().loadConstant(count);
    writer.callLong(TextCode.class, "head", CodeWriter.BYTES, CD_int, CD_int);
    code.loadConstant(TextCode.head(constant, at, count)).lcmp().ifne(target);
  }

  /** Calls a method of {@link TextCode} on two texts on the stack. */
  void callOnTexts(String name, ClassDesc result) {
    code.invokestatic(
        CodeWriter.desc(TextCode.class),
        name,
        MethodTypeDesc.of(
            result, CodeWriter.BYTES, CD_int, CD_int, CodeWriter.BYTES, CD_int, CD_int));
  }

  // ---- in, like

  private void jumpIn(Expr.In e, Label yes, Label no, Label unknown, Label next) {
    if (e.operand().type() == Type.Simple.NULL) {
      writer.go(unknown, next);
      return;
    }
    Form form = Form.of(e.operand().type());
    if (e.options().size() >= MANY && jumpInSet(e, form, yes, no, unknown, next)) {
      return;
    }
    // SQL defines x in (a, b) as x = a or x = b, unknowns included; x is computed once here.
    Expr.Logical equalities =
        new Expr.Logical(
            false,
            e.options().stream()
                .<Expr>map(o -> new Expr.Comparison(ComparisonOp.EQ, e.operand(), o, e.place()))
                .toList(),
            e.place());
    jump(equalities, yes, no, unknown, next);
  }

  /** Whether the options are constants that a set can hold. */
  private boolean jumpInSet(Expr.In e, Form form, Label yes, Label no, Label unknown, Label next) {
    ConstantSet set = ConstantSet.of(e);
    if (set == null) {
      return false;
    }
    Slots value = writer.values.stored(e.operand());
    Label otherwise = set.hasNull() ? unknown : no;
    if (unknown != otherwise) {
      writer.values.ifNull(value, unknown);
    }
    writer.constant(set, ConstantSet.class);
    ClassDesc owner = CodeWriter.desc(ConstantSet.class);
    if (form == Form.LONG) {
      code.lload(value.first());
      code.invokevirtual(owner, "contains", MethodTypeDesc.of(CD_boolean, CD_long));
    } else {
      writer.values.pushText(value);
      code.invokevirtual(
          owner, "contains", MethodTypeDesc.of(CD_boolean, CodeWriter.BYTES, CD_int, CD_int));
    }
    code.ifne(yes);
    writer.go(otherwise, next);
    return true;
  }

  private void jumpLike(Expr.Like e, Label yes, Label no, Label unknown, Label next) {
    if (e.operand().type() == Type.Simple.NULL) {
      writer.go(unknown, next);
      return;
    }
    Slots text = writer.values.stored(e.operand());
    writer.values.ifNull(text, unknown);
    LikePattern pattern = LikePattern.of(e.pattern());
    byte[] start = pattern.start();
    if (start != null) {
      writer.values.pushText(text);
      writer.constant(start, byte[].class);
      code.iconst_0().loadConstant(start.length);
      callOnTexts("startsWith", CD_boolean);
    } else {
      writer.constant(pattern, LikePattern.class);
      writer.values.pushText(text);
      code.invokevirtual(
          CodeWriter.desc(LikePattern.class),
          "matches",
          MethodTypeDesc.of(CD_boolean, CodeWriter.BYTES, CD_int, CD_int));
    }
    code.ifne(yes);
    writer.go(no, next);
  }
}
