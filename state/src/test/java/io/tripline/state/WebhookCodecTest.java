package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WebhookCodecTest {
  private static final HexFormat HEX = HexFormat.of();

  private static final Webhook FULL =
      new Webhook(
          "w",
          "https://h/",
          List.of(
              new Webhook.Secret("n", "whsec_2", 5, null),
              new Webhook.Secret("o", "whsec_1", 3, 9L)),
          "é",
          new AlertFilter(List.of("s"), List.of("a", "s/b"), List.of("t"), "high"),
          new DeliveryOptions(true, BodyTemplate.custom("{}"), true, null),
          false,
          "gone",
          2);

  private static final String BODY =
      "01" + "00000006" + "637573746f6d" + "00000002" + "7b7d" + "00000000" + "01";

  private static final String FULL_BYTES =
      String.join(
          "",
          "05" + "00000001" + "77" + "0000000a" + "68747470733a2f2f682f",
          "00000002" + "c3a9",
          "00000002",
          "00000001" + "6e" + "00000007" + "77687365635f32",
          "0000000000000005" + "7fffffffffffffff",
          "00000001" + "6f" + "00000007" + "77687365635f31",
          "0000000000000003" + "0000000000000009",
          "00000001" + "00000001" + "73",
          "00000002" + "00000001" + "61" + "00000003" + "732f62",
          "00000001" + "00000001" + "74",
          "00000004" + "68696768",
          "00" + "00000004" + "676f6e65" + "0000000000000002",
          BODY,
          "00");

  private static final String GROUPED_BYTES =
      "01"
          + ("00000002" + "00000004" + "72756c65" + "00000003" + "6b6579")
          + ("0000000000007530" + "00000064");

  private static final String WITH_ONE_SECRET =
      String.join(
          "",
          "01" + "00000001" + "77" + "0000000a" + "68747470733a2f2f682f",
          "00000007" + "77687365635f31",
          "00000002" + "c3a9",
          "00000001" + "00000001" + "61",
          "00000000",
          "01" + "0000000000000002");

  /** The bytes are on people's disks: when this fails, a new format number is needed. */
  @Test
  void theStoredFormStaysAsItIs() {
    assertThat(HEX.formatHex(WebhookCodec.encode(FULL))).isEqualTo(FULL_BYTES);
    assertThat(WebhookCodec.decode(HEX.parseHex(FULL_BYTES))).isEqualTo(FULL);
  }

  @Test
  void webhooksOfBeforeSeveralSecretsAreRead() {
    assertThat(WebhookCodec.decode(HEX.parseHex(WITH_ONE_SECRET)))
        .isEqualTo(
            new Webhook(
                "w",
                "https://h/",
                List.of(new Webhook.Secret("first", "whsec_1", 2, null)),
                "é",
                new AlertFilter(List.of(), List.of("a"), List.of(), null),
                DeliveryOptions.PLAIN,
                true,
                "",
                2));
  }

  @Test
  void webhooksOfBeforeAnOrderAreRead() {
    String unordered = "02" + FULL_BYTES.substring(2, FULL_BYTES.length() - BODY.length() - 2);
    assertThat(WebhookCodec.decode(HEX.parseHex(unordered))).isEqualTo(with(DeliveryOptions.PLAIN));
  }

  @Test
  void webhooksOfBeforeTemplatesAreRead() {
    String plain = "03" + FULL_BYTES.substring(2, FULL_BYTES.length() - BODY.length() - 2) + "01";
    assertThat(WebhookCodec.decode(HEX.parseHex(plain)))
        .isEqualTo(with(DeliveryOptions.PLAIN.inOrder()));
  }

  @Test
  void webhooksOfBeforeGroupsAreRead() {
    String ungrouped = "04" + FULL_BYTES.substring(2, FULL_BYTES.length() - 2);
    assertThat(WebhookCodec.decode(HEX.parseHex(ungrouped))).isEqualTo(FULL);
  }

  @Test
  void groupsAreKept() {
    Grouping grouping = new Grouping(Set.of(Grouping.By.KEY, Grouping.By.RULE), 30_000, 100);
    Webhook webhook = with(FULL.delivery().together(grouping));
    byte[] bytes = WebhookCodec.encode(webhook);
    assertThat(HEX.formatHex(bytes)).endsWith(BODY.substring(2) + GROUPED_BYTES);
    assertThat(WebhookCodec.decode(bytes)).isEqualTo(webhook);
    for (String[] wrong :
        List.of(
            new String[] {"6b6579", "6b657a"},
            new String[] {"0000000000007530", "0000000000000001"},
            new String[] {"00000064", "00000001"})) {
      String damaged = HEX.formatHex(bytes).replace(wrong[0], wrong[1]);
      assertThatThrownBy(() -> WebhookCodec.decode(HEX.parseHex(damaged)))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
    String ordered = HEX.formatHex(bytes).replace("00" + BODY.substring(2), BODY);
    assertThatThrownBy(() -> WebhookCodec.decode(HEX.parseHex(ordered)))
        .isInstanceOf(RecordReader.MalformedException.class);
  }

  @Test
  void eachTemplateIsReadBackAndNoneElse() {
    for (BodyTemplate each :
        List.of(
            BodyTemplate.DEFAULT,
            BodyTemplate.SLACK,
            BodyTemplate.pagerDuty("k"),
            BodyTemplate.custom("1"))) {
      Webhook webhook = with(new DeliveryOptions(false, each, false, null));
      assertThat(WebhookCodec.decode(WebhookCodec.encode(webhook))).isEqualTo(webhook);
    }
    for (String wrong : List.of("637573746f6e", "64656661756c")) {
      assertThatThrownBy(
              () -> WebhookCodec.decode(HEX.parseHex(FULL_BYTES.replace("637573746f6d", wrong))))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
  }

  private static Webhook with(DeliveryOptions delivery) {
    return new Webhook(
        FULL.id(),
        FULL.url(),
        FULL.secrets(),
        FULL.description(),
        FULL.filter(),
        delivery,
        FULL.enabled(),
        FULL.whyDisabled(),
        FULL.createdAt());
  }

  @Test
  void aRecordThatIsCutIsRefused() {
    byte[] whole = HEX.parseHex(FULL_BYTES);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> WebhookCodec.decode(cut))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
    assertThatThrownBy(() -> WebhookCodec.decode(HEX.parseHex(FULL_BYTES + "00")))
        .isInstanceOf(RecordReader.MalformedException.class);
    assertThatThrownBy(() -> WebhookCodec.decode(HEX.parseHex("06" + FULL_BYTES.substring(2))))
        .isInstanceOf(RecordReader.MalformedException.class);
  }
}
