package io.tripline.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An event that outlives a deployment is as if it had been written under the new schema. */
final class SchemaConversionTest {
  private static final String EVENT =
      """
      event E {
        id string @id
        time timestamp @time
        a string?
        n int
        c enum(X, Y)
        b string
        place geo?
      }
      """;

  private static String rule(int number, String key) {
    return "rule r%d { severity low  on E by %s when true  alert \"x\" }\n".formatted(number, key);
  }

  private static RuleSet rules(String event, String... keys) {
    StringBuilder text = new StringBuilder(event);
    for (int i = 0; i < keys.length; i++) {
      text.append(rule(i, keys[i]));
    }
    Compilation compiled = RuleCompiler.compile(List.of(new SourceFile("e.trip", text.toString())));
    assertThat(compiled.hasErrors()).as("%s", compiled.diagnostics()).isFalse();
    return Objects.requireNonNull(compiled.ruleSet());
  }

  /** Without a raw record, as held events are. */
  private static byte[] written(Schema schema, boolean withA) {
    EventWriter writer = new EventWriter();
    EventLayout layout = schema.get("E");
    writer.begin(layout);
    text(writer, 0, "e1");
    writer.setLong(1, -5);
    if (withA) {
      text(writer, 2, "ä");
    }
    writer.setLong(3, 42);
    writer.setLong(4, 1);
    text(writer, 5, "other");
    writer.end(7, "raw".getBytes(StandardCharsets.UTF_8), 0, 3);
    return new EventView().wrap(writer.bytes(), 0).withoutRecord();
  }

  private static void text(EventWriter writer, int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, utf8, 0, utf8.length);
  }

  @Test
  void otherKeysMoveTheTextsAndNothingElse() {
    Schema none = Schema.of(1, List.of(rules(EVENT)));
    Schema one = Schema.of(2, List.of(rules(EVENT, "b")));
    Schema three = Schema.of(3, List.of(rules(EVENT, "a", "(b, c)", "n")));
    for (boolean withA : new boolean[] {true, false}) {
      for (Schema from : List.of(none, one, three)) {
        for (Schema to : List.of(none, one, three)) {
          assertThat(to.readsAsBefore(from.get("E"))).isTrue();
          assertThat(to.convert(from, written(from, withA)))
              .as("schema %d to %d", from.id(), to.id())
              .isEqualTo(written(to, withA));
        }
      }
    }
  }

  @Test
  void whatHoldsMoreIsReadByWhatHoldsLess() {
    Schema whole = Schema.of(1, List.of(rules(EVENT, "b")));
    Schema two = Schema.of(2, List.of(rules(EVENT, "a", "b")), Schema.Fields.READ);
    Schema one = Schema.of(3, List.of(rules(EVENT, "b")), Schema.Fields.READ);
    for (boolean withA : new boolean[] {true, false}) {
      EventView view = new EventView().wrap(one.convert(whole, written(whole, withA)), 0);
      EventLayout layout = one.get("E");
      EventView expected = new EventView().wrap(written(one, withA), 0);
      assertThat(view.schemaId()).isEqualTo(3);
      assertThat(view.time()).isEqualTo(-5);
      assertThat(view.id(layout, 1)).isEqualTo("e1");
      assertThat(view.textAt(layout.offset(5), new Utf8())).hasToString("other");
      assertThat(view.longAt(layout.keyHashOffset(0)))
          .isEqualTo(expected.longAt(layout.keyHashOffset(0)));
    }
    assertThat(one.readsAsBefore(two.get("E"))).isTrue();
    assertThat(two.readsAsBefore(one.get("E"))).as("a is missing").isFalse();
    assertThat(whole.readsAsBefore(two.get("E"))).isFalse();
  }

  @Test
  void otherFieldsAreReadDifferently() {
    Schema before = Schema.of(1, List.of(rules(EVENT, "b")));
    Schema after = Schema.of(2, List.of(rules(EVENT.replace("n int", "n double"), "b")));
    assertThat(after.readsAsBefore(before.get("E"))).isFalse();
    assertThat(Schema.of(3, List.of()).readsAsBefore(before.get("E"))).isFalse();
  }
}
