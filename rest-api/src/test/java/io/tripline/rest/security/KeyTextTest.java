package io.tripline.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyTextTest {
  @Test
  void aKeyIsReadAsItWasMade() {
    SecureRandom random = new SecureRandom();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      KeyText.Made made = KeyText.make(random);
      assertThat(made.text()).matches("trip_[0-9a-z]{10}_[0-9A-Za-z]{49}");
      KeyText read = KeyText.read(made.text());
      assertThat(read).isNotNull();
      assertThat(read.id()).isEqualTo(made.key().id()).isEqualTo(made.text().substring(5, 15));
      assertThat(read.digest()).isEqualTo(made.key().digest()).hasSize(32);
      assertThat(texts.add(made.text())).isTrue();
    }
  }

  /** Scanners know keys by this form. */
  @Test
  void theFormStaysAsItIs() {
    KeyText read = KeyText.read("trip_0123456789_" + "a".repeat(43) + "3QnUnA");
    assertThat(read).isNotNull();
    assertThat(read.id()).isEqualTo("0123456789");
    assertThat(HexFormat.of().formatHex(read.digest()))
        .isEqualTo("12b2ba1e79b183ae1b30113e140e356ee44535165980e108ea7ea697984c48b8");
  }

  @Test
  void anyChangedCharacterIsSeen() {
    String text = KeyText.make(new SecureRandom()).text();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(KeyText.read(changed)).as("character %d", i).isNull();
      assertThat(KeyText.read(text.substring(0, i))).isNull();
    }
    assertThat(KeyText.read(text + " ")).isNull();
    assertThat(KeyText.read(text.replace("trip_", "trip-"))).isNull();
  }

  /** A record would tell its parts. */
  @Test
  void itIsNotTold() {
    KeyText.Made made = KeyText.make(new SecureRandom());
    assertThat(made.key().toString()).isEqualTo("key " + made.key().id());
  }
}
