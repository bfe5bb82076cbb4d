package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists and tables as callers see them, and what rules make of them. */
final class ContentsRoutesTest {
  private static final String RULES =
      """
      event Payment {
        id       string     @id
        time     timestamp  @time
        account  string
        merchant string
        amount   decimal(2)
      }
      list bad_merchants of string
      list amounts of decimal(1)
      table customers key account {
        segment      string
        daily_limit  decimal(2)?
        phone        string?  @pii
      }
      rule watched {
        on Payment by account
        when merchant in bad_merchants or amount > customers[account].daily_limit or amount in amounts
        alert "{customers[account].segment}"
      }
      """;

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
    assertThat(server.put("/v1/rulesets/cards", RULES).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer send(String method, String path, String body) {
    return server.send(method, path, body.getBytes(StandardCharsets.UTF_8));
  }

  private void pay(String id, String account, String merchant, String amount) {
    String event =
        "{\"id\":\"%s\",\"time\":\"2026-01-31T10:00:00Z\",\"account\":\"%s\",\"merchant\":\"%s\",\"amount\":%s}"
            .formatted(id, account, merchant, amount);
    assertThat(server.post("/v1/events", event).json().get("accepted").asInt()).isEqualTo(1);
  }

  private List<String> alerts() throws InterruptedException {
    server.engine().awaitProcessed();
    List<String> alerts = new ArrayList<>();
    for (JsonNode alert : server.get("/v1/alerts").json().get("alerts")) {
      alerts.add(
          alert.get("match").get("e").get(0).asString() + " " + alert.get("message").asString());
    }
    return alerts;
  }

  private static List<String> texts(JsonNode nodes, String member) {
    List<String> texts = new ArrayList<>();
    nodes.forEach(node -> texts.add(node.get(member).asString()));
    return texts;
  }

  @Test
  void aChangeIsInEffectForTheNextEvent() throws InterruptedException {
    pay("p1", "a", "Kiosk", "10.00");
    Answer put =
        send("PUT", "/v1/lists/bad_merchants?by=ann", "value,reason\nKiosk,fraud\nÄrger,\n");
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(put.text()).isEqualTo("{\"name\":\"bad_merchants\",\"entries\":2,\"count\":2}");
    pay("p2", "a", "Kiosk", "10.00");
    assertThat(
            send(
                    "POST",
                    "/v1/tables/customers/rows",
                    "{\"account\":\"a\",\"segment\":\"gold\",\"daily_limit\":9.99,\"phone\":\"123\"}")
                .status())
        .isEqualTo(200);
    pay("p3", "a", "Shop", "10.00");
    assertThat(
            server
                .send("DELETE", "/v1/lists/bad_merchants/entries/Kiosk?reason=ok&by=bob", null)
                .status())
        .isEqualTo(204);
    pay("p4", "b", "Kiosk", "10.00");
    // Found by value, whatever the digits.
    assertThat(
            send("POST", "/v1/lists/amounts/entries", "[{\"value\":2.5},{\"value\":\"10.1\"}]")
                .status())
        .isEqualTo(200);
    pay("p5", "b", "Shop", "2.50");
    pay("p6", "b", "Shop", "2.51");
    assertThat(alerts()).containsExactly("p2 null", "p3 gold", "p5 null");
  }

  @Test
  void entriesAreReadBackInOrderAndByPages() {
    StringBuilder csv = new StringBuilder("value\n");
    for (int i = 0; i < 250; i++) {
      csv.append("m%03d\n".formatted(i));
    }
    assertThat(send("PUT", "/v1/lists/bad_merchants", csv.toString()).status()).isEqualTo(200);
    List<String> all = new ArrayList<>();
    String next = "/v1/lists/bad_merchants?limit=100";
    while (!next.isEmpty()) {
      JsonNode page = server.get(next).json();
      assertThat(page.get("count").asInt()).isEqualTo(250);
      all.addAll(texts(page.get("entries"), "value"));
      next =
          page.get("next").isNull()
              ? ""
              : "/v1/lists/bad_merchants?limit=100&after=" + page.get("next").asString();
    }
    assertThat(all).hasSize(250).isEqualTo(new ArrayList<>(new TreeSet<>(all)));

    send("PUT", "/v1/tables/customers?by=ann", "account,segment,phone\n\"x, y/ü\",gold,123\n");
    JsonNode page = server.get("/v1/tables/customers").json();
    JsonNode row = page.get("rows").get(0);
    assertThat(page.get("columns").toString())
        .contains("{\"name\":\"phone\",\"type\":\"string\",\"nullable\":true,\"pii\":true}");
    assertThat(row.get("account").asString()).isEqualTo("x, y/ü");
    assertThat(row.get("phone").asString()).isEqualTo("•••");
    assertThat(row.get("daily_limit").isNull()).isTrue();
    assertThat(row.get("changed_by").asString()).isEqualTo("ann");
    assertThat(row.get("changed_at").asString()).startsWith("20");
    assertThat(server.get("/v1/tables/customers/rows/x,%20y%2F%C3%BC").json()).isEqualTo(row);
    assertThat(server.get("/v1/tables").json().get("tables").get(0).get("count").asInt())
        .isEqualTo(1);
    assertThat(texts(server.get("/v1/lists").json().get("lists"), "name"))
        .containsExactly("amounts", "bad_merchants");
    assertThat(server.get("/metrics").text())
        .contains("tripline_contents_entries{kind=\"table\",name=\"customers\"} 1");
  }

  @Test
  void nothingIsChangedWhereAnythingIsWrong() {
    send("PUT", "/v1/lists/amounts", "value\n1.5\n");
    Answer answer = send("PUT", "/v1/lists/amounts", "value\n2.5\nx\n2.55\n");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asString())
        .isEqualTo("2 entries are wrong; nothing was changed.");
    assertThat(answer.json().get("wrong").asInt()).isEqualTo(2);
    assertThat(texts(answer.json().get("errors"), "line")).containsExactly("3", "4");
    assertThat(texts(server.get("/v1/lists/amounts").json().get("entries"), "value"))
        .containsExactly("1.5");

    assertThat(server.get("/v1/lists/nothing").status()).isEqualTo(404);
    assertThat(server.get("/v1/lists/customers").status()).isEqualTo(404);
    assertThat(server.get("/v1/lists/amounts/entries/x").status()).isEqualTo(400);
    assertThat(server.get("/v1/lists/amounts/entries/7").status()).isEqualTo(404);
    assertThat(server.send("DELETE", "/v1/lists/amounts/entries/7", null).status()).isEqualTo(404);
    assertThat(server.get("/v1/lists/amounts?page=2").status()).isEqualTo(400);
  }

  @Test
  void anUploadHasABound() {
    server.close();
    server = LiveServer.start(folder, LiveServer.ANY_PORT.withUploads(100));
    assertThat(send("PUT", "/v1/lists/bad_merchants", "value\n" + "x\n".repeat(20)).status())
        .isEqualTo(200);
    Answer large = send("PUT", "/v1/lists/bad_merchants", "value\n" + "x\n".repeat(100));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.json().get("limit").asInt()).isEqualTo(100);
  }

  @Test
  void contentsOutliveTheServer() throws InterruptedException {
    send("PUT", "/v1/lists/bad_merchants", "value,reason\nKiosk,fraud\nShop,\n");
    send("POST", "/v1/tables/customers/rows", "account,segment,daily_limit\na,gold,1\nb,blue,2\n");
    server.send("DELETE", "/v1/lists/bad_merchants/entries/Shop", null);
    String list = server.get("/v1/lists/bad_merchants").text();
    String table = server.get("/v1/tables/customers").text();
    server.close();
    server = LiveServer.start(folder);
    assertThat(server.get("/v1/lists/bad_merchants").text()).isEqualTo(list);
    assertThat(server.get("/v1/tables/customers").text()).isEqualTo(table);
    pay("p1", "b", "Kiosk", "1.00");
    pay("p2", "b", "Shop", "1.00");
    assertThat(alerts()).containsExactly("p1 blue");
  }

  @Test
  void uploadsAtOnceDoNotMix() throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(3)) {
      for (int round = 0; round < 5; round++) {
        List<Callable<Answer>> uploads = new ArrayList<>();
        for (String letter : List.of("a", "b", "c")) {
          StringBuilder csv = new StringBuilder("value\n");
          for (int i = 0; i < 3_000; i++) {
            csv.append(letter).append(i).append('\n');
          }
          uploads.add(() -> send("PUT", "/v1/lists/bad_merchants", csv.toString()));
        }
        for (Future<Answer> done : callers.invokeAll(uploads)) {
          assertThat(done.get().status()).isEqualTo(200);
        }
        JsonNode page = server.get("/v1/lists/bad_merchants?limit=1000").json();
        assertThat(page.get("count").asInt()).isEqualTo(3_000);
        assertThat(
                texts(page.get("entries"), "value").stream().map(each -> each.charAt(0)).distinct())
            .hasSize(1);
      }
    }
  }
}
