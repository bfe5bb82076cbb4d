package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What keys take of memory, and checkpoints of time, as callers see it. */
final class KeyMemoryTest {
  private static final int CARDS = 1_000;
  private static final int PAYMENTS_OF_EACH = 3;

  private static final String RULES =
      """
      event Payment { id string @id  time timestamp @time  card string  amount decimal(2) }
      rule much {
        severity low
        on Payment by card when sum(amount) over 1h > 1000000.00
        alert "{card}"
      }
      rule twice {
        severity low
        by card
        pattern first -> second within 1h
        define
          first: Payment where amount < 2.00
          second: Payment where amount > 100.00
        alert "{first.card}"
      }
      """;

  @TempDir Path folder;
  private LiveServer server;

  private record Keys(long states, long bytes) {}

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
    assertThat(server.put("/v1/rulesets/cards", RULES).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Keys keys() throws InterruptedException {
    server.engine().awaitProcessed();
    JsonNode keys = server.get("/v1/status").json().get("keys");
    long bytes = keys.get("bytes").longValue();
    assertThat(metric("tripline_key_bytes")).isEqualTo(bytes);
    return new Keys(keys.get("states").longValue(), bytes);
  }

  private double metric(String name) {
    return server
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private void pay(int payment) {
    String events =
        IntStream.range(0, CARDS)
            .mapToObj(
                card ->
                    "{\"type\":\"Payment\",\"id\":\"p%d-%d\",\"card\":\"card-%d\",\"amount\":1.00,\"time\":\"2026-01-31T10:%02d:00Z\"}"
                        .formatted(payment, card, card, payment))
            .collect(Collectors.joining("\n"));
    assertThat(server.post("/v1/events", events).status()).isEqualTo(200);
  }

  @Test
  void keysThatComeAndGoAreSeen() throws InterruptedException {
    Keys none = keys();
    assertThat(none.states()).isZero();
    long before = none.bytes();
    for (int payment = 0; payment < PAYMENTS_OF_EACH; payment++) {
      pay(payment);
      long now = keys().bytes();
      // A row of a window is 16 bytes; a key's record, with its bytes, some 70.
      assertThat(now - before).isGreaterThan((payment == 0 ? 70L : 16L) * CARDS);
      before = now;
    }
    Keys full = keys();
    assertThat(full.states()).isEqualTo(CARDS);

    server.close();
    server = LiveServer.start(folder);
    // Blocks that have grown have some room; those that were just read have not.
    assertThat(keys().bytes()).isBetween(full.bytes() / 2, full.bytes());
    assertThat(keys().states()).isEqualTo(CARDS);

    // An hour, and an eighth of it that expiry may take.
    String later = "{\"time\": \"2026-01-31T12:00:00Z\"}";
    assertThat(server.post("/v1/time", later).status()).isEqualTo(200);
    assertThat(keys().bytes()).isLessThan(full.bytes() / 10);
    assertThat(keys().states()).isZero();
  }

  @Test
  void aCheckpointSaysWhatItWroteAndHowLongWorkersPaused() throws InterruptedException {
    pay(0);
    server.engine().awaitProcessed();
    server.engine().checkpoint();
    long first = checkpoints().get("last_bytes").longValue();
    // Of each key its name, a partial match and a row.
    assertThat(first).isGreaterThan(50L * CARDS);
    assertThat(checkpoints().get("last_sequence").longValue())
        .isEqualTo(server.engine().stats().lastSequence());

    String one =
        "{\"type\":\"Payment\",\"id\":\"x\",\"card\":\"card-1\",\"amount\":1.00,\"time\":\"2026-01-31T10:10:00Z\"}";
    assertThat(server.post("/v1/events", one).status()).isEqualTo(200);
    server.engine().awaitProcessed();
    server.engine().checkpoint();
    JsonNode second = checkpoints();
    assertThat(second.get("last_bytes").longValue()).isBetween(1L, first / 4);
    assertThat(second.get("bytes").longValue())
        .isGreaterThanOrEqualTo(first + second.get("last_bytes").longValue());
    assertThat(second.get("longest_pause_ms").doubleValue()).isPositive();
    assertThat(metric("tripline_checkpoint_pause_seconds_count"))
        .isGreaterThanOrEqualTo(second.get("count").longValue());
    // The status says whole microseconds.
    double longest = (second.get("longest_pause_ms").doubleValue() + 0.001) / 1_000;
    assertThat(metric("tripline_checkpoint_pause_seconds_sum"))
        .isLessThanOrEqualTo(metric("tripline_checkpoint_pause_seconds_count") * longest);
  }

  private JsonNode checkpoints() {
    return server.get("/v1/status").json().get("checkpoints");
  }
}
