package io.tripline.engine.window;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** An event type with a field of every type, and random events of it. */
final class WindowEvents {
  static final Place PLACE = new Place("windows.trip", 1, 1, 1);
  static final List<Type> TYPES =
      List.of(
          Type.Simple.TIMESTAMP,
          Type.Simple.INT,
          new Type.Decimal(2),
          new Type.Decimal(9),
          Type.Simple.DURATION,
          Type.Simple.DOUBLE,
          Type.Simple.BOOL,
          new Type.Enumeration(List.of("A", "B", "C")),
          Type.Simple.STRING,
          Type.Simple.IP,
          Type.Simple.GEO,
          Type.Simple.INT);

  /** A field of ints that conditions look at. */
  static final int CHOICE = TYPES.size() - 1;

  static final EventType EVENT = event();
  static final Schema SCHEMA = Schema.of(1, List.of(new RuleSet(List.of(EVENT), List.of())));
  static final EventLayout LAYOUT = SCHEMA.get("E");

  private static final String[] TEXTS = {
    "",
    "a",
    "b",
    "ab",
    "seven77",
    "eight888",
    "eight889",
    "ü",
    "straße in köln",
    "straße in Köln",
    "日本語のテキスト",
    "😀",
    "😀😀😀",
    "long ".repeat(50),
    "long ".repeat(50) + "er"
  };

  private final SplittableRandom random;
  private final int variety;
  private final boolean extremes;
  private final EventWriter writer = new EventWriter();

  /**
   * @param variety how many different values a field has, about
   * @param extremes whether there are numbers at the ends of their ranges
   */
  WindowEvents(SplittableRandom random, int variety, boolean extremes) {
    this.random = random;
    this.variety = variety;
    this.extremes = extremes;
  }

  private static EventType event() {
    List<EventType.Field> fields = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      fields.add(new EventType.Field("f" + i, "f" + i, TYPES.get(i), i > 0, false));
    }
    return new EventType("E", fields, 0, EventType.NO_ID, null);
  }

  static Expr.Field field(int index) {
    return new Expr.Field(index, TYPES.get(index), PLACE);
  }

  /** The values of an event, boxed, by field. */
  List<@Nullable Object> values() {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      values.add(i > 0 && random.nextInt(6) == 0 ? null : value(TYPES.get(i)));
    }
    return values;
  }

  private Object value(Type type) {
    int pick = random.nextInt(variety);
    return switch (type) {
      case Type.Decimal d -> number(pick);
      case Type.Enumeration e -> (long) (pick % e.symbols().size());
      case Type.Simple s ->
          switch (s) {
            case STRING ->
                pick < TEXTS.length ? TEXTS[pick] : "text number " + pick + ("x".repeat(pick % 7));
            case BOOL -> pick % 2 == 0;
            case DOUBLE -> real(pick);
            case IP -> new IpAddress(pick % 2, 7L * pick);
            case GEO -> new Geo(pick % 90, -pick % 180);
            default -> number(pick);
          };
    };
  }

  private long number(int pick) {
    if (extremes && random.nextInt(5) == 0) {
      return random.nextBoolean()
          ? Long.MAX_VALUE - random.nextInt(3)
          : Long.MIN_VALUE + 1 + random.nextInt(3);
    }
    return (pick - variety / 2) * 101L;
  }

  private double real(int pick) {
    if (extremes && random.nextInt(4) == 0) {
      double[] all = {
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        -Double.MIN_NORMAL,
        1e-300,
        1e300,
        0.1,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      };
      return all[random.nextInt(random.nextInt(8) == 0 ? all.length : all.length - 2)];
    }
    return pick == 0 ? -0.0 : pick == 1 ? 0.0 : (pick - variety / 2) * 0.37;
  }

  /** An event with these values. */
  EventView write(List<@Nullable Object> values) {
    writer.clear();
    writer.begin(LAYOUT);
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      switch (value) {
        case null -> {}
        case Long n -> writer.setLong(i, n);
        case Boolean b -> writer.setBool(i, b);
        case Double d -> writer.setDouble(i, d);
        case IpAddress a -> writer.setIp(i, a);
        case Geo(double lat, double lon) -> writer.setGeo(i, lat, lon);
        case String s -> {
          byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
          writer.setText(i, bytes, 0, bytes.length);
        }
        default -> throw new IllegalArgumentException(value.toString());
      }
    }
    writer.end(0, new byte[0], 0, 0);
    return new EventView().wrap(writer.bytes().clone(), 0);
  }
}
