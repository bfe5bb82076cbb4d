package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rules change while several callers send events: each event meets exactly one version. */
final class HotDeploymentTest {
  private static final int SENDERS = 3;
  private static final int BODIES = 60;
  private static final int EVENTS = 20;

  @TempDir Path folder;

  @Test
  void noEventIsLostAndNoneIsSeenTwice() throws Exception {
    try (LiveServer server = LiveServer.start(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(server.put("/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger versions = new AtomicInteger(1);
      Future<?> deployer =
          threads.submit(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  // The same rule in other words; and another rule set that comes and goes, with an
                  // event type of its own, so that the schema changes, too.
                  Answer changed =
                      server.put("/v1/rulesets/cards", Rules.BIG.replace("at once", "at " + i));
                  assertThat(changed.status()).as(changed.text()).isEqualTo(200);
                  versions.set(changed.json().get("version").intValue());
                  String other = Rules.PAYMENT.replace("Payment", "Other" + i % 7);
                  assertThat(server.put("/v1/rulesets/other", other).status()).isEqualTo(200);
                  if (i % 3 == 0) {
                    assertThat(server.delete("/v1/rulesets/other").status()).isEqualTo(200);
                  }
                }
              });
      List<Future<?>> senders = new ArrayList<>();
      for (int s = 0; s < SENDERS; s++) {
        int sender = s;
        senders.add(threads.submit(() -> send(server, sender)));
      }
      for (Future<?> each : senders) {
        each.get();
      }
      done.set(true);
      deployer.get();
      server.engine().awaitProcessed();

      Map<String, Integer> seen = new TreeMap<>();
      server
          .storage()
          .alertReader()
          .scan(
              0,
              alert ->
                  seen.merge(alert.alert().match().getFirst().ids().getFirst(), 1, Integer::sum)
                      != null);
      assertThat(seen).hasSize(SENDERS * BODIES * EVENTS);
      assertThat(seen.values()).containsOnly(1);
      assertThat(versions.get()).as("deployments under load").isGreaterThan(3);
      assertThat(server.get("/health").json().get("events").intValue())
          .isEqualTo(SENDERS * BODIES * EVENTS);
    }
  }

  private static void send(LiveServer server, int sender) {
    for (int b = 0; b < BODIES; b++) {
      StringBuilder body = new StringBuilder();
      for (int e = 0; e < EVENTS; e++) {
        String id = sender + "-" + b + "-" + e;
        body.append(Rules.payment(id, b, "c" + e, "300.00")).append('\n');
      }
      JsonNode answer = server.post("/v1/events", body.toString()).json();
      assertThat(answer.get("accepted").intValue()).as(answer.toString()).isEqualTo(EVENTS);
    }
  }
}
