package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes from expressions, for one rule. Each call gives new nodes, with scratch of their own.
 */
public final class ExprCompiler {
  private final RegisterTable registers;

  public ExprCompiler(RegisterTable registers) {
    this.registers = registers;
  }

  /** An expression that looks at an event of the given layout and nothing else. */
  public static Node ofEvent(Expr expr, EventLayout layout) {
    return new ExprCompiler(RegisterTable.NONE).compile(expr, layout);
  }

  /**
   * An expression over an event of the given layout and the registers.
   *
   * @param layout null where no event is tested (the alert)
   */
  public Node compile(Expr expr, @Nullable EventLayout layout) {
    return switch (expr) {
      case Expr.Literal e -> new Leaves.Constant(e.value());
      case Expr.Field e -> field(e, layout);
      case Expr.FeatureValue e -> slot(e.type(), CodeWriter.offset(e, layout));
      case Expr.VariableField e ->
          read(
              registers.find(Expr.AggregateKind.LAST, e.variable(), RegisterTable.asField(e)),
              e.place());
      case Expr.Aggregate e ->
          read(registers.find(e.kind(), e.variable(), e.argument()), e.place());
      case Expr.ThisField e -> throw outOfPlace(e);
      case Expr.Windowed e -> throw outOfPlace(e);
      case Expr.Lookup e -> new DataNodes.Lookup(e, compile(e.key(), layout));
      case Expr.InList e -> new DataNodes.InList(e, compile(e.operand(), layout));
      case Expr.Negate e -> new ArithmeticNodes.Negation(compile(e.operand(), layout));
      case Expr.Arithmetic e ->
          ArithmeticNodes.of(e, compile(e.left(), layout), compile(e.right(), layout));
      case Expr.Comparison e -> comparison(e.op(), e.left(), e.right(), layout);
      case Expr.Logical e -> {
        Node[] operands = all(e.operands(), layout);
        yield e.and() ? new LogicNodes.And(operands) : new LogicNodes.Or(operands);
      }
      case Expr.Not e -> new LogicNodes.Not(compile(e.operand(), layout));
      case Expr.In e -> {
        // SQL defines x in (a, b) as x = a or x = b, unknowns included.
        Node[] equalities = new Node[e.options().size()];
        for (int i = 0; i < equalities.length; i++) {
          equalities[i] = comparison(Expr.ComparisonOp.EQ, e.operand(), e.options().get(i), layout);
        }
        yield new LogicNodes.Or(equalities);
      }
      case Expr.Like e -> new TextNodes.Like(compile(e.operand(), layout), e.pattern());
      case Expr.Matches e -> new TextNodes.Matches(compile(e.operand(), layout), e.regex());
      case Expr.IsNull e ->
          new LogicNodes.IsNull(compile(e.operand(), layout), Kind.of(e.operand().type()));
      case Expr.Case e -> {
        Node[] conditions = new Node[e.branches().size()];
        Node[] results = new Node[conditions.length];
        for (int i = 0; i < conditions.length; i++) {
          conditions[i] = compile(e.branches().get(i).condition(), layout);
          results[i] = compile(e.branches().get(i).result(), layout);
        }
        Expr otherwise = e.otherwise();
        yield new ChoiceNodes.Case(
            conditions, results, otherwise == null ? null : compile(otherwise, layout));
      }
      case Expr.Cast e -> cast(e, layout);
      case Expr.Coalesce e ->
          new ChoiceNodes.Coalesce(all(e.operands(), layout), Kind.of(e.type()));
      case Expr.Extreme e ->
          new ChoiceNodes.Extreme(all(e.operands(), layout), Kind.of(e.type()), e.greatest());
      case Expr.Call e ->
          new CallNode(
              e.kernel(),
              all(e.arguments(), layout),
              e.arguments().stream().map(Expr::type).toArray(Type[]::new),
              e.place());
    };
  }

  private Node[] all(List<Expr> exprs, @Nullable EventLayout layout) {
    Node[] nodes = new Node[exprs.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = compile(exprs.get(i), layout);
    }
    return nodes;
  }

  private static Node field(Expr.Field e, @Nullable EventLayout layout) {
    if (layout == null) {
      throw new IllegalArgumentException("no event is tested at " + e.place());
    }
    return slot(e.type(), layout.offset(e.field()));
  }

  private static Node slot(Type type, int offset) {
    return switch (Kind.of(type)) {
      case BOOL -> new Leaves.BoolField(offset);
      case LONG -> new Leaves.LongField(offset);
      case DOUBLE -> new Leaves.DoubleField(offset);
      case TEXT -> new Leaves.TextField(offset);
      case OBJECT ->
          type == Type.Simple.IP ? new Leaves.IpField(offset) : new Leaves.GeoField(offset);
    };
  }

  /** Windows, and what names the tested event in them, are values of features by now. */
  private static IllegalStateException outOfPlace(Expr expr) {
    return new IllegalStateException("out of place: " + expr);
  }

  private static Node read(RegisterSpec spec, Place place) {
    int offset = spec.offset();
    boolean reals = Kind.of(spec.argumentType()) == Kind.DOUBLE;
    return switch (spec.kind()) {
      case COUNT, MIN, MAX, FIRST, LAST -> new Leaves.Register(spec);
      case SUM -> reals ? new Leaves.Register(spec) : new AggregateReads.LongSum(offset, place);
      case AVG ->
          reals
              ? new AggregateReads.DoubleAverage(offset)
              : new AggregateReads.LongAverage(offset, averageDigits(spec.argumentType()), place);
      case STDDEV -> new AggregateReads.Deviation(offset);
      case DISTINCT -> new AggregateReads.DistinctCount(offset);
      case MEDIAN, PERCENTILE, SEEN -> throw new IllegalStateException("over a window only");
    };
  }

  /** Digits that an average has more than what it averages; a duration stays in milliseconds. */
  public static int averageDigits(Type type) {
    if (type == Type.Simple.DURATION) {
      return 0;
    }
    return Math.min(Type.Decimal.MAX_SCALE - Casts.scale(type), 4);
  }

  private Node comparison(
      Expr.ComparisonOp op, Expr left, Expr right, @Nullable EventLayout layout) {
    if (left.type() == Type.Simple.NULL || right.type() == Type.Simple.NULL) {
      return new Leaves.Constant(null);
    }
    Node a = compile(left, layout);
    Node b = compile(right, layout);
    return switch (Kind.of(left.type())) {
      case BOOL -> new ComparisonNodes.Bools(op, a, b);
      case LONG -> {
        int leftScale = Casts.scale(left.type());
        int rightScale = Casts.scale(right.type());
        yield leftScale == rightScale
            ? new ComparisonNodes.Longs(op, a, b)
            : new ComparisonNodes.Scaled(op, a, leftScale, b, rightScale);
      }
      case DOUBLE -> new ComparisonNodes.Doubles(op, a, b);
      case TEXT -> new ComparisonNodes.Texts(op, a, b);
      case OBJECT -> new ComparisonNodes.Objects(op, a, b);
    };
  }

  private Node cast(Expr.Cast e, @Nullable EventLayout layout) {
    Type from = e.operand().type();
    if (from == Type.Simple.NULL) {
      return new Leaves.Constant(null);
    }
    Node operand = compile(e.operand(), layout);
    if (from.equals(e.type())) {
      return operand;
    }
    if (Kind.of(e.type()) == Kind.DOUBLE && Kind.of(from) == Kind.LONG) {
      return new Casts.ToDouble(operand, Casts.scale(from));
    }
    int digits = Casts.scale(e.type()) - Casts.scale(from);
    if (digits < 0 || Kind.of(from) != Kind.LONG) {
      throw new IllegalArgumentException("no cast from " + from + " to " + e.type());
    }
    return digits == 0 ? operand : new Casts.Rescale(operand, digits, e.place());
  }

  /** What is to be done when a variable takes an event of the given layout. */
  public RegisterUpdate update(int variable, EventLayout layout, Place place) {
    List<@Nullable Node> nodes = new ArrayList<>();
    for (Expr argument : arguments(variable)) {
      nodes.add(argument == null ? null : compile(argument, layout));
    }
    return update(variable, nodes, layout, place);
  }

  /** What is to be done when a variable takes an event, with nodes for its {@link #arguments}. */
  public RegisterUpdate update(
      int variable, List<@Nullable Node> nodes, EventLayout layout, Place place) {
    return new RegisterUpdate(
        registers.ofVariable(variable).toArray(RegisterSpec[]::new),
        nodes.toArray(new @Nullable Node[0]),
        layout,
        place);
  }

  /**
   * What has to be computed for the registers of a variable; null for one that only counts events,
   * or keeps a field as it is.
   */
  public List<@Nullable Expr> arguments(int variable) {
    List<@Nullable Expr> arguments = new ArrayList<>();
    for (RegisterSpec spec : registers.ofVariable(variable)) {
      arguments.add(spec.keepsField() ? null : spec.argument());
    }
    return arguments;
  }
}
