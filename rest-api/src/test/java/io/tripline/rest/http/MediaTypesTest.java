package io.tripline.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaTypesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "TEXT/PLAIN; q=0.5",
        "text/*",
        "application/json;q=0.2, text/plain;q=0.4",
        "*/*;q=0.1, text/plain"
      })
  void textIsPreferred(String accept) {
    assertThat(MediaTypes.prefers(accept, "text/plain", "application/json")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "text/plain, application/json",
        "text/plain;q=x",
        "image/png"
      })
  void theUsualFormIsGiven(String accept) {
    assertThat(MediaTypes.prefers(accept, "text/plain", "application/json")).isFalse();
  }

  @Test
  void noWishAtAll() {
    assertThat(MediaTypes.prefers(null, "text/plain", "application/json")).isFalse();
    assertThat(MediaTypes.essence(null)).isEmpty();
    assertThat(MediaTypes.essence(" Application/JSON ; charset=utf-8"))
        .isEqualTo("application/json");
  }
}
