package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** Decodes the fields of one event type. Not thread-safe. */
final class EventFields {
  static final String TYPE = "type";
  private static final int NO_TYPE = Integer.MIN_VALUE;

  /** What becomes of members that are no fields. */
  enum Others {
    /** They are let alone, and {@code type} names the event's type. */
    PASSED_OVER,
    /** There must be none. */
    REJECTED
  }

  private final Schema schema;
  private final Others others;
  private final EventLayout layout;
  private final char[] typeName;

  /** From a name in JSON to the index of its field; {@link #typeIndex} for {@code type}. */
  private final PropertyNameMatcher matcher;

  private final int typeIndex;
  private final FieldReader[] readers;

  /** Sets of fields: which must, do, and are said to have no value. */
  private final long[] mandatory;

  private final long[] given;
  private final long[] nulled;

  EventFields(
      Schema schema,
      EventLayout layout,
      FieldReaders types,
      TokenStreamFactory jackson,
      Others others) {
    this.schema = schema;
    this.others = others;
    this.layout = layout;
    typeName = layout.type().name().toCharArray();
    List<EventType.Field> fields = layout.type().fields();
    int words = fields.size() / Long.SIZE + 1;
    mandatory = new long[words];
    given = new long[words];
    nulled = new long[words];
    readers = new FieldReader[fields.size()];
    List<Named> names = new ArrayList<>();
    for (int i = 0; i < readers.length; i++) {
      EventType.Field field = fields.get(i);
      readers[i] = types.of(field.type());
      names.add(Named.fromString(field.jsonName()));
      if (!field.nullable()) {
        mandatory[i >> 6] |= 1L << i;
      }
    }
    int declared = names.stream().map(Named::getName).toList().indexOf(TYPE);
    if (others == Others.REJECTED) {
      typeIndex = NO_TYPE;
    } else {
      typeIndex = declared < 0 ? readers.length : declared;
      if (declared < 0) {
        names.add(Named.fromString(TYPE));
      }
    }
    matcher = jackson.constructNameMatcher(names, false);
  }

  EventLayout layout() {
    return layout;
  }

  /** Whether the parser's current string is this type's name. */
  boolean isNamedBy(JsonParser parser) {
    char[] chars = parser.getStringCharacters();
    int from = parser.getStringOffset();
    int to = from + parser.getStringLength();
    return Arrays.equals(typeName, 0, typeName.length, chars, from, to);
  }

  /** Starts an event of this type: no field has been seen. */
  void begin(EventWriter out) {
    Arrays.fill(given, 0);
    Arrays.fill(nulled, 0);
    out.begin(layout);
  }

  /**
   * The value of {@code type}, at which the parser stands: checks it, and takes it as a field if
   * the event declares one of that name.
   */
  void readType(JsonParser parser, JsonToken token, EventWriter out) throws RejectedException {
    if (token == JsonToken.VALUE_STRING) {
      if (!isNamedBy(parser)) {
        throw otherType(parser.getString());
      }
    } else if (token != JsonToken.VALUE_NULL) {
      throw new RejectedException(Sentences.typeNotText());
    }
    if (typeIndex < readers.length) {
      readField(typeIndex, parser, token, out);
    }
  }

  private RejectedException otherType(String found) {
    return new RejectedException(
        schema.find(found).isPresent()
            ? Sentences.secondType(layout.type().name(), found)
            : Sentences.unknownType(found, schema));
  }

  /** Reads all further fields, to the end of the object, and sees that none is missing. */
  void readFields(JsonParser parser, EventWriter out) throws RejectedException {
    int field = parser.nextNameMatch(matcher);
    while (field != PropertyNameMatcher.MATCH_END_OBJECT) {
      JsonToken token = parser.nextToken();
      if (field == PropertyNameMatcher.MATCH_UNKNOWN_NAME) {
        if (others == Others.REJECTED) {
          throw new RejectedException(Sentences.unknownField(parser.currentName(), layout.type()));
        }
        parser.skipChildren();
      } else if (field == typeIndex) {
        readType(parser, token, out);
      } else {
        readField(field, parser, token, out);
      }
      field = parser.nextNameMatch(matcher);
    }
    requireMandatory();
  }

  private void readField(int field, JsonParser parser, JsonToken token, EventWriter out)
      throws RejectedException {
    int word = field >> 6;
    long bit = 1L << field;
    if (token == JsonToken.VALUE_NULL) {
      if ((given[word] & bit) != 0) {
        out.setNull(field); // named before: the last one counts
        given[word] &= ~bit;
      }
      nulled[word] |= bit;
      return;
    }
    Problem problem = readValue(readers[field], parser, token, out, field);
    if (problem != null) {
      throw new RejectedException(
          Sentences.problem(layout.type().fields().get(field), problem, parser, token));
    }
    given[word] |= bit;
  }

  private static @Nullable Problem readValue(
      FieldReader reader, JsonParser parser, JsonToken token, EventWriter out, int field) {
    return switch (token) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        // The characters first: they finish the token, and the offset is only right then.
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        yield token == JsonToken.VALUE_STRING
            ? reader.readString(chars, offset, length, out, field)
            : reader.readNumber(chars, offset, length, out, field);
      }
      case VALUE_TRUE -> reader.readBool(true, out, field);
      case VALUE_FALSE -> reader.readBool(false, out, field);
      case START_OBJECT -> reader.readObject(parser, out, field);
      default -> reader.wrongType();
    };
  }

  private void requireMandatory() throws RejectedException {
    for (int word = 0; word < mandatory.length; word++) {
      long missing = mandatory[word] & ~given[word];
      if (missing != 0) {
        int bit = Long.numberOfTrailingZeros(missing);
        EventType.Field field = layout.type().fields().get(Long.SIZE * word + bit);
        throw new RejectedException(Sentences.missing(field, (nulled[word] & 1L << bit) != 0));
      }
    }
  }
}
