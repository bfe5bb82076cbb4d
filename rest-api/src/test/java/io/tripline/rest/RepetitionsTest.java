package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import io.tripline.state.IdempotencyKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent again, as callers do that have had no answer. */
final class RepetitionsTest {
  private static final String WEBHOOK = "{\"url\":\"http://localhost:9/\"}";

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer create(String key, String body) {
    return server.send(
        "POST",
        "/v1/webhooks",
        body.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        key);
  }

  private int webhooks() {
    return server.get("/v1/webhooks").json().get("webhooks").size();
  }

  @Test
  void aRepetitionIsAnsweredAsTheFirstWas() {
    Answer first = create("\"one\"", WEBHOOK);
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(first.json().get("secret").stringValue()).isNotEmpty();
    Answer again = create("\"one\"", WEBHOOK);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(webhooks()).isEqualTo(1);
    assertThat(create("\"two\"", WEBHOOK).text()).isNotEqualTo(first.text());
    assertThat(webhooks()).isEqualTo(2);
  }

  @Test
  void alsoAfterARestart() {
    Answer first = create("one", WEBHOOK);
    server.close();
    server = LiveServer.start(folder);
    assertThat(create("one", WEBHOOK).text()).isEqualTo(first.text());
    assertThat(webhooks()).isEqualTo(1);
  }

  @Test
  void aKeyIsOfOneRequest() {
    assertThat(create("one", WEBHOOK).status()).isEqualTo(201);
    Answer other = create("one", WEBHOOK.replace(":9", ":10"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").stringValue())
        .isEqualTo("urn:tripline:problem:idempotency-key-reused");
    Answer elsewhere = server.send("POST", "/v1/savepoints", null, "Idempotency-Key", "one");
    assertThat(elsewhere.status()).isEqualTo(422);
    assertThat(server.get("/v1/savepoints").json().get("savepoints")).isEmpty();
  }

  @Test
  void whatWasRefusedCanBeAskedAgain() {
    assertThat(create("one", "{}").status()).isEqualTo(400);
    assertThat(create("one", WEBHOOK).status()).isEqualTo(201);
  }

  @Test
  void aKeyHasAForm() {
    for (String wrong : List.of("with space", "x".repeat(201))) {
      Answer answer = create(wrong, WEBHOOK);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
    }
    assertThat(webhooks()).isZero();
  }

  @Test
  void whatTheProcessEndedOverIsNotDoneTwice() throws Exception {
    // As a crash leaves it: begun, and never answered.
    byte[] ofCaller =
        MessageDigest.getInstance("SHA-256")
            .digest("local\0one\0".getBytes(StandardCharsets.UTF_8));
    byte[] fingerprint =
        MessageDigest.getInstance("SHA-256")
            .digest(("POST\0/v1/webhooks\0\0\0" + WEBHOOK).getBytes(StandardCharsets.UTF_8));
    server
        .storage()
        .idempotencyKeys()
        .put(ofCaller, new IdempotencyKeys.Request(fingerprint, System.currentTimeMillis(), null));
    Answer again = create("one", WEBHOOK);
    assertThat(again.status()).as(again.text()).isEqualTo(409);
    assertThat(again.json().get("type").stringValue())
        .isEqualTo("urn:tripline:problem:outcome-unknown");
    assertThat(webhooks()).isZero();
  }

  @Test
  void manyAtOnceAreDoneOnce() throws Exception {
    List<Callable<Answer>> same = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      same.add(() -> create("one", WEBHOOK));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Answer> each : threads.invokeAll(same)) {
        assertThat(each.get().status()).isIn(201, 409);
      }
    }
    assertThat(webhooks()).isEqualTo(1);
  }
}
