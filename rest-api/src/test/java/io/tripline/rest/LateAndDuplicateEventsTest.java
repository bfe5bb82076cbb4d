package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a sender and an operator see of events that come too late, or again. */
final class LateAndDuplicateEventsTest {
  private static final String RULES =
      """
      event Payment {
        id     string     @id(dedupe 1h)
        time   timestamp  @time(lateness 5s)
        amount decimal(2)
      }
      event Login {
        number int        @id(dedupe 10m)
        time   timestamp  @time
      }
      rule any     { on Payment by none when amount > 0  alert "{id}" }
      rule a_login { on Login by none when number > 0  alert "{number}" }
      """;

  @TempDir Path folder;

  private static String payment(String id, String time, String amount) {
    return "{\"type\":\"Payment\",\"id\":\"%s\",\"time\":\"2026-01-31T%sZ\",\"amount\":%s}\n"
        .formatted(id, time, amount);
  }

  private static String login(long number, String time) {
    return "{\"type\":\"Login\",\"number\":%d,\"time\":\"2026-01-31T%sZ\"}\n"
        .formatted(number, time);
  }

  private static void send(LiveServer server, int accepted, String... events)
      throws InterruptedException {
    JsonNode answer = server.post("/v1/events", String.join("", events)).json();
    assertThat(answer.get("accepted").intValue()).as(answer.toString()).isEqualTo(accepted);
    server.engine().awaitProcessed();
  }

  private static long alerts(LiveServer server) {
    return server.get("/health").json().get("alerts").longValue();
  }

  @Test
  void aSenderThatSendsAgainIsAnsweredAlikeAndNothingIsMatchedTwice() throws InterruptedException {
    String[] batch = {login(1, "10:00:00"), login(2, "10:00:01"), login(3, "10:00:02")};
    try (LiveServer server = LiveServer.start(folder)) {
      assertThat(server.put("/v1/rulesets/bank", RULES).status()).isEqualTo(200);
      send(server, 3, batch);
      assertThat(alerts(server)).isEqualTo(3);
      send(server, 3, batch);
      assertThat(alerts(server)).isEqualTo(3);
    }
    try (LiveServer server = LiveServer.start(folder)) {
      send(server, 4, batch[0], batch[1], login(4, "10:10:01"), batch[2]);
      send(server, 2, batch[1], login(2, "10:10:02"));
      assertThat(alerts(server)).as("4; and 2, whose ten minutes are over").isEqualTo(5);
      JsonNode status = server.get("/v1/status").json();
      assertThat(status.get("duplicates").longValue()).isEqualTo(7);
      assertThat(status.get("ids").toString())
          .isEqualTo(
              "[{\"type\":\"Login\",\"remembered\":3,\"forgotten_early\":0},"
                  + "{\"type\":\"Payment\",\"remembered\":0,\"forgotten_early\":0}]");
      assertThat(server.get("/metrics").text())
          .contains(
              "tripline_events_duplicate_total 7.0",
              "tripline_ids_remembered{type=\"Login\"} 3.0",
              "tripline_ids_forgotten_early_total{type=\"Login\"} 0.0");
    }
  }

  @Test
  void whatCameTooLateCanBeFound() throws InterruptedException {
    try (LiveServer server = LiveServer.start(folder)) {
      assertThat(server.put("/v1/rulesets/bank", RULES).status()).isEqualTo(200);
      send(
          server,
          6,
          payment("p1", "10:00:00", "1.00"),
          payment("p2", "09:59:55", "2.00"),
          payment("p3", "09:59:54.999", "3.50"),
          payment("p1", "09:00:00", "1.00"),
          payment("p4", "09:58:00", "4.00"),
          payment("p4", "09:58:00", "4.00"));
      Answer late = server.get("/v1/events/late?limit=1");
      assertThat(late.status()).as(late.text()).isEqualTo(200);
      JsonNode first = late.json().get("late_events").get(0);
      assertThat(first.get("raw").stringValue())
          .isEqualTo(payment("p4", "09:58:00", "4.00").strip());
      assertThat(late.json().get("next").longValue()).isEqualTo(2);
      assertThat(late.json().get("count").longValue()).isEqualTo(2);
      JsonNode second = server.get("/v1/events/late?before=2").json().get("late_events").get(0);
      assertThat(second.toString())
          .startsWith(
              "{\"number\":1,\"event\":3,\"type\":\"Payment\",\"id\":\"p3\","
                  + "\"time\":\"2026-01-31T09:59:54.999Z\",\"behind\":\"PT5.001S\",\"source\":0,\"raw\":");
      JsonNode status = server.get("/v1/status").json();
      assertThat(status.get("diverted").longValue()).isEqualTo(2);
      assertThat(status.get("duplicates").longValue()).isEqualTo(2);
      assertThat(server.get("/metrics").text())
          .contains("tripline_store_late 2.0", "tripline_events_diverted_total 2.0");
      assertThat(server.get("/v1/events/late?limit=0").status()).isEqualTo(400);
    }
  }
}
