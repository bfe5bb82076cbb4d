package io.tripline.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.ingest.BodyForm;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormatDetectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "[]",
        "\uFEFF[{}]",
        " [{},{}]",
        "{}",
        "{\"a\":1}\n\n",
        "{\n \"a\": {\"b\": 1}\n}",
        "{\"a\":\"}{\\\"}{\"}",
        "{\"a\":"
      })
  void oneJsonValue(String body) {
    assertThat(detect(body)).isEqualTo(BodyForm.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}\n{}",
        "{}{}",
        "{\"a\":\"}\"} \r\n {\"a\":2}\n",
        "{} x",
        "x\n{}",
        "\"a\"",
        "{}\n["
      })
  void severalLines(String body) {
    assertThat(detect(body)).isEqualTo(BodyForm.LINES);
  }

  @Property
  void anyBytesAreOneOrTheOther(@ForAll byte[] body) {
    assertThat(FormatDetection.detect(body, body.length)).isNotNull();
  }

  private static BodyForm detect(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return FormatDetection.detect(bytes, bytes.length);
  }
}
