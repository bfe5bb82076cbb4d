package io.tripline.ingest.json;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.everyType;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static io.tripline.ingest.TestTypes.schemaOfRead;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Decodes with and without the quick way, for several schemas and limits. */
final class BothWays {
  static final EventType OTHER =
      event(
          "Other",
          optional("string", Type.Simple.STRING),
          optional("a long name of a field", Type.Simple.INT));
  static final Schema ONE = schema(1, everyType());
  static final Schema TWO = schema(1, everyType(), OTHER);

  /** Between them, each type is once read and once not. */
  static final Schema HALF =
      schemaOfRead(1, everyType(), "string", "int", "decimal", "duration", "ip", "secretInt");

  static final Schema OTHER_HALF =
      schemaOfRead(1, everyType(), "bool", "double", "timestamp", "enum", "geo", "secret");

  private record Pair(Decoding quick, Decoding careful) {
    Pair(Schema schema, DecodeLimits limits) {
      this(new Decoding(schema, limits, true), new Decoding(schema, limits, false));
    }
  }

  private final List<Pair> pairs;

  BothWays() {
    pairs =
        List.of(
            new Pair(ONE, DecodeLimits.defaults()),
            new Pair(TWO, DecodeLimits.defaults()),
            new Pair(HALF, DecodeLimits.defaults()),
            new Pair(OTHER_HALF, DecodeLimits.defaults()),
            new Pair(ONE, new DecodeLimits(700, 3, 12, 8)));
  }

  BothWays(Schema schema) {
    pairs = List.of(new Pair(schema, DecodeLimits.defaults()));
  }

  /** The same event, byte for byte, or the same rejection. */
  void agree(byte[] record) {
    String text = new String(record, StandardCharsets.UTF_8);
    for (Pair pair : pairs) {
      // A plain one first, so that the quick way has not been given up on.
      pair.quick().decode("{\"type\":\"Every\",\"time\":1}");
      assertThat(pair.quick().decode(record)).as(text).isEqualTo(pair.careful().decode(record));
      assertThat(flat(pair.quick())).as(text).isEqualTo(flat(pair.careful()));
      // What stands behind a record does not matter.
      assertThat(pair.quick().decodeWithin(record))
          .as(text)
          .isEqualTo(pair.careful().decode(record));
      assertThat(flat(pair.quick())).as(text).isEqualTo(flat(pair.careful()));
    }
  }

  static byte[] flat(Decoding decoding) {
    EventWriter writer = decoding.writer;
    return Arrays.copyOf(writer.bytes(), writer.length());
  }
}
