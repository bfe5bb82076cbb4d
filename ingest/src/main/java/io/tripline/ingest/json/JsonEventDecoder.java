package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * Decodes JSON objects to flat events, one after another, by the rules of {@code docs/events.md}.
 * Plain records take a quick way ({@link PlainRecords}), all others the careful one. Not
 * thread-safe.
 */
public final class JsonEventDecoder {
  /** So many bytes must be readable behind what {@link #decodeLine} is given. */
  public static final int READS_BEYOND = PlainRecords.BEYOND;

  /** So many show how the members of a source's records follow each other. */
  private static final int UNEXPECTED = 256;

  private final Schema schema;
  private int source;
  private final DecodeLimits limits;
  private final RecordParser records;
  private final EventFields[] types;
  private final @Nullable PlainRecords plainRecords;
  private final @Nullable PlainRecords plainLines;
  private @Nullable Rejection rejection;
  private int lineLength;

  /** Knows the name {@code type} only. */
  private final PropertyNameMatcher typeMatcher;

  public JsonEventDecoder(Schema schema, int source) {
    this(schema, source, DecodeLimits.defaults());
  }

  /**
   * @param source number that the events carry as their source
   */
  public JsonEventDecoder(Schema schema, int source, DecodeLimits limits) {
    this(schema, source, limits, true, UNEXPECTED);
  }

  /**
   * A decoder for the entries of a list or a table: these have no {@code type}, and no members that
   * are not declared.
   *
   * @param schema of one type, that of the entries
   */
  public static JsonEventDecoder ofEntries(Schema schema) {
    return new JsonEventDecoder(
        schema, 0, DecodeLimits.defaults(), false, UNEXPECTED, EventFields.Others.REJECTED);
  }

  /**
   * @param plainWay whether to try the quick way first; the outcome is the same
   * @param unexpected after how many records of an order of members that is new to it the quick way
   *     expects that order
   */
  JsonEventDecoder(
      Schema schema, int source, DecodeLimits limits, boolean plainWay, int unexpected) {
    this(schema, source, limits, plainWay, unexpected, EventFields.Others.PASSED_OVER);
  }

  private JsonEventDecoder(
      Schema schema,
      int source,
      DecodeLimits limits,
      boolean plainWay,
      int unexpected,
      EventFields.Others others) {
    this.schema = schema;
    this.source = source;
    this.limits = limits;
    records = new RecordParser(limits);
    typeMatcher =
        records.factory().constructNameMatcher(List.of(Named.fromString(EventFields.TYPE)), false);
    FieldReaders readers = new FieldReaders();
    plainRecords =
        plainWay
            ? new PlainRecords(schema, readers, source, limits, PlainSpace.all(), unexpected)
            : null;
    plainLines =
        plainWay
            ? new PlainRecords(schema, readers, source, limits, PlainSpace.inLines(), unexpected)
            : null;
    List<EventLayout> layouts = schema.layouts();
    types = new EventFields[layouts.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = new EventFields(schema, layouts.get(i), readers, records.factory(), others);
    }
  }

  /** The events that follow are of this source. */
  public void source(int number) {
    source = number;
    if (plainRecords != null) {
      plainRecords.source(number);
    }
    if (plainLines != null) {
      plainLines.source(number);
    }
  }

  /** The schema it decodes against. */
  public Schema schema() {
    return schema;
  }

  /**
   * Decodes one JSON object. White space around it, and a byte order mark before it, are left away.
   *
   * @param buffer not changed, and not kept
   * @param out gets one more event, whose raw record is the object's bytes; or nothing if rejected
   * @return null if the event was taken, else why not
   */
  public @Nullable Rejection decode(byte[] buffer, int offset, int length, EventWriter out) {
    int from = JsonSpace.skip(buffer, offset, offset + length);
    int to = JsonSpace.trimEnd(buffer, from, offset + length);
    if (from == to) {
      return Sentences.empty();
    }
    if (to - from > limits.maxEventBytes()) {
      return limits.tooLarge();
    }
    if (plainRecords != null) {
      int count = out.count();
      if (plainRecords.decode(buffer, from, to, out) == to) {
        return null;
      }
      forget(count, out);
    }
    return decodeCarefully(buffer, from, to, out);
  }

  /**
   * Decodes the first of some lines, whose end need not be known; it is mostly met by decoding.
   * Afterwards {@link #rejection} and {@link #lineLength} tell of it.
   *
   * @param lines not changed, and not kept; {@link #READS_BEYOND} bytes must follow the last line
   * @param from where the line starts
   * @param to where the last line ends, which need not have a line feed
   * @param out gets one more event; or nothing if the line is blank, or rejected
   * @return the place after the line and its line feed
   */
  public int decodeLine(byte[] lines, int from, int to, EventWriter out) {
    rejection = null;
    if (plainLines != null) {
      int count = out.count();
      int end = plainLines.decode(lines, from, to, out);
      int next = end < 0 ? end : afterLine(lines, end, to);
      if (next > 0) {
        return next;
      }
      forget(count, out);
    }
    int end = Bytes.indexOf(lines, (byte) '\n', from, to);
    lineLength = end - from;
    int start = JsonSpace.skip(lines, from, end);
    if (start < end) {
      int trimmed = JsonSpace.trimEnd(lines, start, end);
      rejection =
          trimmed - start > limits.maxEventBytes()
              ? limits.tooLarge()
              : decodeCarefully(lines, start, trimmed, out);
    }
    return Math.min(end + 1, to);
  }

  /** Why the line that was decoded last is no event; null if it is one, or blank. */
  public @Nullable Rejection rejection() {
    return rejection;
  }

  /** How many bytes the line had that was rejected last, without its line feed. */
  public int lineLength() {
    return lineLength;
  }

  /** The place after the line whose record ends at {@code end}; −1 if something follows. */
  private static int afterLine(byte[] lines, int end, int to) {
    int at = end;
    while (at < to && lines[at] != '\n') {
      if (lines[at] != '\r' && lines[at] != ' ' && lines[at] != '\t') {
        return -1;
      }
      at++;
    }
    return Math.min(at + 1, to);
  }

  /** Forgets what the quick way has made of a record, if anything. */
  private static void forget(int countBefore, EventWriter out) {
    if (out.count() > countBefore) {
      out.removeLast(); // something follows
    } else {
      out.abandon();
    }
  }

  private @Nullable Rejection decodeCarefully(byte[] buffer, int from, int to, EventWriter out) {
    int invalid = Utf8Check.firstInvalid(buffer, from, to);
    if (invalid >= 0) {
      return Sentences.unparseable(
          "Byte %d (0x%02X) is not UTF-8.".formatted(invalid - from + 1, buffer[invalid]));
    }
    boolean complete = false;
    try {
      decodeTrimmed(buffer, from, to - from, out);
      complete = true;
      return null;
    } catch (RejectedException e) {
      return e.rejection();
    } catch (StreamConstraintsException e) {
      return beyondLimits();
    } catch (JacksonException e) {
      return broken(e, to - from);
    } finally {
      if (!complete) {
        out.abandon();
        records.discard();
      }
    }
  }

  private void decodeTrimmed(byte[] buffer, int offset, int length, EventWriter out)
      throws RejectedException {
    JsonParser parser = openObject(buffer, offset, length);
    EventFields type;
    if (types.length == 1) {
      type = types[0];
      type.begin(out);
    } else {
      int name = parser.nextNameMatch(typeMatcher);
      if (name == 0) {
        JsonToken token = parser.nextToken();
        type = typeNamedBy(parser, token);
        type.begin(out);
        type.readType(parser, token, out);
      } else {
        type = searchType(parser, name);
        parser = openObject(buffer, offset, length);
        type.begin(out);
      }
    }
    type.readFields(parser, out);
    requireEnd();
    if (out.begunLength() + length > limits.maxEventBytes()) {
      throw new RejectedException(limits.tooLarge());
    }
    out.end(source, buffer, offset, length);
  }

  private JsonParser openObject(byte[] buffer, int offset, int length) throws RejectedException {
    JsonParser parser = records.open(buffer, offset, length);
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new RejectedException(Sentences.notAnObject());
    }
    return parser;
  }

  /** The type that the parser's current value names. */
  private EventFields typeNamedBy(JsonParser parser, JsonToken token) throws RejectedException {
    if (token == JsonToken.VALUE_NULL) {
      throw new RejectedException(Sentences.missingType(schema));
    }
    if (token != JsonToken.VALUE_STRING) {
      throw new RejectedException(Sentences.typeNotText());
    }
    for (EventFields type : types) {
      if (type.isNamedBy(parser)) {
        return type;
      }
    }
    throw new RejectedException(Sentences.unknownType(parser.getString(), schema));
  }

  /** Reads the whole object for its type, from its first name on, which the parser has matched. */
  private EventFields searchType(JsonParser parser, int firstName) throws RejectedException {
    EventFields found = null;
    int name = firstName;
    while (name != PropertyNameMatcher.MATCH_END_OBJECT) {
      JsonToken token = parser.nextToken();
      if (name == 0 && found == null) {
        found = typeNamedBy(parser, token);
      } else {
        parser.skipChildren();
      }
      name = parser.nextNameMatch(typeMatcher);
    }
    requireEnd();
    if (found == null) {
      throw new RejectedException(Sentences.missingType(schema));
    }
    return found;
  }

  private void requireEnd() throws RejectedException {
    if (!records.atEnd()) {
      throw new RejectedException(
          Sentences.unparseable("Something follows after the end of the JSON object."));
    }
  }

  private Rejection beyondLimits() {
    return Sentences.tooLarge(
        ("The event is nested more than %d levels deep, or has a number of more than %d characters"
                + " or a name of more than %d bytes.")
            .formatted(limits.maxDepth(), limits.maxNumberLength(), limits.maxNameLength()));
  }

  /** Jackson's own sentence may show parts of the event, and so what should stay hidden. */
  private Rejection broken(JacksonException e, int length) {
    long place = records.inRecord(e.getLocation().getByteOffset());
    return Sentences.unparseable(
        e instanceof UnexpectedEndOfInputException || place >= length
            ? "The JSON ends before it is complete."
            : "The JSON is broken near byte %d.".formatted(place + 1));
  }
}
