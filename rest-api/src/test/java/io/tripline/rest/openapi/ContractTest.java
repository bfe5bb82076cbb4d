package io.tripline.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.tripline.rest.ApprovalTest;
import io.tripline.rest.LiveServer;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.Rules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The API's document: that it is one, that each endpoint answers as it says, and that a change of
 * it is seen. {@link LiveServer} holds the answers of all other tests against it, too.
 */
final class ContractTest {
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

  @TempDir static Path folder;
  @TempDir static Path proposed;
  private static LiveServer server;

  @BeforeAll
  static void start() {
    server = LiveServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theDocumentIsOpenApi() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult parsed =
        new OpenAPIV3Parser().readContents(server.get("/openapi.json").text(), null, options);
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getPaths()).isNotEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).startsWith("3.1");
  }

  @Test
  void aChangeOfTheDocumentIsSeen() throws IOException {
    Path kept = above().resolve("docs/openapi.json");
    String document = server.get("/openapi.json").text() + "\n";
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(kept, document);
    }
    assertThat(document)
        .as("docs/openapi.json; run with -Dgolden.update=true to write it anew")
        .isEqualTo(Files.readString(kept));
  }

  private static Path above() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("docs/api.md"))) {
      folder = folder.getParent();
    }
    return java.util.Objects.requireNonNull(folder);
  }

  @Test
  void everyEndpointAnswersAsItIsDescribed() throws InterruptedException {
    deploy();
    contents();
    events();
    alerts();
    webhooks();
    silences();
    keys();
    savepoints();
    backtests();
    rest();
    takeAway();
    proposals();
    List<String> unseen = new ArrayList<>();
    for (Contract.Operation each : server.contract().operations()) {
      if (each.isStream()) {
        continue; // see AlertStreamTest
      }
      each.said()
          .get("responses")
          .propertyNames()
          .forEach(
              status -> {
                if (status.startsWith("2")
                    && !server.contract().seen().contains(each.id() + " " + status)) {
                  unseen.add(each.id() + " " + status);
                }
              });
    }
    assertThat(unseen).as("answers that no request of this test has had").isEmpty();
  }

  private static void deploy() {
    fine(server.put("/v1/rulesets/cards", RULES));
    fine(server.put("/v1/rulesets/cards?test=true&start=drain&mode=shadow", RULES));
    fine(server.put("/v1/rulesets/cards?mode=live", RULES));
    fine(server.postJson("/v1/rulesets/cards/rollback", "{\"version\":1}"));
    fine(server.get("/v1/rulesets"));
    fine(server.get("/v1/rulesets/cards"));
    fine(server.get("/v1/rulesets/cards", "Accept", "text/plain"));
    fine(server.get("/v1/rulesets/cards/versions"));
    fine(server.get("/v1/rulesets/cards/versions/1"));
    fine(server.get("/v1/rulesets/cards/versions/1", "Accept", "text/plain"));
    for (String path : List.of("/v1/rulesets/cards", "/v1/rulesets/cards/rules/listed")) {
      fine(server.send("PUT", path + "/mode", utf8("{\"mode\":\"sample 10%\"}")));
      fine(server.send("POST", path + "/pause", null));
      fine(server.send("POST", path + "/resume", null));
      fine(server.send("PUT", path + "/mode", utf8("{\"mode\":\"live\"}")));
    }
    fine(server.post("/v1/rulesets/cards/plan", RULES.replace("200", "300")));
    fine(server.get("/v1/rulesets/cards/parameters"));
    fine(server.postJson("/v1/states/read", "{\"key\":{\"card\":\"c1\"}}"));
    fine(server.send("PATCH", "/v1/rulesets/cards/parameters", utf8("{\"values\":{}}")));
    assertThat(server.put("/v1/rulesets/cards", "rule").status()).isEqualTo(422);
    assertThat(server.put("/v1/rulesets/other", RULES.replace("string", "int")).status())
        .isBetween(400, 499);
    assertThat(server.get("/v1/rulesets/none").status()).isEqualTo(404);
  }

  /** What is answered where somebody else has to approve. */
  private static void proposals() {
    try (LiveServer approving = LiveServer.start(proposed, ApprovalTest.settings())) {
      String ana = ApprovalTest.key(approving, "author");
      String bob = ApprovalTest.key(approving, "approve");
      String path = "/v1/rulesets/cards";
      for (int i = 1; i <= 2; i++) {
        String text = RULES.replace("200", i + "00");
        decide(approving, bob, asked(approving, ana, "PUT", path, text), "approve");
      }
      List<String> all = new ArrayList<>();
      all.add(asked(approving, ana, "POST", path + "/rollback", "{\"version\":1}"));
      all.add(asked(approving, ana, "PATCH", path + "/parameters", "{\"values\":{}}"));
      for (String each : List.of(path, path + "/rules/listed")) {
        all.add(asked(approving, ana, "PUT", each + "/mode", "{\"mode\":\"shadow\"}"));
        all.add(asked(approving, ana, "POST", each + "/pause", null));
        all.add(asked(approving, ana, "POST", each + "/resume", null));
      }
      all.add(asked(approving, ana, "DELETE", path, null));
      fine(ApprovalTest.as(approving, bob, "GET", "/v1/proposals?state=open", null));
      fine(ApprovalTest.as(approving, bob, "GET", all.getFirst(), null));
      fine(ApprovalTest.as(approving, ana, "DELETE", all.getFirst(), null));
      decide(approving, bob, all.get(1), "reject");
    }
  }

  private static String asked(
      LiveServer approving, String key, String method, String path, @Nullable String body) {
    Answer answer = ApprovalTest.as(approving, key, method, path, body);
    assertThat(answer.status()).as(method + " " + path + answer.text()).isEqualTo(202);
    return answer.header("Location");
  }

  private static void decide(LiveServer approving, String key, String proposal, String how) {
    fine(ApprovalTest.as(approving, key, "POST", proposal + "/" + how, "{\"reason\":\"r\"}"));
  }

  private static void contents() {
    fine(server.get("/v1/lists"));
    fine(server.get("/v1/tables"));
    fine(server.send("PUT", "/v1/lists/cards", utf8("[{\"value\":\"c1\"},{\"value\":\"c2\"}]")));
    fine(server.post("/v1/lists/cards/entries?by=me", "{\"value\":\"c3\"}"));
    fine(server.send("PUT", "/v1/tables/customers", utf8("account,segment\nc1,vip\nc2,no\n")));
    fine(server.post("/v1/tables/customers/rows", "{\"account\":\"c3\",\"segment\":\"vip\"}"));
    fine(server.get("/v1/lists/cards?limit=1"));
    fine(server.get("/v1/tables/customers?limit=1"));
    fine(server.get("/v1/lists/cards/entries/c1"));
    fine(server.get("/v1/tables/customers/rows/c1"));
    fine(server.delete("/v1/lists/cards/entries/c2?reason=mistake"));
    fine(server.delete("/v1/tables/customers/rows/c2"));
    assertThat(server.get("/v1/lists/cards/entries/c2").status()).isEqualTo(404);
    assertThat(server.send("PUT", "/v1/lists/cards", utf8("[1]")).status()).isBetween(200, 422);
  }

  private static void events() throws InterruptedException {
    fine(server.postJson("/v1/events", Rules.payment("e1", 1, "c1", "250.00")));
    fine(
        server.post(
            "/v1/events?source=shop",
            Rules.payment("e2", 2, "c1", "1.00") + "\n{}\n",
            "Content-Type",
            "application/x-ndjson"));
    fine(server.postJson("/v1/decisions", Rules.payment("e3", 3, "c3", "300.00")));
    fine(server.postJson("/v1/time", "{\"time\":\"2026-01-31T11:00:00Z\"}"));
    assertThat(server.postJson("/v1/time", "{}").status()).isEqualTo(400);
    assertThat(server.postJson("/v1/decisions", "{}").status()).isEqualTo(400);
    server.engine().awaitProcessed();
    fine(server.get("/v1/rejected-events"));
    fine(server.get("/v1/events/late"));
  }

  private static void alerts() {
    JsonNode alerts = server.get("/v1/alerts?limit=1").json();
    assertThat(alerts.get("alerts").size()).isEqualTo(1);
    fine(server.get("/v1/alerts", "Accept", "application/x-ndjson"));
    String path = "/v1/alerts/" + alerts.get("alerts").get(0).get("id").stringValue();
    fine(server.postJson(path + "/acknowledge", "{\"by\":\"ana\"}"));
    fine(server.send("PUT", path + "/feedback", utf8("{\"verdict\":\"true_positive\"}")));
    fine(server.get(path));
    fine(server.delete(path + "/feedback"));
    assertThat(server.get("/v1/alerts/none").status()).isEqualTo(404);
  }

  private static void silences() {
    String until = Instant.now().plus(Duration.ofHours(1)).toString();
    Answer made =
        server.postJson(
            "/v1/silences",
            "{\"rules\":[\"none\"],\"until\":\"%s\",\"reason\":\"r\"}".formatted(until));
    assertThat(made.status()).isEqualTo(201);
    String path = "/v1/silences/" + made.json().get("id").stringValue();
    fine(server.get("/v1/silences"));
    fine(server.get(path));
    fine(server.delete(path));
  }

  private static void webhooks() {
    Answer made = server.postJson("/v1/webhooks", "{\"url\":\"http://localhost:9/\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String path = "/v1/webhooks/" + made.json().get("id").stringValue();
    fine(server.get("/v1/webhooks"));
    fine(server.get(path));
    fine(server.send("PUT", path, utf8("{\"url\":\"http://localhost:9/x\"}")));
    fine(server.send("POST", path + "/disable", null));
    fine(server.send("POST", path + "/enable", null));
    fine(server.send("POST", path + "/test", null));
    fine(server.send("POST", path + "/retry", null));
    fine(server.get(path + "/deliveries"));
    Answer secret = server.send("POST", path + "/secrets", null);
    fine(secret);
    fine(server.send("POST", path + "/secrets/rotate", null));
    fine(server.delete(path + "/secrets/" + secret.json().get("id").stringValue()));
    fine(server.get(path + "/dead-letters"));
    fine(server.send("POST", path + "/dead-letters/replay", null));
    fine(server.delete(path));
    assertThat(server.get(path).status()).isEqualTo(404);
    assertThat(server.postJson("/v1/webhooks", "{}").status()).isEqualTo(400);
  }

  private static void keys() {
    Answer made = server.postJson("/v1/keys", "{\"name\":\"till\",\"scopes\":[\"ingest\"]}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String path = "/v1/keys/" + made.json().get("id").stringValue();
    fine(server.get("/v1/keys"));
    fine(server.get("/v1/audit"));
    fine(server.get(path));
    fine(server.delete(path));
    assertThat(server.get("/v1/keys/none").status()).isEqualTo(404);
    assertThat(server.postJson("/v1/keys", "{}").status()).isEqualTo(400);
  }

  private static void backtests() {
    String all = "/v1/backtests";
    assertThat(server.send("POST", all + "?rule_set=cards", null).status()).isEqualTo(202);
    Answer waiting = server.send("POST", all + "?rule_set=cards&events=upload", null);
    String path = all + "/" + waiting.json().get("id").stringValue();
    fine(
        server.send("PUT", path + "/events", utf8("{}\n"), "Content-Type", "application/x-ndjson"));
    fine(server.get(all));
    fine(server.get(path));
    fine(server.get(path + "/alerts"));
    fine(server.delete(path));
    assertThat(server.get(path).status()).isEqualTo(404);
    assertThat(server.send("POST", all, utf8("rule")).status()).isEqualTo(422);
  }

  private static void savepoints() {
    fine(server.postJson("/v1/savepoints", "{\"name\":\"one\"}"));
    assertThat(server.postJson("/v1/savepoints", "{\"name\":\"one\"}").status()).isEqualTo(409);
    fine(server.get("/v1/savepoints"));
    fine(server.get("/v1/savepoints/one"));
    fine(server.delete("/v1/savepoints/one"));
  }

  private static void rest() {
    fine(server.get("/v1/status"));
    fine(server.get("/health"));
    fine(server.get("/health/live"));
    fine(server.get("/health/ready"));
    fine(server.get("/metrics"));
    fine(server.get("/openapi.json"));
    fine(server.get("/docs"));
    fine(server.get("/docs/swagger-ui.css"));
    fine(server.get("/docs/swagger-ui-bundle.js"));
    fine(server.get("/docs/start.js"));
    assertThat(server.get("/docs/none.js").status()).isEqualTo(404);
  }

  private static void takeAway() {
    fine(server.delete("/v1/rulesets/cards"));
  }

  private static void fine(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
