package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import org.jspecify.annotations.Nullable;

/**
 * A member of an event type's records, as {@link PlainRecords} needs it: a field, {@code type}, or
 * a name that is no field but was met before. Not thread-safe.
 */
final class PlainField {
  /** What {@link PlainRecords} has to do with the value; an int, as it is asked for each value. */
  static final int SKIP = 0;

  static final int TYPE = 1;
  static final int TEXT = 2;
  static final int WHOLE = 3;
  static final int DECIMAL = 4;
  static final int FLOATING = 5;
  static final int BOOL = 6;
  static final int TIME = 7;
  static final int SYMBOL = 8;
  static final int ADDRESS = 9;
  static final int PLACE = 10;

  /** Read by its {@link FieldReader} from characters. */
  static final int OTHER = 11;

  /** A text that no rule reads: it must be one all the same. */
  static final int UNREAD_TEXT = 12;

  /** An address likewise. */
  static final int UNREAD_ADDRESS = 13;

  final QuotedName name;

  /** The name with the colon behind it. */
  final QuotedName lead;

  final int kind;

  /** For the sets of fields that a record has given; 0 for what is no field. */
  final long bit;

  /** Place among the members that are known. */
  final int place;

  /**
   * Where the slot lies from the event's first byte, or what may be written to in its place; see
   * {@link EventLayout#writeOffset}.
   */
  final int slot;

  /** Index of the field. */
  final int index;

  /** Digits after the point of a decimal. */
  final int scale;

  /**
   * The most digits after the point of a number that has at most seven before it and may be read
   * quickly; −1 if none may, because there would be too many in all.
   */
  final int shortScale;

  final FieldReader reader;

  /** Those of an enumeration; or what the type has to be. */
  final QuotedName[] symbols;

  /** Which member came after this one lately, and which before that; only guesses. */
  PlainField next = this;

  PlainField nextButOne = this;

  private PlainField(
      QuotedName name,
      int kind,
      int place,
      int index,
      int slot,
      Type type,
      FieldReader reader,
      QuotedName... symbols) {
    this.name = name;
    this.lead = name.withColon();
    this.kind = kind;
    this.place = place;
    this.index = index;
    this.bit = kind == SKIP ? 0 : 1L << index;
    this.slot = slot;
    this.reader = reader;
    this.scale = type instanceof Type.Decimal decimal ? decimal.scale() : 0;
    this.shortScale = scale + 7 > PlainNumber.SHORT ? -1 : Math.min(scale, 7);
    this.symbols = symbols;
  }

  static PlainField of(EventLayout layout, int index, FieldReader reader) {
    EventType.Field field = layout.type().fields().get(index);
    QuotedName name = new QuotedName(field.jsonName());
    int kind = layout.hasSlot(index) ? kind(field.type()) : unreadKind(field.type());
    int slot = layout.writeOffset(index);
    QuotedName[] symbols =
        field.type() instanceof Type.Enumeration enumeration
            ? enumeration.symbols().stream().map(QuotedName::new).toArray(QuotedName[]::new)
            : new QuotedName[0];
    return new PlainField(name, kind, index, index, slot, field.type(), reader, symbols);
  }

  /**
   * The member {@code type}.
   *
   * @param value what it has to say
   */
  static PlainField type(int index, QuotedName value) {
    QuotedName name = new QuotedName(EventFields.TYPE);
    return new PlainField(
        name, TYPE, index, index, 0, Type.Simple.STRING, FieldReaders.NOTHING, value);
  }

  /** A member that is no field. */
  static PlainField unknown(String name, int place) {
    return new PlainField(
        new QuotedName(name), SKIP, place, 0, 0, Type.Simple.STRING, FieldReaders.NOTHING);
  }

  /**
   * Its value is checked as if it were read, so that no event is taken that others would reject.
   */
  private static int unreadKind(Type type) {
    int kind = kind(type);
    return kind == TEXT ? UNREAD_TEXT : kind == ADDRESS ? UNREAD_ADDRESS : kind;
  }

  private static int kind(Type type) {
    return switch (type) {
      case Type.Decimal d -> DECIMAL;
      case Type.Enumeration e -> SYMBOL;
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> TEXT;
            case BOOL -> BOOL;
            case INT -> WHOLE;
            case DOUBLE -> FLOATING;
            case TIMESTAMP -> TIME;
            case IP -> ADDRESS;
            case GEO -> PLACE;
            case DURATION, LENGTH, SPEED, NULL -> OTHER;
          };
    };
  }

  /** Remembers what came after it. */
  void follows(@Nullable PlainField following) {
    if (following != null && following != next) {
      nextButOne = next;
      next = following;
    }
  }
}
