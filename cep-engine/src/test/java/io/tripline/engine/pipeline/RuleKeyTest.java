package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.event.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key typed by hand is the key of the event. */
final class RuleKeyTest {
  private static final String TEXT =
      """
      event E {
        t    timestamp @time
        text string?
        n    int
        d    decimal(2)
        b    bool
        k    enum(POS, ECOM)
        at   timestamp
        span duration
        ip   ip
      }
      event Other {
        t    timestamp @time
      }
      rule r {
        by (text, n, d, b, k, at, span, ip)
        pattern e
        define e: E
        alert "m"
      }
      """;

  private static final Instant AT = Instant.parse("2026-01-31T10:00:00Z");

  private final Schema schema;
  private final RuleKey key;

  RuleKeyTest() {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("k.trip", TEXT)));
    assertThat(compilation.hasErrors()).as(compilation.diagnostics().toString()).isFalse();
    RuleSet ruleSet = Objects.requireNonNull(compilation.ruleSet());
    schema = Schema.of(1, List.of(ruleSet));
    key = RuleKey.of(ruleSet.rules().getFirst(), schema);
  }

  private EventView event(@Nullable String text) {
    EventLayout layout = schema.get("E");
    EventWriter writer = new EventWriter();
    writer.begin(layout);
    writer.setLong(0, 0);
    if (text != null) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      writer.setText(1, utf8, 0, utf8.length);
    }
    writer.setLong(2, -7);
    writer.setLong(3, 950);
    writer.setBool(4, true);
    writer.setLong(5, 1);
    writer.setLong(6, AT.toEpochMilli());
    writer.setLong(7, 90_000);
    writer.setIp(8, IpAddress.parse("2001:db8::1").orElseThrow());
    writer.end(0, new byte[0], 0, 0);
    return new EventView().wrap(writer.bytes(), 0);
  }

  @ParameterizedTest
  @CsvSource({"c1", "'Zoë, 日本'", "'a\0b'", "''"})
  void partsAsTypedGiveTheKeyOfTheEvent(String text) {
    String[] typed = {text, "-7", "9.5", "true", "ECOM", AT.toString(), "PT1M30S", "2001:DB8:0::1"};
    List<Object> parts = new ArrayList<>();
    IntStream.range(0, typed.length)
        .forEach(i -> parts.add(key.parse(i, typed[i]).orElseThrow(() -> new AssertionError(i))));
    KeyBuffer found = Objects.requireNonNull(key.of(event(text)));
    assertThat(found.copy()).isEqualTo(key.of(parts));
    assertThat(key.values(found.copy()))
        .containsExactly(
            new NamedValue("text", new Value.Text(text)),
            new NamedValue("n", new Value.Int(-7)),
            new NamedValue("d", new Value.Decimal(new BigDecimal("9.50"))),
            new NamedValue("b", new Value.Bool(true)),
            new NamedValue("k", new Value.Text("ECOM")),
            new NamedValue("at", new Value.Timestamp(AT.toEpochMilli())),
            new NamedValue("span", new Value.Duration(90_000)),
            new NamedValue("ip", new Value.Text("2001:db8:0:0:0:0:0:1")));
  }

  @ParameterizedTest
  @CsvSource({
    "1, seven",
    "1, 7.0",
    "1, 99999999999999999999",
    "2, 1.234",
    "2, x",
    "3, TRUE",
    "4, ATM",
    "5, yesterday",
    "6, 10",
    "7, 1.2.3"
  })
  void whatIsNoValueOfThePartIsRefused(int part, String text) {
    assertThat(key.parse(part, text)).isEmpty();
  }

  @Test
  void anEventWithoutAPartHasNoKey() {
    assertThat(key.of(event(null))).isNull();
    EventWriter writer = new EventWriter();
    writer.begin(schema.get("Other"));
    writer.setLong(0, 0);
    writer.end(0, new byte[0], 0, 0);
    EventView other = new EventView().wrap(writer.bytes(), 0);
    assertThat(key.takes(other)).isFalse();
    assertThat(key.of(other)).isNull();
    assertThat(key.takes(event(null))).isTrue();
  }
}
