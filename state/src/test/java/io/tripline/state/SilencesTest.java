package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SilencesTest {
  private static final SilenceMatcher EVERY_PART =
      new SilenceMatcher(
          new AlertFilter(List.of("s"), List.of("s/r"), List.of("t"), null),
          List.of(Severity.HIGH),
          new TreeMap<>(Map.of("card", "é1")));
  private static final Silence FULL = new Silence("i", EVERY_PART, 1, 2, "why", "ana", 3);

  @TempDir Path folder;
  private long now = 1_000;

  private RocksStorage open() {
    return RocksStorage.open(folder, StoreSettings.defaults(), () -> now);
  }

  private static Silence silence(String id, SilenceMatcher matcher, long from, long until) {
    return new Silence(id, matcher, from, until, "why", "", from);
  }

  private static SilenceMatcher card(String value) {
    return new SilenceMatcher(AlertFilter.ALL, List.of(), new TreeMap<>(Map.of("card", value)));
  }

  private static Alert alert(long ordinal, Value card, boolean inShadow) {
    return new Alert(
        ordinal,
        "%032x".formatted(ordinal),
        "s",
        "r",
        1,
        List.of(new NamedValue("card", card)),
        7,
        Severity.HIGH,
        85,
        "m",
        List.of(),
        List.of(),
        ordinal,
        List.of(),
        inShadow,
        List.of("t"),
        PersonalParts.NONE);
  }

  private static Alert alert(long ordinal, String card) {
    return alert(ordinal, new Value.Text(card), false);
  }

  private static List<Long> queued(RocksStorage storage) {
    return storage.outbox().due("w", 0, 1_000).stream().map(Outbox.Entry::ordinal).toList();
  }

  private static List<String> marks(RocksStorage storage) {
    return storage.alertReader().list(0, 1_000).stream()
        .map(each -> String.valueOf(each.silenced()))
        .toList();
  }

  /** The bytes are on people's disks: when this fails, a new format number is needed. */
  @Test
  void theStoredFormsStayAsTheyAre() {
    String golden =
        String.join(
            "",
            "01" + "00000001" + "69",
            "00000001" + "00000001" + "73",
            "00000001" + "00000003" + "732f72",
            "00000001" + "00000001" + "74",
            "00000001" + "00000004" + "68696768",
            "00000001" + "00000004" + "63617264" + "00000003" + "c3a931",
            "0000000000000001" + "0000000000000002",
            "00000003" + "776879" + "00000003" + "616e61" + "0000000000000003");
    assertThat(HexFormat.of().formatHex(RocksSilences.encode(FULL))).isEqualTo(golden);
    assertThat(RocksSilences.decode(HexFormat.of().parseHex(golden))).isEqualTo(FULL);
    assertThat(RocksSilences.decodeMark(HexFormat.of().parseHex("010000000169"))).isEqualTo("i");
    assertThatThrownBy(() -> RocksSilences.decodeMark(HexFormat.of().parseHex("020000000169")))
        .isInstanceOf(RecordReader.MalformedException.class);
  }

  @Test
  void aRecordThatIsCutOrWrongIsRefused() {
    byte[] whole = RocksSilences.encode(FULL);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RocksSilences.decode(cut))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
    String hex = HexFormat.of().formatHex(whole);
    for (String wrong :
        List.of(
            "02" + hex.substring(2),
            hex + "00",
            hex.replace("68696768", "68696769"),
            hex.replace("0000000000000002", "0000000000000000"))) {
      assertThatThrownBy(() -> RocksSilences.decode(HexFormat.of().parseHex(wrong)))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
  }

  @Test
  void whatIsSilencedIsStoredAndMarkedAndNotQueued() {
    try (RocksStorage storage = open()) {
      storage.webhooks().put(Samples.webhook("w"));
      assertThat(storage.silences().add(silence("a", card("c1"), 1_000, 2_000), now)).isTrue();
      storage
          .alerts()
          .append(
              List.of(alert(1, "c1"), alert(2, "c2"), alert(3, new Value.Text("c1"), true)),
              List.of());
      assertThat(queued(storage)).containsExactly(2L);
      assertThat(marks(storage)).containsExactly("a", "null", "null");
      assertThat(storage.alertReader().find("%032x".formatted(1)).orElseThrow().silenced())
          .isEqualTo("a");
      assertThat(storage.silences().silenced()).isEqualTo(1);
    }
    try (RocksStorage storage = open()) {
      assertThat(marks(storage)).containsExactly("a", "null", "null");
      assertThat(queued(storage)).containsExactly(2L);
      storage.alerts().append(List.of(alert(4, "c1")), List.of());
      assertThat(marks(storage).getLast()).isEqualTo("a");
      storage.alerts().forgetAfter(3);
      now = 2_000;
      storage.alerts().append(List.of(alert(4, "c1")), List.of());
      assertThat(marks(storage).getLast()).as("decided anew").isEqualTo("null");
      assertThat(queued(storage)).containsExactly(2L, 4L);
    }
  }

  @Test
  void itIsTheClockOfTheServerThatCountsAndNotTheTimeOfTheAlert() {
    try (RocksStorage storage = open()) {
      storage.webhooks().put(Samples.webhook("w"));
      storage.silences().add(silence("a", card("c"), 1_100, 1_200), now);
      long ordinal = 0;
      for (long at : new long[] {1_099, 1_100, 1_199, 1_200, 1_150}) {
        now = at;
        storage.alerts().append(List.of(alert(++ordinal, "c")), List.of());
      }
      assertThat(marks(storage)).containsExactly("null", "a", "a", "null", "a");
    }
  }

  @Test
  void whoEndsASilenceGetsTheNextAlert() {
    try (RocksStorage storage = open()) {
      storage.webhooks().put(Samples.webhook("w"));
      Silences silences = storage.silences();
      silences.add(silence("a", card("c"), 1_000, 9_000), now);
      silences.add(silence("later", card("c"), 5_000, 9_000), now);
      storage.alerts().append(List.of(alert(1, "c")), List.of());
      now = 1_500;
      assertThat(silences.end("a", now)).extracting(Silence::until).isEqualTo(1_500L);
      assertThat(silences.end("a", 1_600)).extracting(Silence::until).isEqualTo(1_500L);
      Silence never = silences.end("later", now);
      assertThat(never).extracting(Silence::from).isEqualTo(1_500L);
      assertThat(never).matches(each -> each.isOver(1_500) && !each.isActive(1_500));
      assertThat(silences.end("none", now)).isNull();
      storage.alerts().append(List.of(alert(2, "c")), List.of());
      assertThat(marks(storage)).containsExactly("a", "null");
    }
    try (RocksStorage storage = open()) {
      assertThat(storage.silences().find("a")).extracting(Silence::until).isEqualTo(1_500L);
    }
  }

  @Test
  void thereIsABoundAndTheOneThatWasOverFirstMakesRoom() {
    try (RocksStorage storage = open()) {
      Silences silences = storage.silences();
      LongStream.range(0, Silences.MOST)
          .forEach(i -> silences.add(silence("s" + i, card("c"), 1_000 + i, 10_000 + i), now));
      assertThat(silences.add(silence("x", card("c"), 1_000, 9_000), now)).isFalse();
      now = 10_002;
      assertThat(silences.add(silence("x", card("c"), now, 20_000), now)).isTrue();
      assertThat(silences.list()).hasSize(Silences.MOST);
      assertThat(silences.find("s0")).isNull();
      assertThat(silences.find("s1")).isNotNull();
      assertThat(silences.list().getFirst().id()).isEqualTo("x");
      assertThatThrownBy(() -> silences.add(silence("x", card("c"), 1, 2), now))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s, '', '', '', true",
    "o, '', '', '', false",
    "'', r, '', '', true",
    "'', s/r, '', '', true",
    "'', o/r, '', '', false",
    "'', '', t, '', true",
    "'', '', u, '', false",
    "'', '', '', HIGH, true",
    "'', '', '', CRITICAL, false",
    "s, r, t, HIGH, true",
    "s, r, t, LOW, false"
  })
  void allPartsMustFit(String ruleSet, String rule, String tag, String severity, boolean fits) {
    SilenceMatcher matcher =
        new SilenceMatcher(
            new AlertFilter(some(ruleSet), some(rule), some(tag), null),
            some(severity).stream().map(Severity::valueOf).toList(),
            new TreeMap<>());
    assertThat(matcher.matches(alert(1, "c"))).isEqualTo(fits);
  }

  private static List<String> some(String name) {
    return name.isEmpty() ? List.of() : List.of(name);
  }

  @Test
  void aKeyFitsIfEachPartReadsExactlySo() {
    assertThat(card("c1").matches(alert(1, "c1"))).isTrue();
    assertThat(card("c").matches(alert(1, "c1"))).isFalse();
    assertThat(card("C1").matches(alert(1, "c1"))).isFalse();
    assertThat(card("7").matches(alert(1, new Value.Int(7), false))).isTrue();
    Value decimal = new Value.Decimal(new BigDecimal("7.50"));
    assertThat(card("7.50").matches(alert(1, decimal, false))).isTrue();
    assertThat(card("7.5").matches(alert(1, decimal, false))).isFalse();
    assertThat(card("null").matches(alert(1, new Value.Null(), false))).isTrue();
    SilenceMatcher other =
        new SilenceMatcher(
            AlertFilter.ALL, List.of(), new TreeMap<>(Map.of("card", "c1", "shop", "x")));
    assertThat(other.matches(alert(1, "c1"))).isFalse();
  }
}
