package io.tripline.ingest.cloudevents;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.ingest.RecordForm;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.JsonSpace;
import io.tripline.ingest.json.Rejection;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * Decodes CloudEvents: the data is the event. What it lacks of its type, its id and its time, the
 * attributes give. The event's raw record is what comes of that. Not thread-safe.
 */
public final class CloudEventForm implements RecordForm.Decoder {
  /** Attributes and data in one JSON object. */
  public static final RecordForm STRUCTURED = json -> new CloudEventForm(json, null);

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String TYPE = "type";

  private final JsonEventDecoder json;
  private final @Nullable Envelope envelope;

  private CloudEventForm(JsonEventDecoder json, @Nullable Envelope envelope) {
    this.json = json;
    this.envelope = envelope;
  }

  /** The data alone, of an event that has these attributes. */
  public static RecordForm dataOf(Envelope envelope) {
    return json -> new CloudEventForm(json, envelope);
  }

  @Override
  public @Nullable Rejection decode(byte[] buffer, int offset, int length, EventWriter out) {
    try {
      return envelope == null
          ? structured(buffer, offset, length, out)
          : dataAlone(envelope, new Data(buffer, offset, offset + length), out);
    } catch (JacksonException e) {
      // Jackson's own sentence may show parts of the event, and so what should stay hidden.
      return unparseable("The CloudEvent's JSON is broken.");
    }
  }

  /** Bytes that should be a JSON object. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Data(byte[] bytes, int from, int to) {}

  private @Nullable Rejection structured(byte[] buffer, int offset, int length, EventWriter out) {
    int first = JsonSpace.skip(buffer, offset, offset + length);
    try (JsonParser parser = parser(new Data(buffer, first, offset + length))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return unparseable("A CloudEvent must be a JSON object.");
      }
      // Jackson may count from the buffer's beginning or from where it was told to read.
      int base = first - (int) parser.currentTokenLocation().getByteOffset();
      Attributes attributes = new Attributes();
      Data data = null;
      String name = parser.nextName();
      while (name != null) {
        JsonToken token = parser.nextToken();
        switch (name) {
          case "data", "data_base64" -> {
            if (data != null) {
              return unparseable("A CloudEvent has either data or data_base64.");
            }
            data = name.equals("data") ? data(parser, token, buffer, base) : base64(parser, token);
            if (data == null && token != JsonToken.VALUE_NULL) {
              return unparseable("The data of a CloudEvent must be a JSON object.");
            }
          }
          default -> attributes.read(name, parser, token);
        }
        name = parser.nextName();
      }
      if (parser.nextToken() != null) {
        return unparseable("Something follows after the end of the CloudEvent.");
      }
      Envelope found = attributes.envelope();
      String mistake = found.mistake();
      if (mistake == null && data == null) {
        mistake = "The CloudEvent has no data.";
      }
      return mistake != null || data == null
          ? unparseable(String.valueOf(mistake))
          : withAttributes(found, data, out);
    }
  }

  private static @Nullable Data data(JsonParser parser, JsonToken token, byte[] buffer, int base) {
    if (token != JsonToken.START_OBJECT) {
      return null;
    }
    int start = base + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    return new Data(buffer, start, base + (int) parser.currentLocation().getByteOffset());
  }

  private static @Nullable Data base64(JsonParser parser, JsonToken token) {
    if (token != JsonToken.VALUE_STRING) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(parser.getString());
      return new Data(bytes, 0, bytes.length);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Rejection dataAlone(Envelope attributes, Data data, EventWriter out) {
    String mistake = attributes.mistake();
    return mistake == null ? withAttributes(attributes, data, out) : unparseable(mistake);
  }

  private @Nullable Rejection withAttributes(Envelope attributes, Data data, EventWriter out) {
    int start = JsonSpace.skip(data.bytes(), data.from(), data.to());
    Members members = members(new Data(data.bytes(), start, data.to()));
    if (members == null) {
      return unparseable("The data of a CloudEvent must be a JSON object.");
    }
    Members event = new Members();
    String type = members.type;
    if (!members.names.contains(TYPE)) {
      type = declared(String.valueOf(attributes.type()));
      event.add(TYPE, type);
    }
    EventLayout layout = type == null ? null : layout(json.schema(), type);
    if (layout != null) {
      EventType declared = layout.type();
      if (declared.idField() != EventType.NO_ID) {
        event.addMissing(declared.fields().get(declared.idField()), attributes.id(), members);
      }
      event.addMissing(declared.fields().get(declared.timeField()), attributes.time(), members);
    }
    if (event.text.size() == 0) {
      return json.decode(data.bytes(), start, data.to() - start, out);
    }
    // The data's members follow in their own bytes.
    event.text.write(members.names.isEmpty() ? ' ' : ',');
    event.text.write(data.bytes(), start + 1, data.to() - start - 1);
    byte[] composed = event.text.toByteArray();
    return json.decode(composed, 0, composed.length, out);
  }

  /** The declared type that is meant: of that name, or of what stands behind the last dot. */
  private String declared(String type) {
    if (layout(json.schema(), type) != null) {
      return type;
    }
    String last = type.substring(type.lastIndexOf('.') + 1);
    return layout(json.schema(), last) == null ? type : last;
  }

  private static @Nullable EventLayout layout(Schema schema, String type) {
    for (EventLayout layout : schema.layouts()) {
      if (layout.type().name().equals(type)) {
        return layout;
      }
    }
    return null;
  }

  /** The names in an object, and its type; null if it is none. */
  private static @Nullable Members members(Data data) {
    try (JsonParser parser = parser(data)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Members members = new Members();
      String name = parser.nextName();
      while (name != null) {
        members.names.add(name);
        boolean isType = parser.nextToken() == JsonToken.VALUE_STRING && name.equals(TYPE);
        if (isType) {
          members.type = parser.getString();
        }
        parser.skipChildren();
        name = parser.nextName();
      }
      return members;
    }
  }

  private static final class Members {
    private final Set<String> names = new HashSet<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private @Nullable String type;

    void addMissing(EventType.Field field, @Nullable String value, Members there) {
      if (value != null && !there.names.contains(field.jsonName())) {
        add(field.jsonName(), value);
      }
    }

    void add(String name, String value) {
      text.write(text.size() == 0 ? '{' : ',');
      quote(name);
      text.write(':');
      quote(value);
    }

    private void quote(String value) {
      text.write('"');
      text.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
      text.write('"');
    }
  }

  /** Reads attributes; those that are no texts are as if they were missing. */
  private static final class Attributes {
    private @Nullable String specVersion;
    private @Nullable String id;
    private @Nullable String source;
    private @Nullable String type;
    private @Nullable String time;
    private @Nullable String contentType;

    void read(String name, JsonParser parser, JsonToken token) {
      String text = token == JsonToken.VALUE_STRING ? parser.getString() : null;
      switch (name) {
        case "specversion" -> specVersion = text;
        case "id" -> id = text;
        case "source" -> source = text;
        case TYPE -> type = text;
        case "time" -> time = text;
        case "datacontenttype" -> contentType = text;
        default -> parser.skipChildren();
      }
    }

    Envelope envelope() {
      return new Envelope(specVersion, id, source, type, time, contentType);
    }
  }

  private static JsonParser parser(Data data) {
    return FACTORY.createParser(
        ObjectReadContext.empty(), data.bytes(), data.from(), data.to() - data.from());
  }

  private static Rejection unparseable(String sentence) {
    return new Rejection("unparseable", sentence);
  }
}
