package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.port.StorageException;
import io.tripline.ingest.IntakeSettings;
import io.tripline.rest.LiveServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverloadAndFailureTest {
  private static final Runnable NOTHING = () -> {};

  @TempDir Path folder;

  /** What happens before each write of the journal. */
  private final AtomicReference<Runnable> beforeWrite = new AtomicReference<>(NOTHING);

  @Test
  void aFullEngineAnswersBusyAndTakesNothingOfThatBody() throws Exception {
    EngineSettings tiny = new EngineSettings(1, 8, 0, 100, 100, 1 << 16);
    CountDownLatch open = new CountDownLatch(1);
    try (LiveServer server = start(tiny);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.put("/v1/rulesets/cards", Rules.BIG);
      beforeWrite.set(() -> await(open));
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String event = Rules.payment("e" + i, 0, "c1", "300.00");
        answers.add(threads.submit(() -> server.postJson("/v1/events", event)));
      }
      Awaitility.await().until(() -> answers.stream().filter(Future::isDone).count() > 0);
      beforeWrite.set(NOTHING);
      open.countDown();

      int accepted = 0;
      int busy = 0;
      for (Future<Answer> each : answers) {
        Answer answer = each.get();
        if (answer.status() == 200) {
          accepted++;
        } else {
          busy++;
          HttpBasicsTest.problem(answer, 429, "busy");
          assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
      }
      assertThat(accepted).isPositive();
      assertThat(busy).isPositive();
      server.engine().awaitProcessed();
      assertThat(server.storage().alertReader().count()).isEqualTo(accepted);
      assertThat(server.postJson("/v1/events", Rules.payment("z", 0, "c1", "300.00")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void afterAFailureOfTheStoreNothingIsAcknowledged() {
    try (LiveServer server = start(EngineSettings.defaults())) {
      server.put("/v1/rulesets/cards", Rules.BIG);
      beforeWrite.set(
          () -> {
            throw new StorageException("the disk is full");
          });
      for (int i = 0; i < 2; i++) {
        Answer answer = server.postJson("/v1/events", Rules.payment("e" + i, 0, "c1", "300.00"));
        HttpBasicsTest.problem(answer, 503, "engine-failed");
      }
      Answer health = server.get("/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().get("status").stringValue()).isEqualTo("failed");
      assertThat(health.json().get("failure").stringValue()).contains("the disk is full");
      Answer live = server.get("/health/live");
      assertThat(live.status()).isEqualTo(503);
      assertThat(live.json().get("status").stringValue()).isEqualTo("failed");
      assertThat(live.json().get("failure").stringValue()).contains("the disk is full");
      Answer ready = server.get("/health/ready");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().get("reasons").get(0).stringValue())
          .startsWith("The engine has stopped on an error: ")
          .contains("the disk is full");
      assertThat(server.get("/metrics").text()).contains("tripline_engine_up 0.0");
      HttpBasicsTest.problem(server.put("/v1/rulesets/cards", Rules.PAYMENT), 503, "engine-failed");
    }
  }

  @Test
  void aServerWhoseDiskIsAwayIsNotReadyButLives() throws IOException {
    try (LiveServer server = start(EngineSettings.defaults())) {
      Answer ready = server.get("/health/ready");
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.json().toString()).isEqualTo("{\"status\":\"ready\",\"reasons\":[]}");
      Path journal = folder.resolve("journal");
      Path away = Files.move(journal, folder.resolve("away"));
      ready = server.get("/health/ready");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().toString())
          .isEqualTo(
              "{\"status\":\"not-ready\",\"reasons\":[\"The data folder cannot be reached.\"]}");
      Answer live = server.get("/health/live");
      assertThat(live.status()).isEqualTo(200);
      assertThat(live.json().toString()).isEqualTo("{\"status\":\"live\",\"failure\":null}");
      Files.move(away, journal);
      assertThat(server.get("/health/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void aRequestUnderWayIsAnsweredWhenTheServerStops() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    try (LiveServer server = start(EngineSettings.defaults());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.put("/v1/rulesets/cards", Rules.BIG);
      beforeWrite.set(
          () -> {
            writing.countDown();
            await(open);
          });
      Future<Answer> answer =
          threads.submit(
              () -> server.postJson("/v1/events", Rules.payment("e", 0, "c1", "300.00")));
      writing.await();
      int port = server.port();
      Future<?> stopping = threads.submit(server::stopServer);
      Awaitility.await().until(() -> !listens(port));
      beforeWrite.set(NOTHING);
      open.countDown();
      assertThat(answer.get().status()).isEqualTo(200);
      stopping.get();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private LiveServer start(EngineSettings engine) {
    IntakeSettings intake = IntakeSettings.defaults();
    return LiveServer.start(
        folder,
        LiveServer.ANY_PORT,
        engine,
        new IntakeSettings(
            intake.source(),
            Duration.ofMillis(20),
            intake.chunkBytes(),
            intake.rejectedBytes(),
            intake.idleDecoders(),
            intake.limits(),
            intake.maxAhead()),
        storage -> new WatchedStorage(storage, beforeWrite));
  }
}
