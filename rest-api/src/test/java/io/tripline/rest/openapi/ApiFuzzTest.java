package io.tripline.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.Rules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random requests made of the API's document: whatever they hold, none is answered with an error of
 * the server, and each as the document says. {@code -Dtripline.fuzz.requests=N} asks for more of
 * them, {@code -Dtripline.fuzz.seed=N} for others.
 */
final class ApiFuzzTest {
  private static final String RULES =
      Rules.BIG
          + """
          list cards of string
          table customers key account {
            segment string
          }
          rule listed {
            on Payment by card
            when card in cards and customers[card].segment = "vip"
            alert "listed"
          }
          """;

  @TempDir Path folder;

  @Test
  void noRequestIsAnErrorOfTheServer() throws InterruptedException {
    int requests = Integer.getInteger("tripline.fuzz.requests", 2_000);
    long seed = Long.getLong("tripline.fuzz.seed", System.nanoTime());
    System.out.println("tripline.fuzz.seed = " + seed);
    Map<Integer, Integer> statuses = new TreeMap<>();
    try (LiveServer server = LiveServer.start(folder)) {
      server.put("/v1/rulesets/cards", RULES);
      server.postJson("/v1/events", Rules.payment("e0", 0, "c1", "250.00"));
      server.engine().awaitProcessed();
      String alert = server.get("/v1/alerts").json().get("alerts").get(0).get("id").stringValue();
      String webhook =
          server
              .postJson("/v1/webhooks", "{\"url\":\"http://localhost:9/\"}")
              .json()
              .get("id")
              .stringValue();
      Fuzz fuzz =
          new Fuzz(
              server.contract(),
              seed,
              List.of(
                  RULES,
                  Rules.BIG,
                  "",
                  "account,segment\nc1,vip\n",
                  "[{\"value\":\"c1\"}]",
                  Rules.payment("e1", 1, "c1", "250.00") + "\n",
                  "{\"type\":\"Payment\"}\n[1]\n\n"),
              List.of(alert, webhook, "one"));
      for (int i = 0; i < requests; i++) {
        Fuzz.Request request = fuzz.next();
        Answer answer =
            server.send(
                request.method(),
                request.target(),
                request.body(),
                request.headers().toArray(String[]::new));
        assertThat(answer.status())
            .as("request %d of seed %d: %s: %s", i, seed, request, answer.text())
            .isLessThan(500);
        statuses.merge(answer.status(), 1, Integer::sum);
      }
    }
    System.out.println("answers by status: " + statuses);
    assertThat(statuses.get(200)).as("requests that were fine").isGreaterThan(requests / 10);
  }
}
