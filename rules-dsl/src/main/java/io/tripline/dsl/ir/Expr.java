package io.tripline.dsl.ir;

import io.tripline.dsl.function.Kernel;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A typed expression. Any expression can be null (SQL's three-valued logic); a run-time error
 * (overflow, division by zero) makes the whole condition unknown, and a value null.
 *
 * <p>Boxed values, in literals and at kernels: {@code Long} for int, timestamp, duration (ms),
 * decimal (unscaled) and enum (index of the symbol); {@code Double} for double, length (m) and
 * speed (m/s); {@code String}, {@code Boolean}, {@link IpAddress}, {@link Geo}.
 */
public sealed interface Expr {
  Type type();

  Place place();

  /** The expressions that this one is made of, in the order of the text. */
  default List<Expr> parts() {
    return switch (this) {
      case Literal e -> List.of();
      case Field e -> List.of();
      case ThisField e -> List.of();
      case VariableField e -> List.of();
      case FeatureValue e -> List.of();
      case Aggregate e -> given(e.argument());
      case Windowed e -> given(e.aggregate().argument(), e.aggregate().where());
      case Lookup e -> List.of(e.key());
      case InList e -> List.of(e.operand());
      case Negate e -> List.of(e.operand());
      case Arithmetic e -> List.of(e.left(), e.right());
      case Comparison e -> List.of(e.left(), e.right());
      case Logical e -> e.operands();
      case Not e -> List.of(e.operand());
      case In e -> Stream.concat(Stream.of(e.operand()), e.options().stream()).toList();
      case Like e -> List.of(e.operand());
      case Matches e -> List.of(e.operand());
      case IsNull e -> List.of(e.operand());
      case Case e -> {
        Stream<Expr> branches =
            e.branches().stream().flatMap(b -> Stream.of(b.condition(), b.result()));
        yield Stream.concat(branches, given(e.otherwise()).stream()).toList();
      }
      case Cast e -> List.of(e.operand());
      case Coalesce e -> e.operands();
      case Extreme e -> e.operands();
      case Call e -> e.arguments();
    };
  }

  private static List<Expr> given(@Nullable Expr... parts) {
    return Stream.of(parts).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /**
   * The same expression made of other parts.
   *
   * @param each gives what stands in the place of a part, of the same type
   */
  default Expr withParts(UnaryOperator<Expr> each) {
    return switch (this) {
      case Literal e -> e;
      case Field e -> e;
      case ThisField e -> e;
      case VariableField e -> e;
      case FeatureValue e -> e;
      case Aggregate e ->
          new Aggregate(e.kind(), e.variable(), given(e.argument(), each), e.type(), e.place());
      case Windowed e -> {
        WindowAggregate of = e.aggregate();
        yield new Windowed(of.with(given(of.argument(), each), given(of.where(), each)), e.place());
      }
      case Lookup e -> new Lookup(e.table(), each.apply(e.key()), e.column(), e.place());
      case InList e -> new InList(each.apply(e.operand()), e.list(), e.place());
      case Negate e -> new Negate(each.apply(e.operand()), e.type(), e.place());
      case Arithmetic e ->
          new Arithmetic(e.op(), each.apply(e.left()), each.apply(e.right()), e.type(), e.place());
      case Comparison e ->
          new Comparison(e.op(), each.apply(e.left()), each.apply(e.right()), e.place());
      case Logical e -> new Logical(e.and(), all(e.operands(), each), e.place());
      case Not e -> new Not(each.apply(e.operand()), e.place());
      case In e -> new In(each.apply(e.operand()), all(e.options(), each), e.place());
      case Like e -> new Like(each.apply(e.operand()), e.pattern(), e.place());
      case Matches e -> new Matches(each.apply(e.operand()), e.regex(), e.place());
      case IsNull e -> new IsNull(each.apply(e.operand()), e.place());
      case Case e -> {
        List<Case.When> branches =
            e.branches().stream()
                .map(b -> new Case.When(each.apply(b.condition()), each.apply(b.result())))
                .toList();
        yield new Case(branches, given(e.otherwise(), each), e.type(), e.place());
      }
      case Cast e -> new Cast(each.apply(e.operand()), e.type(), e.place());
      case Coalesce e -> new Coalesce(all(e.operands(), each), e.type(), e.place());
      case Extreme e -> new Extreme(e.greatest(), all(e.operands(), each), e.type(), e.place());
      case Call e ->
          new Call(e.function(), e.kernel(), all(e.arguments(), each), e.type(), e.place());
    };
  }

  private static List<Expr> all(List<Expr> parts, UnaryOperator<Expr> each) {
    return parts.stream().map(each).toList();
  }

  private static @Nullable Expr given(@Nullable Expr part, UnaryOperator<Expr> each) {
    return part == null ? null : each.apply(part);
  }

  /** Shows this expression and everything in it, from the outside in. */
  default void walk(Consumer<Expr> visitor) {
    visitor.accept(this);
    parts().forEach(p -> p.walk(visitor));
  }

  /** A constant; {@code value} is null for the literal null. */
  record Literal(@Nullable Object value, Type type, Place place) implements Expr {}

  /** A field of the event that is tested (in an aggregate's argument: of the event it covers). */
  record Field(int field, Type type, Place place) implements Expr {}

  /** A field of the event at which a window is seen ({@code this.x}). */
  record ThisField(int field, Type type, Place place) implements Expr {}

  /** A field of the one event of another variable; null if that variable took none. */
  record VariableField(int variable, int field, Type type, Place place) implements Expr {}

  /** Aggregates over the events bound to a variable so far. Nulls are passed over, as in SQL. */
  enum AggregateKind {
    /** Without an argument: the number of events; with one: of those where it is not null. */
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    /** Of the sample (n − 1); null under two values. */
    STDDEV,
    /** Number of distinct values. */
    DISTINCT,
    /** The value at the first event, null or not. */
    FIRST,
    /** The value at the last event, null or not; {@code prev(x)} is this over its own variable. */
    LAST,
    /** Over a window only. */
    MEDIAN,
    /** Over a window only. */
    PERCENTILE,
    /** Over a window only: whether the value at the tested event is among them. */
    SEEN
  }

  /**
   * An aggregate over a variable. In the condition of that same variable it covers the events bound
   * before the one that is tested.
   *
   * @param argument over the fields ({@link Field}) of each covered event; null for {@code
   *     count(v)}
   */
  record Aggregate(
      AggregateKind kind, int variable, @Nullable Expr argument, Type type, Place place)
      implements Expr {}

  /** An aggregate over a window, for the rule's key and the event that is tested. */
  record Windowed(WindowAggregate aggregate, Place place) implements Expr {
    @Override
    public Type type() {
      return aggregate.type();
    }
  }

  /**
   * The value of a feature at the event that is tested.
   *
   * @param keyFields the fields of that event that give the feature's key
   */
  record FeatureValue(Feature feature, List<Integer> keyFields, Place place) implements Expr {
    public FeatureValue {
      keyFields = List.copyOf(keyFields);
    }

    @Override
    public Type type() {
      return feature.aggregate().type();
    }
  }

  /** {@code customers[account].daily_limit}: null where there is no such row. */
  record Lookup(Table table, Expr key, int column, Place place) implements Expr {
    @Override
    public Type type() {
      return table.columns().get(column).type();
    }
  }

  /** {@code x in high_risk_mcc}. */
  record InList(Expr operand, ValueList list, Place place) implements Expr {
    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code -x}; the type of x. */
  record Negate(Expr operand, Type type, Place place) implements Expr {}

  /** Signs of {@link Arithmetic}. */
  enum ArithmeticOp {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    REMAINDER("%");

    private final String sign;

    ArithmeticOp(String sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  /**
   * Exact arithmetic. The type rules, all with overflow (beyond 64 bits) as a run-time error:
   *
   * <ul>
   *   <li>int with int: int; but {@code /} gives decimal(4).
   *   <li>decimal(a) with decimal(b), an int being decimal(0): {@code + - %} give decimal(max(a,
   *       b)); {@code *} decimal(min(9, a + b)); {@code /} decimal(min(9, a + 4)). What does not
   *       fit the scale is rounded half away from zero. Operands keep their own scales.
   *   <li>double with anything numeric: double (the other side is cast).
   *   <li>timestamp ± duration: timestamp; timestamp − timestamp: duration; duration ± duration:
   *       duration; duration {@code *} int or int {@code *} duration: duration; duration {@code /}
   *       int: duration (rounded); duration {@code /} duration: decimal(4).
   *   <li>length ± length, speed ± speed: the same; length or speed {@code *} or {@code /} double
   *       (cast): the same; length {@code /} length, speed {@code /} speed: double.
   * </ul>
   */
  record Arithmetic(ArithmeticOp op, Expr left, Expr right, Type type, Place place)
      implements Expr {}

  /** Signs of {@link Comparison}. */
  enum ComparisonOp {
    EQ("="),
    NE("!="),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String sign;

    ComparisonOp(String sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  /**
   * A comparison of two operands of one type, except that int and decimals of any scale compare
   * exactly as they are. Strings compare by code point. Bool, enum, ip and geo know only = and !=.
   */
  record Comparison(ComparisonOp op, Expr left, Expr right, Place place) implements Expr {
    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code and} / {@code or} of two or more, left to right, short-circuit. */
  record Logical(boolean and, List<Expr> operands, Place place) implements Expr {
    public Logical {
      operands = List.copyOf(operands);
    }

    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code not x}. */
  record Not(Expr operand, Place place) implements Expr {
    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code x in (…)}; operand and options compare as in {@link Comparison}. */
  record In(Expr operand, List<Expr> options, Place place) implements Expr {
    public In {
      options = List.copyOf(options);
    }

    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code x like pattern}: {@code %} any text, {@code _} one code point, backslash escapes. */
  record Like(Expr operand, String pattern, Place place) implements Expr {
    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code x matches regex}: RE2 syntax, found anywhere in x, linear time. */
  record Matches(Expr operand, String regex, Place place) implements Expr {
    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code x is null}; never unknown. */
  record IsNull(Expr operand, Place place) implements Expr {
    @Override
    public Type type() {
      return Type.Simple.BOOL;
    }
  }

  /** {@code case when … then … else … end}; null without a matching branch. */
  record Case(List<When> branches, @Nullable Expr otherwise, Type type, Place place)
      implements Expr {
    /** One branch. */
    public record When(Expr condition, Expr result) {}

    public Case {
      branches = List.copyOf(branches);
    }
  }

  /** Int to a decimal, decimal to a larger scale, int or decimal to double, null to any type. */
  record Cast(Expr operand, Type type, Place place) implements Expr {}

  /** The first that is not null; all of {@code type}. */
  record Coalesce(List<Expr> operands, Type type, Place place) implements Expr {
    public Coalesce {
      operands = List.copyOf(operands);
    }
  }

  /** {@code greatest(…)} / {@code least(…)}; null if any is null; all of {@code type}. */
  record Extreme(boolean greatest, List<Expr> operands, Type type, Place place) implements Expr {
    public Extreme {
      operands = List.copyOf(operands);
    }
  }

  /** A function of the registry, with the kernel that its argument types chose. */
  record Call(String function, Kernel kernel, List<Expr> arguments, Type type, Place place)
      implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}
