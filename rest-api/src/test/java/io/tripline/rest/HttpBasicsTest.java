package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What holds for every route. */
final class HttpBasicsTest {
  private static final int MAX_BODY = 100_000;

  @TempDir static Path folder;
  private static LiveServer server;

  @BeforeAll
  static void start() {
    server = LiveServer.start(folder, LiveServer.ANY_PORT.withBodies(MAX_BODY, 250_000));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anUnknownPath() {
    JsonNode problem = problem(server.get("/v1/nothing"), 404, "not-found");
    assertThat(problem.get("detail").stringValue()).isEqualTo("Nothing is served at /v1/nothing.");
    assertThat(problem.get("title").stringValue()).isEqualTo("There is no such thing");
  }

  @Test
  void longAnswersArePackedForWhoTakesThat() throws IOException, InterruptedException {
    byte[] plain = server.get("/openapi.json").response().body();
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/openapi.json"))
            .header("Accept-Encoding", "gzip")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> packed = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(packed.headers().allValues("Vary").toString()).contains("Accept-Encoding");
      assertThat(packed.body().length).isLessThan(plain.length / 4);
      try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
        assertThat(unpacked.readAllBytes()).isEqualTo(plain);
      }
    }
  }

  @Test
  void aWrongMethod() {
    Answer answer = server.send("PATCH", "/v1/events", null);
    problem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).isEqualTo("POST");
  }

  @Test
  void aWrongMediaType() {
    problem(
        server.post("/v1/events", "<a/>", "Content-Type", "text/xml"),
        415,
        "unsupported-media-type");
    problem(
        server.post("/v1/events", "{}", "Content-Type", "application/json; charset=latin1"),
        415,
        "unsupported-media-type");
    Answer encoded = server.post("/v1/events", "{}", "Content-Encoding", "br");
    problem(encoded, 415, "unsupported-media-type");
    assertThat(encoded.header("Accept-Encoding")).isEqualTo("gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /v1/events", "PUT /v1/rulesets/x", "POST /v1/webhooks"})
  void aBodyThatIsTooLarge(String route) {
    String[] words = route.split(" ");
    byte[] body = new byte[MAX_BODY + 1];
    JsonNode problem = problem(server.send(words[0], words[1], body), 413, "body-too-large");
    assertThat(problem.get("limit").intValue()).isEqualTo(MAX_BODY);
  }

  @Test
  void aBodyThatIsMuchTooLargeIsAnsweredToo() {
    problem(server.send("POST", "/v1/events", new byte[50 << 20]), 413, "body-too-large");
  }

  @Test
  void aPackedBodyThatUnpacksTooLarge() throws IOException {
    byte[] body = gzip(new byte[20 << 20]);
    assertThat(body.length).isLessThan(MAX_BODY);
    problem(
        server.send("POST", "/v1/events", body, "Content-Encoding", "gzip"), 413, "body-too-large");
  }

  @Test
  void aPackedBodyThatIsNone() throws IOException {
    problem(
        server.send(
            "POST",
            "/v1/events",
            "{}".getBytes(StandardCharsets.UTF_8),
            "Content-Encoding",
            "gzip"),
        400,
        "bad-request");
    byte[] whole = gzip("{}".repeat(1000).getBytes(StandardCharsets.UTF_8));
    byte[] broken = Arrays.copyOf(whole, whole.length - 9);
    problem(
        server.send("POST", "/v1/events", broken, "Content-Encoding", "gzip"), 400, "bad-request");
  }

  @Test
  void manyBodiesOneAfterTheOtherGiveTheirBytesBack() {
    for (int i = 0; i < 10; i++) {
      assertThat(server.put("/v1/rulesets/x", " ".repeat(90_000)).status()).isNotEqualTo(429);
    }
  }

  @Test
  void bodiesThatTogetherAreTooLargeMustWait() throws IOException {
    byte[] body = " ".repeat(60_000).getBytes(StandardCharsets.UTF_8);
    try (Socket one = halfSent();
        Socket two = halfSent()) {
      await().until(() -> server.send("PUT", "/v1/rulesets/x", body).status() == 429);
      Answer busy = server.send("PUT", "/v1/rulesets/x", body);
      problem(busy, 429, "busy");
      assertThat(busy.header("Retry-After")).isEqualTo("1");
      assertThat(one.isConnected() && two.isConnected()).isTrue();
    }
    await().until(() -> server.send("PUT", "/v1/rulesets/x", body).status() == 200);
  }

  /** A request whose body does not end. */
  private static Socket halfSent() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket
        .getOutputStream()
        .write(
            ("PUT /v1/rulesets/y HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + MAX_BODY
                    + "\r\n\r\nhalf")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, ''",
    "127.0.0.1.evil.example, ''",
    "192.168.0.1:8080, ''",
    "localhost, http://evil.example",
    "localhost, null",
    "localhost, http://localhost.evil.example:80"
  })
  void foreignCallersAreRefused(String host, String origin) throws IOException {
    assertThat(rawStatus(host, origin)).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, ''",
    "LOCALHOST, ''",
    "127.0.0.1:1, http://localhost:3000",
    "[::1]:8080, http://[::1]:8080",
    "127.8.9.1, https://127.0.0.1"
  })
  void localCallersAreServed(String host, String origin) throws IOException {
    assertThat(rawStatus(host, origin)).isEqualTo(200);
  }

  /** The JDK's client does not let one choose these headers. */
  private static int rawStatus(String host, String origin) throws IOException {
    String answer =
        raw(
            "GET /health HTTP/1.1\r\nHost: "
                + host
                + (origin.isEmpty() ? "" : "\r\nOrigin: " + origin)
                + "\r\nConnection: close\r\n\r\n");
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatIsNoHttpIsAProblemToo() throws IOException {
    assertThat(
            raw("GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431")
        .contains("application/problem+json")
        .contains("\"type\":\"urn:tripline:problem:http\"")
        .doesNotContainIgnoringCase("jetty");
    assertThat(raw("GET /v1/alerts/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("\r\nConnection: close\r\n");
    assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContain("\tat ");
  }

  @Test
  void anotherAddressThanTheLoopbackIsRefused() {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      assertThatThrownBy(
              () -> TriplineServer.start(LiveServer.ANY_PORT.withAddress(host, 0), backend()))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("nobody would ask who they are")
          .hasMessageContaining(host);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(
            () ->
                TriplineServer.start(
                    LiveServer.ANY_PORT.withAddress("127.0.0.1", server.port()), backend()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("choose another port");
  }

  private static Backend backend() {
    return server.backend();
  }

  @Test
  void healthSaysWhatThereIs() {
    Answer answer = server.get("/health");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().get("status").stringValue()).isEqualTo("up");
    assertThat(answer.json().get("watermark").isNull()).isTrue();
    assertThat(answer.json().get("failure").isNull()).isTrue();
  }

  @Test
  void anUnknownParameterIsNamed() {
    JsonNode problem = problem(server.get("/v1/alerts?color=red"), 400, "bad-request");
    assertThat(problem.get("parameter").stringValue()).isEqualTo("color");
    assertThat(problem.get("detail").stringValue())
        .isEqualTo(
            "The parameter color is not known here; known are acknowledged, after, feedback, from,"
                + " key, limit, mode, order, personal_data, rule, ruleset,"
                + " same_key_as, to.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/alerts?limit=0",
        "/v1/alerts?limit=1001",
        "/v1/alerts?limit=x",
        "/v1/alerts?limit=1&limit=2",
        "/v1/alerts?after=-1",
        "/v1/alerts?order=up",
        "/v1/alerts?from=yesterday",
        "/v1/alerts?to=2026-13-01T00:00:00Z",
        "/v1/rejected-events?limit=0",
        "/v1/rejected-events?before=0",
        "/v1/rulesets/Upper",
        "/v1/rulesets/_x",
        "/v1/rulesets/x.trip"
      })
  void whatIsNotValid(String path) {
    problem(server.get(path), 400, "bad-request");
  }

  static JsonNode problem(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("type").stringValue()).isEqualTo("urn:tripline:problem:" + type);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("title").stringValue()).isNotBlank();
    assertThat(problem.get("detail").stringValue()).isNotBlank().doesNotContain("\n");
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\\tat ");
    return problem;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
