package io.tripline.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are given before the request's body is read reach the caller all the same. */
final class EarlyAnswersTest {
  private static final int MAX_BODY = 100_000;

  /** More than the two ends' buffers hold, so that it is still being sent when it is answered. */
  private static final int LARGE = 24 << 20;

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

  @ParameterizedTest
  @CsvSource({
    "413, POST /v1/events, localhost, ''",
    "413, PUT /v1/rulesets/x, localhost, ''",
    "413, POST /v1/webhooks, localhost, ''",
    "415, POST /v1/events, localhost, Content-Type: text/xml",
    "400, PUT /v1/rulesets/_, localhost, ''",
    "403, POST /v1/events, evil.example, ''",
    "404, POST /v1/nothing, localhost, ''",
    "405, PATCH /v1/events, localhost, ''"
  })
  void aCallerThatGoesOnSendingHasItsAnswerAndMayAskAgain(
      int status, String request, String host, String header) throws IOException {
    try (Caller caller = new Caller()) {
      caller.send(head(request, host, "Content-Length: " + LARGE, header));
      caller.send(new byte[1000]);
      caller.awaitAnswer();
      caller.send(new byte[LARGE - 1000]);
      assertThat(caller.readUntil("}")).startsWith("HTTP/1.1 " + status);
      caller.send(head("GET /health", "localhost", "Accept: application/json", ""));
      assertThat(caller.readUntil("}")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aBodyOfUnknownLength() throws IOException {
    try (Caller caller = new Caller()) {
      caller.send(head("POST /v1/events", "localhost", "Transfer-Encoding: chunked", ""));
      caller.send((Integer.toHexString(LARGE) + "\r\n").getBytes(US_ASCII));
      caller.send(new byte[MAX_BODY + 1]);
      caller.awaitAnswer();
      caller.send(new byte[LARGE - MAX_BODY - 1]);
      caller.send("\r\n0\r\n\r\n".getBytes(US_ASCII));
      assertThat(caller.readUntil("}")).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aCallerThatAsksFirstIsNotToldToSend() throws IOException {
    try (Caller caller = new Caller()) {
      caller.send(
          head("POST /v1/events", "localhost", "Content-Length: " + LARGE, "Expect: 100-continue"));
      assertThat(caller.wholeAnswer()).startsWith("HTTP/1.1 413").endsWith("}");
    }
  }

  @Test
  void aCallerThatWasToldToSendHasItsAnswer() throws IOException {
    try (Caller caller = new Caller()) {
      caller.send(
          head(
              "POST /v1/events",
              "localhost",
              "Transfer-Encoding: chunked",
              "Expect: 100-continue"));
      caller.awaitAnswer();
      caller.send((Integer.toHexString(LARGE) + "\r\n").getBytes(US_ASCII));
      caller.send(new byte[LARGE]);
      assertThat(caller.readUntil("}")).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413");
    }
  }

  @Test
  void aConnectionWhoseBodyIsThereIsUsedAgain() throws IOException {
    try (Caller caller = new Caller()) {
      for (int i = 0; i < 3; i++) {
        byte[] head = head("POST /v1/nothing", "localhost", "Content-Length: 5", "");
        caller.send((new String(head, US_ASCII) + "12345").getBytes(US_ASCII));
        assertThat(caller.readUntil("}")).startsWith("HTTP/1.1 404");
      }
    }
  }

  @Test
  void aCallerThatGoesAwayHarmsNobody() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (Caller caller = new Caller()) {
        caller.send(head("POST /v1/events", "localhost", "Content-Length: " + LARGE, ""));
        caller.send(new byte[1000]);
        caller.awaitAnswer();
      }
    }
    assertThat(server.get("/health").status()).isEqualTo(200);
  }

  private static byte[] head(String request, String host, String first, String second) {
    return (request
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\n"
            + first
            + "\r\n"
            + (second.isEmpty() ? "" : second + "\r\n")
            + "\r\n")
        .getBytes(US_ASCII);
  }

  /** One connection, byte by byte. */
  private static final class Caller implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    private final OutputStream out = socket.getOutputStream();
    private final InputStream in = socket.getInputStream();

    Caller() throws IOException {}

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void awaitAnswer() {
      await().until(() -> in.available() > 0);
    }

    /** All that comes until the server closes. */
    String wholeAnswer() throws IOException {
      return new String(in.readAllBytes(), ISO_8859_1);
    }

    String readUntil(String end) throws IOException {
      StringBuilder text = new StringBuilder();
      while (!text.toString().endsWith(end)) {
        int next = in.read();
        assertThat(next).as("the end came after: %s", text).isNotNegative();
        text.append((char) next);
      }
      return text.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
