package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
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
    byte[] golden = golden("alert-4.hex");
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

  private static Alert withoutTags() {
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
        List.of());
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
