package io.tripline.engine.expression;

import io.tripline.dsl.function.Binding;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Typed expressions over one event type, and events of it, from few values that often meet. */
public final class RandomExpressions {
  private static final Type.Enumeration CHANNEL =
      new Type.Enumeration(List.of("POS", "ECOM", "ATM"));
  private static final List<Type> TYPES =
      List.of(
          Simple.BOOL,
          Simple.INT,
          new Decimal(0),
          new Decimal(2),
          new Decimal(4),
          new Decimal(9),
          Simple.DOUBLE,
          Simple.STRING,
          Simple.TIMESTAMP,
          Simple.DURATION,
          Simple.IP,
          Simple.GEO,
          Simple.LENGTH,
          Simple.SPEED,
          CHANNEL);
  private static final String[] TEXTS = {
    "",
    "a",
    "ab",
    "abc",
    "4111 1111 1111 1111",
    "4111-1111",
    "zürich",
    "卡片卡",
    "an example text",
    "b%_",
    "exactly8",
    "sixteen bytes !!",
    "seventeen bytes!!"
  };
  private static final String[] PATTERNS = {
    "a%", "%a%", "_b%", "%", "", "z_rich", "%卡", "b\\%\\_", "a_c"
  };
  private static final String[] ADDRESSES = {"10.0.0.1", "10.1.2.3", "2001:db8::1", "::"};
  private static final long[] LONGS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    10,
    99,
    100,
    101,
    250,
    1_000,
    -250,
    Long.MAX_VALUE,
    Long.MIN_VALUE + 1,
    1_767_225_600_000L,
    1_784_000_000_000L,
    3_600_000
  };
  private static final double[] REALS = {
    0, -0.0, 1, -1, 0.5, 2.5, 100.25, -7.125, 1e308, -1e308, 4e-320, Double.POSITIVE_INFINITY
  };

  private final Random random;
  private final boolean registers;
  private int places;
  private boolean objects = true;

  /**
   * @param registers whether expressions look at events bound earlier, too
   */
  public RandomExpressions(Random random, boolean registers) {
    this.random = random;
    this.registers = registers;
  }

  /** The type of the events: two fields of each type; a field's index tells its type. */
  public static EventType eventType() {
    List<EventType.Field> fields = new ArrayList<>();
    fields.add(new EventType.Field("at", "at", Simple.TIMESTAMP, false, false));
    for (Type type : TYPES) {
      for (int i = 0; i < 2; i++) {
        String name = "f" + fields.size();
        fields.add(new EventType.Field(name, name, type, true, false));
      }
    }
    return new EventType("T", fields, 0, EventType.NO_ID, null);
  }

  private static int field(Type type, int which) {
    return 1 + 2 * TYPES.indexOf(type) + which;
  }

  // ---- events

  /** Writes an event with each field null or one of the few values. */
  public void write(EventWriter writer, EventLayout layout) {
    writer.begin(layout);
    writer.setLong(0, pick(LONGS));
    for (Type type : TYPES) {
      for (int which = 0; which < 2; which++) {
        if (random.nextInt(6) > 0) {
          set(writer, field(type, which), type);
        }
      }
    }
    writer.end(0, new byte[0], 0, 0);
  }

  private void set(EventWriter writer, int field, Type type) {
    Object value = value(type);
    switch (value) {
      case Long n -> writer.setLong(field, n);
      case Boolean b -> writer.setBool(field, b);
      case Double d -> writer.setDouble(field, d);
      case String s -> writer.setText(field, s.toCharArray(), 0, s.length());
      case IpAddress ip -> writer.setIp(field, ip);
      case Geo geo -> writer.setGeo(field, geo.lat(), geo.lon());
      default -> throw new IllegalStateException(value.toString());
    }
  }

  private Object value(Type type) {
    return switch (type) {
      case Decimal d -> pick(LONGS);
      case Type.Enumeration e -> (long) random.nextInt(e.symbols().size());
      case Simple s ->
          switch (s) {
            case STRING -> pick(TEXTS);
            case BOOL -> random.nextBoolean();
            case INT, TIMESTAMP, DURATION -> pick(LONGS);
            case DOUBLE, LENGTH, SPEED -> REALS[random.nextInt(REALS.length)];
            case IP -> IpAddress.parse(pick(ADDRESSES)).orElseThrow();
            case GEO -> new Geo(random.nextInt(4) * 30 - 45, random.nextInt(4) * 90 - 180.0);
            case NULL -> throw new IllegalArgumentException();
          };
    };
  }

  private Long pick(long[] values) {
    return random.nextInt(5) == 0
        ? random.nextInt(2000) - 1000L
        : values[random.nextInt(values.length)];
  }

  private String pick(String[] values) {
    return values[random.nextInt(values.length)];
  }

  // ---- expressions

  /** An expression of any type. */
  public Expr any(int depth) {
    return of(TYPES.get(random.nextInt(TYPES.size())), depth);
  }

  private Place place() {
    return new Place("random", ++places, 1, 1);
  }

  /**
   * Leaves out what is done with objects: some texts, decimals of doubles, times far away, angles
   * (whose sine the platform computes with an array, unless it is optimized away), and what is so
   * large that it is interpreted.
   */
  public RandomExpressions withoutObjects() {
    objects = false;
    return this;
  }

  /** A comparison of a field with constants. */
  public Expr plain() {
    return comparison(0);
  }

  /** A condition. */
  public Expr condition(int depth) {
    return of(Simple.BOOL, depth);
  }

  Expr of(Type type, int depth) {
    List<Supplier<@Nullable Expr>> ways = new ArrayList<>();
    ways.add(() -> leaf(type));
    if (depth > 0) {
      ways.add(() -> choice(type, depth - 1));
      ways.add(() -> made(type, depth - 1));
      ways.add(() -> made(type, depth - 1));
      ways.add(() -> made(type, depth - 1));
      if (type == Simple.BOOL) {
        ways.add(() -> comparison(depth - 1));
        ways.add(() -> comparison(depth - 1));
        ways.add(() -> logical(depth - 1));
        ways.add(() -> logical(depth - 1));
      }
    }
    Expr made = ways.get(random.nextInt(ways.size())).get();
    return made == null ? leaf(type) : made;
  }

  private Expr leaf(Type type) {
    return switch (random.nextInt(registers ? 8 : 5)) {
      case 0 -> literal(type);
      case 1 -> random.nextInt(3) == 0 ? nothing(type) : literal(type);
      case 5 -> new Expr.VariableField(0, field(type, random.nextInt(2)), type, place());
      case 6, 7 -> aggregate(type);
      default -> field(type);
    };
  }

  private Expr field(Type type) {
    return new Expr.Field(
        TYPES.contains(type) ? field(type, random.nextInt(2)) : field(Simple.INT, 0),
        TYPES.contains(type) ? type : Simple.INT,
        place());
  }

  private Expr literal(Type type) {
    return new Expr.Literal(value(type), type, place());
  }

  private Expr nothing(Type type) {
    return random.nextBoolean()
        ? new Expr.Literal(null, type, place())
        : new Expr.Cast(new Expr.Literal(null, Simple.NULL, place()), type, place());
  }

  private Expr aggregate(Type type) {
    Expr argument = new Expr.Field(field(type, random.nextInt(2)), type, place());
    List<Expr.AggregateKind> kinds =
        new ArrayList<>(List.of(Expr.AggregateKind.FIRST, Expr.AggregateKind.LAST));
    Kind kind = Kind.of(type);
    if (kind != Kind.BOOL && kind != Kind.OBJECT && !(type instanceof Type.Enumeration)) {
      kinds.addAll(List.of(Expr.AggregateKind.MIN, Expr.AggregateKind.MAX));
      if (kind != Kind.TEXT && type != Simple.TIMESTAMP) {
        kinds.add(Expr.AggregateKind.SUM);
      }
      if (kind == Kind.DOUBLE || type == Simple.DURATION || type.equals(new Decimal(9))) {
        kinds.add(Expr.AggregateKind.AVG);
      }
    }
    if (type == Simple.INT && random.nextBoolean()) {
      Expr counted = field(TYPES.get(random.nextInt(TYPES.size())));
      return switch (random.nextInt(3)) {
        case 0 -> new Expr.Aggregate(Expr.AggregateKind.COUNT, 0, null, type, place());
        case 1 -> new Expr.Aggregate(Expr.AggregateKind.COUNT, 0, counted, type, place());
        default -> new Expr.Aggregate(Expr.AggregateKind.DISTINCT, 0, counted, type, place());
      };
    }
    if (type.equals(new Decimal(4)) && random.nextBoolean()) {
      Expr whole = field(Simple.INT);
      return new Expr.Aggregate(Expr.AggregateKind.AVG, 0, whole, type, place());
    }
    if (type == Simple.DOUBLE && random.nextBoolean()) {
      Expr spread = field(random.nextBoolean() ? Simple.INT : Simple.DOUBLE);
      return new Expr.Aggregate(Expr.AggregateKind.STDDEV, 0, spread, type, place());
    }
    return new Expr.Aggregate(kinds.get(random.nextInt(kinds.size())), 0, argument, type, place());
  }

  private Expr choice(Type type, int depth) {
    if (random.nextBoolean()) {
      return new Expr.Coalesce(some(2, 3, () -> of(type, depth)), type, place());
    }
    List<Expr.Case.When> branches =
        some(1, 3, () -> new Expr.Case.When(condition(depth), of(type, depth)));
    return new Expr.Case(branches, random.nextBoolean() ? of(type, depth) : null, type, place());
  }

  private <T> List<T> some(int least, int most, Supplier<T> one) {
    List<T> list = new ArrayList<>();
    for (int n = least + random.nextInt(most - least + 1); n > 0; n--) {
      list.add(one.get());
    }
    return list;
  }

  private Expr comparison(int depth) {
    Type type = TYPES.get(random.nextInt(TYPES.size()));
    boolean ordered =
        Kind.of(type) != Kind.BOOL
            && Kind.of(type) != Kind.OBJECT
            && !(type instanceof Type.Enumeration);
    Expr.ComparisonOp[] ops = Expr.ComparisonOp.values();
    Expr.ComparisonOp op = ops[random.nextInt(ordered ? ops.length : 2)];
    Expr left = depth == 0 || random.nextBoolean() ? field(type) : of(type, depth);
    Type other = isExact(type) ? exact() : type;
    if (random.nextInt(4) == 0) {
      List<Expr> options = some(1, 9, () -> random.nextInt(8) == 0 ? leaf(other) : literal(other));
      return new Expr.In(left, options, place());
    }
    Expr right =
        switch (random.nextInt(12)) {
          case 0 -> new Expr.Literal(null, Simple.NULL, place());
          case 1, 2, 3 -> of(other, depth);
          default -> literal(other);
        };
    return new Expr.Comparison(op, left, right, place());
  }

  private static boolean isExact(Type type) {
    return type == Simple.INT || type instanceof Decimal;
  }

  private Type exact() {
    Type[] all = {Simple.INT, new Decimal(0), new Decimal(2), new Decimal(4), new Decimal(9)};
    return all[random.nextInt(all.length)];
  }

  private Expr logical(int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> new Expr.Not(condition(depth), place());
      default ->
          new Expr.Logical(
              random.nextBoolean(),
              some(2, objects && random.nextInt(12) == 0 ? 40 : 4, () -> condition(depth)),
              place());
    };
  }

  // ---- what is particular to a type

  private @Nullable Expr made(Type type, int depth) {
    return switch (type) {
      case Decimal(int scale) -> exactNumber(type, scale, depth);
      case Type.Enumeration e -> null;
      case Simple s ->
          switch (s) {
            case BOOL -> test(depth);
            case INT -> exactNumber(type, 0, depth);
            case DOUBLE, LENGTH, SPEED -> real(type, depth);
            case STRING -> text(depth);
            case TIMESTAMP ->
                new Expr.Arithmetic(
                    random.nextBoolean() ? Expr.ArithmeticOp.ADD : Expr.ArithmeticOp.SUBTRACT,
                    of(type, depth),
                    of(Simple.DURATION, depth),
                    type,
                    place());
            case DURATION ->
                random.nextBoolean()
                    ? new Expr.Arithmetic(
                        Expr.ArithmeticOp.SUBTRACT,
                        of(Simple.TIMESTAMP, depth),
                        of(Simple.TIMESTAMP, depth),
                        type,
                        place())
                    : new Expr.Arithmetic(
                        random.nextBoolean()
                            ? Expr.ArithmeticOp.MULTIPLY
                            : Expr.ArithmeticOp.DIVIDE,
                        of(type, depth),
                        of(Simple.INT, depth),
                        type,
                        place());
            case IP, GEO, NULL -> null;
          };
    };
  }

  private Expr test(int depth) {
    return switch (random.nextInt(9)) {
      case 0 ->
          new Expr.IsNull(
              random.nextInt(20) == 0 ? new Expr.Literal(null, Simple.NULL, place()) : any(depth),
              place());
      case 1 -> new Expr.Like(of(Simple.STRING, depth), pick(PATTERNS), place());
      case 2 ->
          objects
              ? new Expr.Matches(of(Simple.STRING, depth), "^a.*b?", place())
              : comparison(depth);
      case 3 -> call("starts_with", of(Simple.STRING, depth), of(Simple.STRING, depth));
      case 4 -> call("ends_with", of(Simple.STRING, depth), of(Simple.STRING, depth));
      case 5 -> call("contains", of(Simple.STRING, depth), of(Simple.STRING, depth));
      case 6 -> call("luhn", of(Simple.STRING, depth));
      case 7 ->
          call(
              "in_network",
              of(Simple.IP, depth),
              new Expr.Literal("10.0.0.0/8", Simple.STRING, place()));
      default -> comparison(depth);
    };
  }

  private Expr text(int depth) {
    return switch (objects ? random.nextInt(4) : 3) {
      case 0 -> call("upper", of(Simple.STRING, depth));
      case 1 ->
          call("substring", of(Simple.STRING, depth), of(Simple.INT, depth), of(Simple.INT, 0));
      case 2 -> call("bin", of(Simple.STRING, depth), new Expr.Literal(4L, Simple.INT, place()));
      default -> extreme(Simple.STRING, depth);
    };
  }

  private Expr extreme(Type type, int depth) {
    return new Expr.Extreme(random.nextBoolean(), some(2, 3, () -> of(type, depth)), type, place());
  }

  private Expr real(Type type, int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> extreme(type, depth);
      case 1 -> new Expr.Negate(of(type, depth), type, place());
      case 2 ->
          type == Simple.LENGTH && objects
              ? call("distance", of(Simple.GEO, depth), of(Simple.GEO, depth))
              : type == Simple.SPEED && objects
                  ? call(
                      "speed",
                      of(Simple.GEO, depth),
                      of(Simple.TIMESTAMP, depth),
                      of(Simple.GEO, depth),
                      of(Simple.TIMESTAMP, depth))
                  : type == Simple.DOUBLE
                      ? call(objects && random.nextBoolean() ? "floor" : "abs", of(type, depth))
                      : extreme(type, depth);
      case 3 ->
          type == Simple.DOUBLE
              ? new Expr.Cast(of(exact(), depth), type, place())
              : new Expr.Arithmetic(
                  Expr.ArithmeticOp.MULTIPLY,
                  of(type, depth),
                  of(Simple.DOUBLE, depth),
                  type,
                  place());
      default -> {
        Expr.ArithmeticOp[] ops = Expr.ArithmeticOp.values();
        int count = type == Simple.DOUBLE ? ops.length : 2;
        yield new Expr.Arithmetic(
            ops[random.nextInt(count)], of(type, depth), of(type, depth), type, place());
      }
    };
  }

  private @Nullable Expr exactNumber(Type type, int scale, int depth) {
    return switch (random.nextInt(9)) {
      case 0 -> extreme(type, depth);
      case 1 -> new Expr.Negate(of(type, depth), type, place());
      case 2, 3 -> {
        Expr.ArithmeticOp[] ops = {
          Expr.ArithmeticOp.ADD, Expr.ArithmeticOp.SUBTRACT, Expr.ArithmeticOp.REMAINDER
        };
        Expr whole = of(type == Simple.INT || random.nextBoolean() ? Simple.INT : type, depth);
        Expr one = of(type, depth);
        boolean swapped = random.nextBoolean();
        yield new Expr.Arithmetic(
            ops[random.nextInt(ops.length)],
            swapped ? whole : one,
            swapped ? one : whole,
            type,
            place());
      }
      case 4 ->
          new Expr.Arithmetic(
              Expr.ArithmeticOp.MULTIPLY,
              of(type, depth),
              of(scale == 9 ? exact() : Simple.INT, depth),
              type,
              place());
      case 5 -> {
        if (scale == 4) {
          yield new Expr.Arithmetic(
              Expr.ArithmeticOp.DIVIDE,
              of(new Decimal(0), depth),
              of(exact(), depth),
              type,
              place());
        }
        yield scale == 9
            ? new Expr.Arithmetic(
                Expr.ArithmeticOp.DIVIDE, of(type, depth), of(exact(), depth), type, place())
            : null;
      }
      case 6 -> {
        if (type instanceof Decimal && scale > 0) {
          yield new Expr.Cast(of(scale == 9 ? new Decimal(4) : Simple.INT, depth), type, place());
        }
        yield type == Simple.INT ? calendar(depth) : call("ceil", of(new Decimal(4), depth));
      }
      case 7 -> call("abs", of(type, depth));
      default ->
          type == Simple.INT
              ? call("length", of(Simple.STRING, depth))
              : type.equals(new Decimal(2))
                  ? call(
                      "round", of(new Decimal(4), depth), new Expr.Literal(2L, Simple.INT, place()))
                  : null;
    };
  }

  private Expr calendar(int depth) {
    String[] parts = {"hour", "weekday", "day", "month"};
    Expr time = of(Simple.TIMESTAMP, depth);
    return !objects || random.nextBoolean()
        ? call(pick(parts), time)
        : call(pick(parts), time, new Expr.Literal("Europe/Berlin", Simple.STRING, place()));
  }

  private Expr call(String name, Expr... arguments) {
    List<Type> types = Arrays.stream(arguments).map(Expr::type).toList();
    List<@Nullable Object> constants = new ArrayList<>();
    for (Expr argument : arguments) {
      constants.add(argument instanceof Expr.Literal literal ? literal.value() : null);
    }
    Binding.Bound bound =
        (Binding.Bound) Functions.find(name).orElseThrow().binder().bind(types, constants);
    return new Expr.Call(name, bound.kernel(), List.of(arguments), bound.result(), place());
  }
}
