package io.tripline.dsl.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  @Test
  void findsTheNearest() {
    List<String> names = List.of("merchant", "amount", "account", "mcc", "id");
    assertThat(DidYouMean.nearest("merchnt", names)).isEqualTo("merchant");
    assertThat(DidYouMean.nearest("Merchant", names)).isEqualTo("merchant");
    assertThat(DidYouMean.nearest("acount", names)).isEqualTo("account");
    assertThat(DidYouMean.nearest("mmc", names)).isEqualTo("mcc");
    assertThat(DidYouMean.nearest("country", names)).isNull();
    assertThat(DidYouMean.nearest("x", List.of("y"))).isEqualTo("y");
    assertThat(DidYouMean.nearest("a".repeat(1_000), names)).isNull();
  }

  @Test
  void countsSwappedNeighborsOnce() {
    assertThat(DidYouMean.distance("hihg", "high")).isEqualTo(1);
    assertThat(DidYouMean.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(DidYouMean.distance("", "abc")).isEqualTo(3);
  }
}
