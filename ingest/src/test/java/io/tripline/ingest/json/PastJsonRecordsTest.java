package io.tripline.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.PastRecords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PastJsonRecordsTest {
  private static final Schema SCHEMA = Schema.of(7, List.of(types("A", "B")));

  private final PastRecords.Reader records =
      PastJsonRecords.under(DecodeLimits.defaults()).reader();

  private static RuleSet types(String... names) {
    return new RuleSet(
        List.of(names).stream()
            .map(
                name ->
                    new EventType(
                        name,
                        List.of(
                            field("time", Type.Simple.TIMESTAMP, false),
                            field("amount", Type.Simple.INT, true)),
                        0,
                        EventType.NO_ID,
                        null))
            .toList(),
        List.of());
  }

  private static EventType.Field field(String name, Type type, boolean nullable) {
    return new EventType.Field(name, name, type, nullable, false);
  }

  private byte[] read(String type, String json) {
    return records.read(SCHEMA, type, json.getBytes(StandardCharsets.UTF_8), 3);
  }

  @Test
  void aRecordIsAnEventOfTheSchemaThatIsWanted() {
    byte[] event = read("B", "{\"type\":\"B\",\"time\":5,\"amount\":12,\"unknown\":[1]}");
    EventView view = new EventView().wrap(event, 0);
    assertThat(view.time()).isEqualTo(5);
    assertThat(view.source()).isEqualTo(3);
    assertThat(view.schemaId()).isEqualTo(7);
    assertThat(view.longAt(SCHEMA.get("B").offset(1))).isEqualTo(12);
    assertThat(view.length()).isEqualTo(event.length);
  }

  @Test
  void whatIsNoSuchEventIsNone() {
    assertThat(read("A", "{\"type\":\"B\",\"time\":5}")).isNull();
    assertThat(read("A", "{\"type\":\"A\",\"amount\":5}")).isNull();
    assertThat(read("A", "{\"type\":\"A\",\"time\":5,\"amount\":\"many\"}")).isNull();
    assertThat(read("A", "no JSON")).isNull();
    assertThat(read("A", "{\"type\":\"A\",\"time\":6}")).isNotNull();
  }
}
