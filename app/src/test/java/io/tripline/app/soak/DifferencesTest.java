package io.tripline.app.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a soak would find, if there were something to find. */
final class DifferencesTest {
  private static final String A = "{\"id\":\"a\"}";
  private static final String B = "{\"id\":\"b\"}";
  private static final String SHADOW = "{\"id\":\"s\",\"mode\":\"shadow\"}";

  @Test
  void theSameAlertsAreFine() {
    assertThat(Differences.of(List.of(A, SHADOW, B), List.of(A, SHADOW, B), Set.of("a", "b")))
        .isEmpty();
  }

  @Test
  void anAlertThatIsLostOrNew() {
    assertThat(Differences.of(List.of(A, B), List.of(A), Set.of("a", "b")))
        .containsExactly("1 alerts are lost, such as b");
    assertThat(Differences.of(List.of(A), List.of(A, B), Set.of("a")))
        .containsExactly("1 alerts should not be there, such as b");
  }

  @Test
  void anAlertThatIsThereTwice() {
    assertThat(Differences.of(List.of(A, B), List.of(A, A), Set.of("a", "b")).getFirst())
        .isEqualTo("1 alerts are there twice, such as a");
  }

  @Test
  void anAlertThatIsDifferentOrInAnotherPlace() {
    String other = "{\"id\":\"a\",\"version\":2}";
    assertThat(Differences.of(List.of(A), List.of(other), Set.of("a")))
        .containsExactly("alert 1 is\n  " + other + "\nand should be\n  " + A);
    assertThat(Differences.of(List.of(A, B), List.of(B, A), Set.of("a", "b"))).hasSize(1);
  }

  @Test
  void whatTheReceiverDidNotGetOrShouldNotHaveGot() {
    assertThat(Differences.of(List.of(A, B), List.of(A, B), Set.of("a")))
        .containsExactly("1 alerts did not come to the receiver, such as b");
    assertThat(Differences.of(List.of(SHADOW), List.of(SHADOW), Set.of("s")))
        .containsExactly("1 alerts came to the receiver that nobody should be told of, such as s");
  }
}
