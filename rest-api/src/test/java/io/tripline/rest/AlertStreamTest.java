package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts as callers hear them live. */
@Timeout(60)
final class AlertStreamTest {
  private static final int MOST = 3;

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder, LiveServer.ANY_PORT.withMaxAlertStreams(MOST));
    assertThat(server.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A caller that reads line by line. */
  private static final class Listener implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    final String status;

    Listener(int port, String target, String... headers) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      String request =
          "GET " + target + " HTTP/1.0\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      status = in.readLine().split(" ")[1];
    }

    /** The next alert's id in the stream, and its event's. */
    String next() throws IOException {
      String id = "";
      while (true) {
        String line = in.readLine();
        if (line == null) {
          return "the end";
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          return id + " " + line.replaceAll(".*\"p\":\\[\"(\\w+)\"].*", "$1");
        }
      }
    }

    List<String> next(int count) throws IOException {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(next());
      }
      return all;
    }

    /** Until the stream has begun. */
    Listener awaitBegin() throws IOException {
      String line = in.readLine();
      while (!line.startsWith(":")) {
        line = in.readLine();
      }
      return this;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void pay(int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(
            i ->
                assertThat(
                        server
                            .postJson(
                                "/v1/events", Rules.payment("e" + i, i, "c" + i % 2, "250.00"))
                            .status())
                    .isEqualTo(200));
  }

  private static List<String> expected(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> i + " e" + i).toList();
  }

  @Test
  void alertsAreHeardAsTheyAreRaisedByAll() throws IOException {
    pay(1, 2);
    try (Listener one = new Listener(server.port(), "/v1/alerts/stream").awaitBegin();
        Listener all = new Listener(server.port(), "/v1/alerts/stream?after=0").awaitBegin()) {
      assertThat(one.status).isEqualTo("200");
      assertThat(all.next(2)).isEqualTo(expected(1, 2));
      pay(3, 5);
      assertThat(one.next(3)).isEqualTo(expected(3, 5));
      assertThat(all.next(3)).isEqualTo(expected(3, 5));
    }
  }

  @Test
  void whoComesBackMissesNothingAndHearsNothingTwice() throws IOException {
    pay(1, 3);
    String last;
    try (Listener first = new Listener(server.port(), "/v1/alerts/stream?after=0")) {
      last = first.next(2).getLast().split(" ")[0];
    }
    pay(4, 5);
    try (Listener again =
        new Listener(
            server.port(), "/v1/alerts/stream?after=0", "Last-Event-ID: " + last + "\r\n")) {
      assertThat(again.next(3)).isEqualTo(expected(3, 5));
      assertThat(server.get("/metrics").text()).contains("tripline_alert_streams 1");
    }
  }

  @Test
  void aFilterHoldsAndItsPlaceMovesOn() throws IOException {
    try (Listener none =
        new Listener(server.port(), "/v1/alerts/stream?rule=other&after=0").awaitBegin()) {
      pay(1, 4);
      String line = none.in.readLine();
      while (!line.equals("id: 4")) {
        assertThat(line).doesNotStartWith("data");
        line = none.in.readLine();
      }
    }
    assertThat(server.get("/v1/alerts/stream?mode=loud").status()).isEqualTo(400);
    assertThat(server.get("/v1/alerts/stream", "Last-Event-ID", "x").status()).isEqualTo(400);
  }

  @Test
  void thereAreSoManyStreamsAndNoMore() throws Exception {
    List<Listener> listeners = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      listeners.add(new Listener(server.port(), "/v1/alerts/stream").awaitBegin());
    }
    LiveServer.Answer refused = server.get("/v1/alerts/stream");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    for (Listener each : listeners) {
      each.close();
    }
    // That a caller has gone is seen at the next thing it is sent.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              pay(1 + listeners.size(), 1 + listeners.size());
              listeners.add(new Listener(server.port(), "/v1/alerts/stream"));
              return listeners.getLast().status.equals("200");
            });
    for (Listener each : listeners) {
      each.close();
    }
  }

  @Test
  void aServerThatStopsEndsTheStreamsSoon() throws IOException {
    try (Listener listener = new Listener(server.port(), "/v1/alerts/stream").awaitBegin()) {
      long begin = System.nanoTime();
      server.stopServer();
      assertThat(listener.next()).isEqualTo("the end");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void theStreamIsServedBesideAlertsOfAnyId() throws InterruptedException {
    pay(1, 1);
    server.engine().awaitProcessed();
    String id = server.get("/v1/alerts").json().get("alerts").get(0).get("id").stringValue();
    assertThat(Stream.of(id, "stream2").map(each -> server.get("/v1/alerts/" + each).status()))
        .containsExactly(200, 404);
  }
}
