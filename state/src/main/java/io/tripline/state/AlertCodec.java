package io.tripline.state;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The stored form of an alert. Its ordinal is the record's key and not in it. A change of this form
 * needs a new format number, beside the code that reads the old one.
 */
final class AlertCodec {
  private static final int FORMAT = 5;

  /** Without what of them is personal data. */
  private static final int BEFORE_PERSONAL = 4;

  /** Without tags: as if their rules had none. */
  private static final int BEFORE_TAGS = 3;

  /** Without modes: alerts that everybody is told of. */
  private static final int BEFORE_MODES = 2;

  // Flags of what is personal data; with NAMED, the names follow.
  private static final int UNKNOWN = 1;
  private static final int MESSAGE = 2;
  private static final int NAMED = 4;

  private AlertCodec() {}

  static byte[] encode(Alert alert) {
    RecordWriter out =
        new RecordWriter()
            .u8(FORMAT)
            .text(alert.id())
            .text(alert.ruleSet())
            .text(alert.rule())
            .i32(alert.version())
            .i64(alert.time())
            .u8(code(alert.severity()))
            .i32(alert.score())
            .text(alert.message())
            .i64(alert.sequence());
    values(out, alert.key());
    values(out, alert.with());
    out.i32(alert.match().size());
    for (Alert.Binding binding : alert.match()) {
      out.text(binding.variable());
      out.i32(binding.ids().size());
      binding.ids().forEach(out::text);
      out.i32(binding.numbers().size());
      binding.numbers().forEach(out::i64);
    }
    out.i32(alert.order().size());
    alert.order().forEach(out::i64);
    out.bool(alert.inShadow());
    out.texts(alert.tags());
    personal(out, alert.personal());
    return out.done();
  }

  private static void personal(RecordWriter out, PersonalParts parts) {
    out.u8((parts.unknown() ? UNKNOWN : 0) | (parts.message() ? MESSAGE : 0) | named(parts));
    if (named(parts) != 0) {
      out.texts(parts.key());
      out.texts(parts.with());
      out.texts(parts.variables());
    }
  }

  private static int named(PersonalParts parts) {
    boolean none = parts.key().isEmpty() && parts.with().isEmpty() && parts.variables().isEmpty();
    return none ? 0 : NAMED;
  }

  private static PersonalParts personal(RecordReader in) {
    int flags = in.u8();
    if ((flags & ~(UNKNOWN | MESSAGE | NAMED)) != 0) {
      throw new RecordReader.MalformedException("parts have the unknown flags " + flags);
    }
    boolean named = (flags & NAMED) != 0;
    return new PersonalParts(
        (flags & UNKNOWN) != 0,
        (flags & MESSAGE) != 0,
        named ? in.texts() : List.of(),
        named ? in.texts() : List.of(),
        named ? in.texts() : List.of());
  }

  /**
   * @throws RecordReader.MalformedException if the record is not an alert
   */
  static Alert decode(long ordinal, byte[] record) {
    RecordReader in = new RecordReader(record);
    int format = in.format(BEFORE_MODES, FORMAT);
    String id = in.text();
    String ruleSet = in.text();
    String rule = in.text();
    int version = in.i32();
    long time = in.i64();
    Severity severity = severity(in.u8());
    int score = in.i32();
    String message = in.text();
    long sequence = in.i64();
    List<NamedValue> key = values(in);
    List<NamedValue> with = values(in);
    List<Alert.Binding> match =
        many(
            in,
            12,
            () -> new Alert.Binding(in.text(), many(in, 4, in::text), many(in, 8, in::i64)));
    List<Long> order = many(in, 8, in::i64);
    boolean inShadow = format != BEFORE_MODES && in.bool();
    List<String> tags = format <= BEFORE_TAGS ? List.of() : in.texts();
    PersonalParts personal = format <= BEFORE_PERSONAL ? PersonalParts.UNKNOWN : personal(in);
    in.end();
    return new Alert(
        ordinal, id, ruleSet, rule, version, key, time, severity, score, message, with, match,
        sequence, order, inShadow, tags, personal);
  }

  private static <T> List<T> many(RecordReader in, int least, Supplier<T> one) {
    int count = in.count(least);
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(one.get());
    }
    return all;
  }

  static void values(RecordWriter out, List<NamedValue> values) {
    out.i32(values.size());
    for (NamedValue named : values) {
      out.text(named.name());
      value(out, named.value());
    }
  }

  static List<NamedValue> values(RecordReader in) {
    return many(in, 5, () -> new NamedValue(in.text(), value(in)));
  }

  private static void value(RecordWriter out, Value value) {
    switch (value) {
      case Value.Null() -> out.u8(0);
      case Value.Text(String text) -> out.u8(1).text(text);
      case Value.Bool(boolean bool) -> out.u8(2).bool(bool);
      case Value.Int(long number) -> out.u8(3).i64(number);
      case Value.Decimal(BigDecimal decimal) ->
          out.u8(4).i32(decimal.scale()).bytes(decimal.unscaledValue().toByteArray());
      case Value.Real(double real) -> out.u8(5).f64(real);
      case Value.Timestamp(long millis) -> out.u8(6).i64(millis);
      case Value.Duration(long millis) -> out.u8(7).i64(millis);
      case Value.Place(Geo geo) -> out.u8(8).f64(geo.lat()).f64(geo.lon());
    }
  }

  private static Value value(RecordReader in) {
    int tag = in.u8();
    return switch (tag) {
      case 0 -> new Value.Null();
      case 1 -> new Value.Text(in.text());
      case 2 -> new Value.Bool(in.bool());
      case 3 -> new Value.Int(in.i64());
      case 4 -> {
        int scale = in.i32();
        byte[] unscaled = in.bytes();
        if (unscaled.length == 0) {
          throw new RecordReader.MalformedException("a decimal without digits");
        }
        yield new Value.Decimal(new BigDecimal(new BigInteger(unscaled), scale));
      }
      case 5 -> new Value.Real(in.f64());
      case 6 -> new Value.Timestamp(in.i64());
      case 7 -> new Value.Duration(in.i64());
      case 8 -> new Value.Place(new Geo(in.f64(), in.f64()));
      default -> throw new RecordReader.MalformedException("a value has the unknown tag " + tag);
    };
  }

  static int code(Severity severity) {
    return switch (severity) {
      case INFO -> 1;
      case LOW -> 2;
      case MEDIUM -> 3;
      case HIGH -> 4;
      case CRITICAL -> 5;
    };
  }

  static Severity severity(int code) {
    return switch (code) {
      case 1 -> Severity.INFO;
      case 2 -> Severity.LOW;
      case 3 -> Severity.MEDIUM;
      case 4 -> Severity.HIGH;
      case 5 -> Severity.CRITICAL;
      default ->
          throw new RecordReader.MalformedException("a severity has the unknown code " + code);
    };
  }
}
