package io.tripline.rest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Alert.Binding;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import io.tripline.state.Review;
import io.tripline.state.StoredAlert;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class AlertJsonTest {
  private static final Alert CARD_TESTING =
      new Alert(
          7,
          "0123456789abcdef0123456789abcdef",
          "fraud",
          "card_testing",
          3,
          List.of(new NamedValue("card", new Value.Text("c1"))),
          Instant.parse("2026-01-31T10:05:00Z").toEpochMilli(),
          Severity.HIGH,
          85,
          "3 probes of 1.16 on average, then 450.00 EUR",
          List.of(
              new NamedValue("merchant", new Value.Text("Café Zürich")),
              new NamedValue(
                  "first_probe",
                  new Value.Timestamp(Instant.parse("2026-01-31T10:00:00Z").toEpochMilli()))),
          List.of(
              new Binding("probe", List.of("p1", "p2", "p3"), List.of(1L, 2L, 3L)),
              new Binding("hit", List.of("h1"), List.of(4L))),
          12,
          List.of(),
          false,
          List.of("cnp"),
          PersonalParts.NONE);

  private static final String CARD_TESTING_MEMBERS =
      "\"id\":\"0123456789abcdef0123456789abcdef\",\"rule\":\"card_testing\",\"version\":3,"
          + "\"key\":{\"card\":\"c1\"},\"time\":\"2026-01-31T10:05:00Z\",\"severity\":\"high\","
          + "\"score\":85,\"message\":\"3 probes of 1.16 on average, then 450.00 EUR\","
          + "\"with\":{\"merchant\":\"Café Zürich\",\"first_probe\":\"2026-01-31T10:00:00Z\"},"
          + "\"match\":{\"probe\":[\"p1\",\"p2\",\"p3\"],\"hit\":[\"h1\"]}";

  @Test
  void theContractForm() {
    assertThat(AlertJson.line(CARD_TESTING)).isEqualTo("{" + CARD_TESTING_MEMBERS + "}");
  }

  @Test
  void theHttpFormAddsMembersAfterTheContract() {
    String added =
        ",\"mode\":\"live\",\"ruleset\":\"fraud\",\"ordinal\":7,\"sequence\":12,\"tags\":[\"cnp\"],\"suppressed\":4,\"silenced\":null";
    assertThat(AlertJson.httpForm(new StoredAlert(CARD_TESTING, 4, null, Review.NONE)))
        .isEqualTo(
            "{" + CARD_TESTING_MEMBERS + added + ",\"acknowledged\":null,\"feedback\":null}");
    Review review =
        Review.NONE
            .acknowledged(new Review.Acknowledged("ana", 1_500))
            .withFeedback(
                new Review.Feedback(Review.Verdict.FALSE_POSITIVE, "", "her own \"card\"", 2_000));
    assertThat(AlertJson.httpForm(new StoredAlert(CARD_TESTING, 4, null, review)))
        .isEqualTo(
            "{"
                + CARD_TESTING_MEMBERS
                + added
                + ",\"acknowledged\":{\"by\":\"ana\",\"at\":\"1970-01-01T00:00:01.500Z\"}"
                + ",\"feedback\":{\"verdict\":\"false_positive\",\"by\":\"\","
                + "\"comment\":\"her own \\\"card\\\"\",\"at\":\"1970-01-01T00:00:02Z\"}}");
  }

  @Test
  void whatARuleDoesNotGive() {
    Alert bare =
        new Alert(
            1,
            "ff",
            "s",
            "r",
            1,
            List.of(),
            1_500,
            Severity.INFO,
            -1,
            "",
            List.of(),
            List.of(new Binding("a", List.of(), List.of())),
            0,
            List.of(),
            false,
            List.of(),
            PersonalParts.NONE);
    assertThat(AlertJson.line(bare))
        .isEqualTo(
            "{\"id\":\"ff\",\"rule\":\"r\",\"version\":1,\"key\":{},"
                + "\"time\":\"1970-01-01T00:00:01.500Z\",\"severity\":\"info\",\"score\":null,"
                + "\"message\":\"\",\"with\":{},\"match\":{\"a\":[]}}");
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(new Value.Null(), "null"),
        Arguments.of(new Value.Text("POS"), "\"POS\""),
        Arguments.of(new Value.Text("日本 €😀"), "\"日本 €😀\""),
        Arguments.of(
            new Value.Text("\"\\/\n\r\t\b\f\u0000\u001f\u007f"),
            "\"\\\"\\\\/\\n\\r\\t\\b\\f\\u0000\\u001f\u007f\""),
        Arguments.of(new Value.Text("half \ud83d pair"), "\"half \ufffd pair\""),
        Arguments.of(
            new Value.Text(IpAddress.parse("192.0.2.1").orElseThrow().toString()), "\"192.0.2.1\""),
        Arguments.of(new Value.Bool(true), "true"),
        Arguments.of(new Value.Bool(false), "false"),
        Arguments.of(new Value.Int(-9_223_372_036_854_775_807L), "-9223372036854775807"),
        Arguments.of(new Value.Decimal(new BigDecimal("450.00")), "450.00"),
        Arguments.of(new Value.Decimal(new BigDecimal("-0.000000001")), "-0.000000001"),
        Arguments.of(new Value.Decimal(new BigDecimal("0.00")), "0.00"),
        Arguments.of(new Value.Decimal(BigDecimal.valueOf(12, 0)), "12"),
        Arguments.of(new Value.Real(1.5), "1.5"),
        Arguments.of(new Value.Real(900_000), "900000.0"),
        Arguments.of(new Value.Real(1e10), "1.0E10"),
        Arguments.of(new Value.Timestamp(0), "\"1970-01-01T00:00:00Z\""),
        Arguments.of(new Value.Timestamp(-1), "\"1969-12-31T23:59:59.999Z\""),
        Arguments.of(new Value.Duration(600_000), "\"PT10M\""),
        Arguments.of(new Value.Duration(90_061_001), "\"PT25H1M1.001S\""),
        Arguments.of(new Value.Duration(-500), "\"PT-0.5S\""),
        Arguments.of(new Value.Place(new Geo(52.52, -13.405)), "{\"lat\":52.52,\"lon\":-13.405}"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void eachKindOfValueInTheKeyAndInWith(Value value, String json) {
    String line = AlertJson.line(with(value));
    assertThat(line).contains("\"key\":{\"k\":" + json + "},");
    assertThat(line).contains("\"with\":{\"w\":" + json + ",\"after\":1},");
    assertThat(new ObjectMapper().readTree(line).get("with").get("after").intValue()).isEqualTo(1);
  }

  @Test
  void aRealThatIsNotFiniteIsABug() {
    assertThatThrownBy(() -> AlertJson.line(with(new Value.Real(Double.NaN))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void anyTextComesBackAndStaysOnOneLine(@ForAll String text) {
    String line = AlertJson.line(with(new Value.Text(text)));
    assertThat(line.chars().noneMatch(c -> c < 0x20)).isTrue();
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    JsonNode read = new ObjectMapper().readTree(utf8);
    String whole = wellFormed(text);
    assertThat(read.get("with").get("w").stringValue()).isEqualTo(whole);
  }

  /** Lone surrogates, which UTF-8 cannot hold, replaced as the writer does. */
  private static String wellFormed(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static Alert with(Value value) {
    return new Alert(
        1,
        "00",
        "s",
        "r",
        1,
        List.of(new NamedValue("k", value)),
        0,
        Severity.LOW,
        0,
        "m",
        List.of(new NamedValue("w", value), new NamedValue("after", new Value.Int(1))),
        List.of(),
        0,
        List.of(),
        false,
        List.of(),
        PersonalParts.NONE);
  }
}
