package io.tripline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JsonLinesTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final LoggerContext context = new LoggerContext();
  private final JsonLines lines = new JsonLines();

  JsonLinesTest() {
    lines.setContext(context);
    lines.start();
  }

  private String line(Level level, String message, @Nullable Throwable error, Object... values) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("io.tripline.Some"), level, message, error, values);
    event.setThreadName("worker \"1\"");
    event.setInstant(Instant.parse("2026-01-31T10:00:00Z"));
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void aLineHasItsMembersInThisOrder() {
    assertThat(line(Level.WARN, "{} of {}", null, 1, "two"))
        .isEqualTo(
            "{\"time\":\"2026-01-31T10:00:00.000Z\",\"level\":\"warn\","
                + "\"logger\":\"io.tripline.Some\",\"thread\":\"worker \\\"1\\\"\","
                + "\"message\":\"1 of two\"}\n");
  }

  @Test
  void anErrorHasItsStackAndItsCauses() {
    Exception error = new IllegalStateException("a\nb\t\"c\"", new RuntimeException("below"));
    String line = line(Level.ERROR, "failed", error);
    assertThat(line.chars().filter(each -> each == '\n').count()).isEqualTo(1);
    assertThat(JSON.readTree(line).get("error").stringValue())
        .startsWith("java.lang.IllegalStateException: a\nb\t\"c\"\n\tat " + getClass().getName())
        .contains("\nCaused by: java.lang.RuntimeException: below\n\t... ")
        .doesNotEndWith("\n");
  }

  @Property
  void anyTextComesBackFromOneLine(@ForAll @StringLength(max = 50) String text) {
    String line = line(Level.INFO, "{}", null, text);
    assertThat(line).endsWith("\n");
    assertThat(line.substring(0, line.length() - 1).chars()).allMatch(each -> each >= ' ');
    JsonNode read = JSON.readTree(line);
    // What has no UTF-8 has none in the log either.
    String written = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(read.get("message").stringValue()).isEqualTo(written);
    assertThat(read.has("error")).isFalse();
  }
}
