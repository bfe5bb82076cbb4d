package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AlertCodecTest {

  /** The bytes are on people's disks: when this fails, a new format number is needed. */
  @Test
  void theStoredFormStaysAsItIs() throws IOException {
    byte[] golden = golden("alert-5.hex");
    assertThat(HexFormat.of().formatHex(AlertCodec.encode(Samples.everything())))
        .isEqualTo(HexFormat.of().formatHex(golden));
    assertThat(AlertCodec.decode(7, golden)).isEqualTo(Samples.everything());
  }

  @Test
  void alertsOfBeforeModesAreRead() throws IOException {
    assertThat(AlertCodec.decode(7, golden("alert-2.hex"))).isEqualTo(withoutTags());
  }

  @Test
  void alertsOfBeforeTagsAreRead() throws IOException {
    assertThat(AlertCodec.decode(7, golden("alert-3.hex"))).isEqualTo(withoutTags());
  }

  /** All of them may tell of personal data: nobody has noted which do. */
  @Test
  void alertsOfBeforePersonalPartsAreRead() throws IOException {
    Alert read = AlertCodec.decode(7, golden("alert-4.hex"));
    assertThat(read).isEqualTo(with(Samples.everything().tags(), PersonalParts.UNKNOWN));
    Alert masked = read.masked();
    assertThat(masked.message()).isEqualTo(Value.MASKED);
    assertThat(masked.key()).extracting(NamedValue::value).containsOnly(new Value.Text("•••"));
    assertThat(masked.match().getFirst().ids()).containsExactly("•••", "•••");
    assertThat(masked.with())
        .extracting(NamedValue::value)
        .containsOnly(new Value.Text("•••"), new Value.Null());
  }

  @Test
  void onlyWhatIsPersonalIsMasked() {
    Alert all = Samples.everything();
    Alert masked = all.masked();
    assertThat(masked.key().getFirst()).isEqualTo(text("card", "•••"));
    assertThat(masked.key().getLast()).isEqualTo(all.key().getLast());
    assertThat(masked.message()).isEqualTo("•••");
    assertThat(masked.with().get(0).value()).as("that there is none").isEqualTo(new Value.Null());
    assertThat(masked.with().get(1)).isEqualTo(text("text", "•••"));
    assertThat(masked.with().subList(2, 10)).isEqualTo(all.with().subList(2, 10));
    assertThat(masked.match().getFirst())
        .isEqualTo(new Alert.Binding("probe", List.of("•••", "•••"), List.of(11L, 12L)));
    assertThat(masked.id()).isEqualTo(all.id());
    assertThat(masked.masked()).as("once more").isEqualTo(masked);
    Alert none = Samples.alert(1);
    assertThat(none.masked()).isSameAs(none);
  }

  private static NamedValue text(String name, String value) {
    return new NamedValue(name, new Value.Text(value));
  }

  private static Alert withoutTags() {
    return with(List.of(), PersonalParts.UNKNOWN);
  }

  private static Alert with(List<String> tags, PersonalParts personal) {
    Alert all = Samples.everything();
    return new Alert(
        all.ordinal(),
        all.id(),
        all.ruleSet(),
        all.rule(),
        all.version(),
        all.key(),
        all.time(),
        all.severity(),
        all.score(),
        all.message(),
        all.with(),
        all.match(),
        all.sequence(),
        all.order(),
        all.inShadow(),
        tags,
        personal);
  }

  @Test
  void anAlertInShadowComesBack() {
    Alert alert = Samples.inShadow(1);
    assertThat(AlertCodec.decode(1, AlertCodec.encode(alert))).isEqualTo(alert);
    assertThat(Samples.webhook("w").wants(alert)).isFalse();
    assertThat(Samples.webhook("w").wants(Samples.alert(1))).isTrue();
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = AlertCodecTest.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void everySeverityComesBack(Severity severity) {
    Alert alert = Samples.alert(1, "r", severity);
    assertThat(AlertCodec.decode(1, AlertCodec.encode(alert))).isEqualTo(alert);
  }

  @Test
  void aRecordThatIsCutIsRefused() {
    byte[] whole = AlertCodec.encode(Samples.everything());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> AlertCodec.decode(7, cut))
          .as("length %d", length)
          .isInstanceOf(RecordReader.MalformedException.class);
    }
    assertThatThrownBy(() -> AlertCodec.decode(7, Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(RecordReader.MalformedException.class)
        .hasMessageContaining("too many");
  }

  @Test
  void anUnknownFormatIsRefused() {
    byte[] record = AlertCodec.encode(Samples.everything());
    record[0] = 9;
    assertThatThrownBy(() -> AlertCodec.decode(7, record)).hasMessageContaining("format 9");
  }

  /** Whatever the bytes, there is an alert or a refusal, never another error or a huge array. */
  @Test
  void bytesChangedAtRandomNeverDoWorse() {
    long seed = new Random().nextLong();
    System.out.println("AlertCodecTest seed " + seed);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] record = AlertCodec.encode(Samples.everything());
      record[random.nextInt(record.length)] = (byte) random.nextInt();
      try {
        assertThat(AlertCodec.decode(7, record).ordinal()).isEqualTo(7);
      } catch (RecordReader.MalformedException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
