package io.tripline.examples.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PaymentWorldTest {
  private static final WorldSettings USUAL = WorldSettings.of(20_000, 1_000, 11, 0.03);

  @Test
  void equalSettingsGiveEqualBytes() throws IOException {
    assertThat(bytes(USUAL)).isEqualTo(bytes(USUAL));
  }

  @Test
  void localeAndTimeZoneOfTheMachineDoNotShow() throws IOException {
    byte[] expected = bytes(USUAL);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
      assertThat(bytes(USUAL)).isEqualTo(expected);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void anotherSeedIsAnotherWorld() {
    WorldSettings other = WorldSettings.of(20_000, 1_000, 12, 0.03);
    assertThat(WorldLines.lines(other)).isNotEqualTo(WorldLines.lines(USUAL));
  }

  @Test
  void linesAreTheBytesWithoutLineFeeds() throws IOException {
    String text = new String(bytes(USUAL), StandardCharsets.UTF_8);
    assertThat(text).endsWith("\n").isEqualTo(String.join("\n", WorldLines.lines(USUAL)) + "\n");
  }

  @Test
  void theLastLineIsTheLast() {
    var lines = new PaymentWorld(WorldSettings.of(1, 1, 1, 0)).lines();
    assertThat(lines.next()).startsWith("{\"type\":\"");
    assertThat(lines.hasNext()).isFalse();
    assertThatThrownBy(lines::next).isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.5",
    "1, 1, 0.5",
    "11, 3, 0.5",
    "12, 3, 0.5",
    "1000, 1, 0.5",
    "1000, 1, 0",
    "1000, 2, 0.1",
    "12345, 1000, 0.01",
    "50000, 100000, 0.25",
    "100000, 10, 0.02",
  })
  void theNumberOfEventsIsExact(long events, int cards, double rate) throws IOException {
    for (long seed = 0; seed < 5; seed++) {
      WorldReport report =
          new PaymentWorld(WorldSettings.of(events, cards, seed, rate))
              .writeTo(OutputStream.nullOutputStream());
      assertThat(report.events()).as("seed %s", seed).isEqualTo(events);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 0.1", "10000, 0.001", "10000, 0.01", "50000, 0.1", "50000, 0.5", "50000, 0"})
  void theShareOfFraudIsWhatWasAskedFor(long events, double rate) throws IOException {
    for (long seed = 0; seed < 5; seed++) {
      WorldReport report =
          new PaymentWorld(WorldSettings.of(events, 2_000, seed, rate))
              .writeTo(OutputStream.nullOutputStream());
      assertThat(report.fraudEvents())
          .as("seed %s", seed)
          .isCloseTo((long) (events * rate), within(20L));
    }
  }

  @Test
  void theShareOfLookAlikesIsWhatWasAskedFor() {
    long found =
        WorldLines.events(USUAL.withLookAlikes(0.1)).stream()
            .filter(event -> !event.path("scenario").isNull())
            .filter(event -> !scenario(event).fraud())
            .count();
    assertThat(found).isCloseTo(2_000, within(20L));
  }

  @Test
  void timeNeverRunsBackwardsAndStaysInThePeriod() {
    WorldSettings settings = USUAL.during(LocalDate.of(2024, 2, 28), 3);
    Instant last = Instant.parse("2024-02-28T00:00:00Z");
    Set<String> days = new HashSet<>();
    for (JsonNode event : WorldLines.events(settings)) {
      String text = WorldLines.text(event, "time");
      assertThat(text).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      Instant time = Instant.parse(text);
      assertThat(time).isBetween(last, Instant.parse("2024-03-01T23:59:59.999Z"));
      days.add(text.substring(0, 10));
      last = time;
    }
    assertThat(days).containsExactlyInAnyOrder("2024-02-28", "2024-02-29", "2024-03-01");
  }

  @Test
  void everyScenarioOccurs() throws IOException {
    WorldReport report = new PaymentWorld(USUAL).writeTo(OutputStream.nullOutputStream());
    assertThat(report.episodes()).containsOnlyKeys(Scenario.values());
  }

  @Test
  void theReportCountsWhatIsInTheLines() throws IOException {
    var out = new ByteArrayOutputStream();
    WorldReport report = new PaymentWorld(USUAL).writeTo(out);
    List<JsonNode> events = WorldLines.events(USUAL);
    assertThat(report.bytes()).isEqualTo(out.size());
    assertThat(report.fraudEvents())
        .isEqualTo(events.stream().filter(e -> e.path("fraud").asInt() == 1).count());
    for (Map.Entry<String, Long> type : report.eventsByType().entrySet()) {
      assertThat(
              events.stream().filter(e -> WorldLines.text(e, "type").equals(type.getKey())).count())
          .isEqualTo(type.getValue());
    }
    assertThat(report.eventsByType().values().stream().mapToLong(n -> n).sum()).isEqualTo(20_000);
    assertThat(report.episodes().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(
            events.stream()
                .filter(e -> e.has("episode"))
                .map(e -> e.path("episode").asInt())
                .distinct()
                .count());
  }

  @Test
  void memoryHoldsOnlyTheEpisodesUnderWay() throws IOException {
    WorldSettings day = WorldSettings.of(300_000, 20_000, 5, 0.01);
    WorldReport busy = new PaymentWorld(day).writeTo(OutputStream.nullOutputStream());
    assertThat(busy.peakPending()).isLessThan(1_000);
    // As many events over ten times the time: about a tenth of the episodes at any one time.
    WorldReport calm =
        new PaymentWorld(day.during(LocalDate.of(2026, 3, 2), 10))
            .writeTo(OutputStream.nullOutputStream());
    assertThat(calm.peakPending()).isLessThan(200);
  }

  @Test
  void settingsOutOfBoundsAreRefusedWithTheReason() {
    assertThatThrownBy(() -> WorldSettings.of(-1, 1, 0, 0)).hasMessageContaining("events must be");
    assertThatThrownBy(() -> WorldSettings.of(1, 0, 0, 0)).hasMessageContaining("cards must be");
    assertThatThrownBy(() -> WorldSettings.of(1, 1, 0, 0.51)).hasMessageContaining("fraud rate");
    assertThatThrownBy(() -> WorldSettings.of(1, 1, 0, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> USUAL.withLookAlikes(0.5)).hasMessageContaining("look-alike rate");
    assertThatThrownBy(() -> USUAL.during(LocalDate.of(1969, 12, 31), 1))
        .hasMessageContaining("1970");
    assertThatThrownBy(() -> USUAL.during(LocalDate.of(2026, 1, 1), 0))
        .hasMessageContaining("days must be");
  }

  private static Scenario scenario(JsonNode event) {
    String label = WorldLines.text(event, "scenario");
    for (Scenario scenario : Scenario.values()) {
      if (scenario.label().equals(label)) {
        return scenario;
      }
    }
    throw new AssertionError("no such scenario: " + label);
  }

  private static byte[] bytes(WorldSettings settings) throws IOException {
    var out = new ByteArrayOutputStream();
    new PaymentWorld(settings).writeTo(out);
    return out.toByteArray();
  }
}
