package io.tripline.dsl.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
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
    assertThat(DidYouMean.nearest("İ".repeat(100), List.of("İ".repeat(99)))).isNotNull();
  }

  @Test
  void ofEquallyNearOnesTakesTheOneThatBeginsAlike() {
    assertThat(DidYouMean.nearest("onc", List.of("on", "once"))).isEqualTo("once");
    assertThat(DidYouMean.nearest("lst", List.of("list", "last", "test"))).isEqualTo("last");
  }

  @Test
  void findsWholeWords() {
    List<String> zones = List.of("Europe/Berlin", "Europe/Paris", "UTC");
    assertThat(DidYouMean.nearest("berlin", zones)).isEqualTo("Europe/Berlin");
    assertThat(DidYouMean.nearest("Europe", zones)).isNull(); // which of them?
    assertThat(DidYouMean.nearest("merchant_id", List.of("merchant", "id"))).isEqualTo("merchant");
    assertThat(DidYouMean.nearest("amounts_total", List.of("amount"))).isNull();
  }

  @Test
  void ofThoseTakesTheFirstInTheAlphabet() {
    assertThat(DidYouMean.nearest("car", List.of("cat", "cab", "can"))).isEqualTo("cab");
  }

  @Test
  void findsWhatTheFullDistanceFinds() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      names.add("card_" + Integer.toString(i * 7919 % 100_003, 36));
    }
    for (String written : List.of("card_1a", "crad_2b", "cadr1", "car_zz9", "acrd_77", "card")) {
      int most = Math.max(1, written.length() / 3);
      String expected =
          names.stream()
              .filter(n -> !n.equals(written) && DidYouMean.distance(written, n) <= most)
              .min(
                  Comparator.comparing((String n) -> DidYouMean.distance(written, n))
                      .thenComparing(n -> -sharedStart(written, n))
                      .thenComparing(Comparator.naturalOrder()))
              .orElse(null);
      assertThat(DidYouMean.nearest(written, names)).as(written).isEqualTo(expected);
    }
  }

  private static int sharedStart(String a, String b) {
    int i = 0;
    while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  @Test
  void countsSwappedNeighborsOnce() {
    assertThat(DidYouMean.distance("hihg", "high")).isEqualTo(1);
    assertThat(DidYouMean.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(DidYouMean.distance("", "abc")).isEqualTo(3);
  }
}
