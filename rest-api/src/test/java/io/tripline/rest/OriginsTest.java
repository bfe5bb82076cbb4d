package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.rest.security.SecuritySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web pages of other origins, as their browsers ask for them. */
final class OriginsTest {
  private static final ServerSettings WITH_KEYS =
      LiveServer.ANY_PORT.withSecurity(SecuritySettings.defaults().withKeys());
  private static final String PAGE = "https://fraud.example.com";

  @TempDir Path folder;

  /** What a browser sends, which Java's client does not let anybody send. */
  private static String ask(LiveServer server, String request) throws IOException {
    try (Socket socket = new Socket(server.uri().getHost(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private static String request(String method, String origin, String more) {
    return method
        + " /v1/alerts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: "
        + origin
        + "\r\n"
        + more
        + "\r\n";
  }

  private static String asksFirst(String origin) {
    return request(
        "OPTIONS",
        origin,
        "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n");
  }

  @Test
  void usuallyThereAreNone() throws IOException {
    try (LiveServer server = LiveServer.start(folder, WITH_KEYS)) {
      assertThat(ask(server, asksFirst(PAGE))).doesNotContainIgnoringCase("access-control");
      assertThat(ask(server, request("GET", PAGE, "")))
          .startsWith("HTTP/1.1 401")
          .doesNotContainIgnoringCase("access-control");
    }
  }

  @Test
  void thoseThatAreNamedMayAskAndBeAnswered() throws IOException {
    ServerSettings settings = WITH_KEYS.withOrigins(List.of(PAGE, "http://localhost:3000"));
    try (LiveServer server = LiveServer.start(folder, settings)) {
      for (String origin : settings.origins()) {
        assertThat(ask(server, asksFirst(origin)))
            .startsWith("HTTP/1.1 200")
            .containsIgnoringCase("access-control-allow-origin: " + origin)
            .containsIgnoringCase("access-control-allow-headers: authorization")
            .containsIgnoringCase("access-control-max-age: 600")
            .doesNotContainIgnoringCase("access-control-allow-credentials");
        // Without a key a page is nobody, and may see that.
        assertThat(ask(server, request("GET", origin, "")))
            .startsWith("HTTP/1.1 401")
            .containsIgnoringCase("access-control-allow-origin: " + origin)
            .containsIgnoringCase("etag");
      }
      for (String other :
          List.of("https://evil.example.com", "https://fraud.example.com.evil", "null")) {
        assertThat(ask(server, asksFirst(other)))
            .as(other)
            .doesNotContainIgnoringCase("access-control-allow-origin");
        assertThat(ask(server, request("GET", other, "")))
            .as(other)
            .doesNotContainIgnoringCase("access-control-allow-origin");
      }
    }
  }

  @Test
  void notWhereNobodyIsAsked() {
    assertThatThrownBy(() -> LiveServer.ANY_PORT.withOrigins(List.of(PAGE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asked who they are");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "https://*.example.com", "fraud.example.com", "https://a/", "ftp://a", ""})
  void anOriginIsAsBrowsersSendIt(String wrong) {
    assertThatThrownBy(() -> WITH_KEYS.withOrigins(List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("as browsers send it");
  }
}
