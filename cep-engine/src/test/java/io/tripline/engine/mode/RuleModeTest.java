package io.tripline.engine.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleModeTest {
  private static byte[] key(String text) {
    return (text + "\0\0").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void modesAreWrittenAsTheyAreRead() {
    for (String text : List.of("live", "shadow", "sample 10%", "sample 0.01%", "sample 99.99%")) {
      assertThat(RuleMode.parse(text).orElseThrow().text()).isEqualTo(text);
    }
    assertThat(RuleMode.parse(" Sample  5 ")).contains(new RuleMode(500));
    assertThat(RuleMode.parse("sample 2.50 %")).contains(new RuleMode(250));
    for (String text :
        List.of(
            "", "paused", "sample", "sample 0%", "sample 100%", "sample -1%", "sample 1.001%")) {
      assertThat(RuleMode.parse(text)).as(text).isEmpty();
    }
    assertThatThrownBy(() -> new RuleMode(RuleMode.ALL + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The example of the operations page; places never change, or running samples would. */
  @Test
  void whereAKeyStandsIsPromised() {
    for (int share : List.of(1, PLACE_OF_C1, PLACE_OF_C1 + 1, RuleMode.ALL - 1)) {
      assertThat(new RuleMode(share).tells(key("c1"))).isEqualTo(share > PLACE_OF_C1);
    }
  }

  private static final int PLACE_OF_C1 = 4252;

  @Test
  void aSampleHasItsShareOfKeys() {
    int told = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] key = key("card-" + i);
      told += new RuleMode(1_000).tells(key) ? 1 : 0;
      assertThat(RuleMode.LIVE.tells(key)).isTrue();
      assertThat(RuleMode.SHADOW.tells(key)).isFalse();
      assertThat(new RuleMode(2_000).tells(key) || !new RuleMode(1_000).tells(key)).isTrue();
    }
    assertThat(told).isBetween(9_600, 10_400);
  }
}
