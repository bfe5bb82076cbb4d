package io.tripline.rest;

import static io.tripline.rest.HttpBasicsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.openapi.Contract.Operation;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.state.ApiKey;
import io.tripline.state.Proposal;
import io.tripline.state.RuleSetChange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Searches all that a server says for a value that is marked as personal data wherever a rule can
 * have one. It goes through the table of endpoints: what is added to that is searched, too.
 */
@Timeout(120)
final class PersonalDataTest {
  /** In no word of the product; of digits, as it has to be no string as well. */
  private static final String SECRET = "770077007700";

  private static final String RULES =
      """
      event Payment {
        id      string     @id @pii
        time    timestamp  @time(late divert)
        card    string     @pii
        owner   string     @pii
        account string
        amount  decimal(2)
      }

      event Suspicion {
        id     string     @id @pii
        time   timestamp  @time
        card   string     @pii
        amount decimal(2)
      }

      feature last_owner = last(Payment.owner) by account over 1h

      table customers key account { holder string @pii, tier string }

      rule spending {
        severity high
        by (card, account)
        pattern first -> second  within 1h
        define
          first:  Payment where amount > 1.00
          second: Payment where owner = first.owner and amount > first.amount
        alert "{first.owner} spends {second.amount}"
          with owner = upper(second.owner),
               cards = first(first.card),
               holder = customers[second.account].holder,
               many = case when second.owner like '%7' then second.card else 'x' end,
               tier = customers[second.account].tier,
               amount = second.amount
        emit Suspicion { card = second.card, amount = second.amount }
        decide review
      }

      rule suspected {
        on Suspicion by card
        alert "suspected: {card}" with card = card
      }

      rule owners {
        on Payment by account
        when last_owner = owner or amount > 5.00
        alert "owned by {last_owner}, {last(owner) over previous 1h}"
      }
      """;

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private LiveServer server;
  private String blind;
  private String seeing;
  private final Map<String, String> paths = new HashMap<>();

  @BeforeEach
  void start() throws InterruptedException {
    log.start();
    logger().setLevel(Level.DEBUG);
    logger().setAdditive(false);
    logger().addAppender(log);
    server =
        LiveServer.start(
            folder, LiveServer.ANY_PORT.withSecurity(SecuritySettings.defaults().withKeys()));
    blind = key("admin");
    seeing = key("admin", "pii");
    fill();
  }

  @AfterEach
  void stop() {
    server.close();
    logger().detachAppender(log);
    logger().setLevel(null);
    logger().setAdditive(true);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.tripline");
  }

  private String key(String... scopes) {
    return NewKey.checked("test", List.of(scopes), ApiKey.NEVER, 0)
        .addTo(server.storage().apiKeys(), new SecureRandom(), 1, "a test")
        .orElseThrow()
        .text();
  }

  private Answer as(String key, String method, String path, String body, String type) {
    byte[] bytes = body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8);
    return server.send(method, path, bytes, "Authorization", "Bearer " + key, "Content-Type", type);
  }

  private Answer ok(String method, String path, String body) {
    String type = path.startsWith("/v1/rulesets") ? "text/plain" : "application/json";
    Answer answer = as(blind, method, path, body, type);
    assertThat(answer.status()).as(method + " " + path + answer.text()).isBetween(200, 202);
    return answer;
  }

  private static String payment(int number, int second, String amount) {
    return "{\"type\":\"Payment\",\"id\":\"%s-%d\",\"time\":\"2026-01-31T10:00:%02dZ\",\"card\":\"%s\",\"owner\":\"%s\",\"account\":\"a1\",\"amount\":%s,\"more\":\"%s\"}"
        .formatted(SECRET, number, second, SECRET, SECRET, amount, SECRET);
  }

  private void fill() throws InterruptedException {
    ok("PUT", "/v1/rulesets/bank", RULES);
    ok(
        "PUT",
        "/v1/tables/customers",
        "[{\"account\":\"a1\",\"holder\":\"" + SECRET + "\",\"tier\":\"gold\"}]");
    String answer = ok("POST", "/v1/events", payment(1, 1, "2.00")).text();
    answer += ok("POST", "/v1/decisions", payment(2, 2, "9.00")).text();
    answer += ok("POST", "/v1/events", payment(3, 30, "2.00")).text();
    answer += ok("POST", "/v1/events", payment(4, 3, "3.00")).text();
    for (String bad :
        List.of(
            payment(5, 31, "\"much\""),
            payment(6, 32, "1").replace("\"owner\"", "\"holder\""),
            payment(7, 33, "1").replace("\"card\":\"" + SECRET + "\"", "\"card\":" + SECRET),
            payment(8, 34, "1").replace("\"" + SECRET + "-8\"", SECRET),
            payment(9, 35, "1").replace("Payment", "Paiment"),
            payment(10, 36, "1").replace("}", ""))) {
      answer += ok("POST", "/v1/events", bad).text();
    }
    assertThat(answer.replace(SECRET + "-2", "the id that was sent")).doesNotContain(SECRET);
    server.engine().awaitProcessed();
    JsonNode alerts = ok("GET", "/v1/alerts", "").json().get("alerts");
    Set<String> rules = new TreeSet<>();
    alerts.forEach(each -> rules.add(each.get("rule").stringValue()));
    assertThat(rules).containsExactly("owners", "spending", "suspected");
    alerts.forEach(
        each -> {
          if (each.get("rule").stringValue().equals("spending")) {
            paths.put("getAlert", "/v1/alerts/" + each.get("id").stringValue());
          }
        });
    ok("POST", paths.get("getAlert") + "/acknowledge", "{\"by\":\"ana\"}");
    ok("POST", "/v1/savepoints", "{\"name\":\"s1\"}");
    String state = "{\"alert\":\"" + paths.get("getAlert").substring(11) + "\",\"fresh\":true}";
    assertThat(ok("POST", "/v1/states/read", state).text())
        .contains("spending")
        .doesNotContain(SECRET);
    assertThat(
            as(seeing, "POST", "/v1/states/read?personal_data=true", state, "application/json")
                .text())
        .contains(SECRET);

    String until = Instant.now().plus(Duration.ofHours(1)).toString();
    String silence =
        "{\"key\":{\"card\":\"%s\"},\"until\":\"%s\",\"reason\":\"r\",\"by\":\"ana\"}"
            .formatted(SECRET, until);
    Answer silenced = as(blind, "POST", "/v1/silences", silence, "application/json");
    assertThat(silenced.status()).isEqualTo(201);
    assertThat(silenced.text()).doesNotContain(SECRET);
    assertThat(silenced.json().get("by").stringValue()).startsWith("key:").endsWith(" (ana)");
    paths.put("getSilence", "/v1/silences/" + silenced.json().get("id").stringValue());

    String backtest =
        "/v1/backtests/"
            + as(blind, "POST", "/v1/backtests?rule_set=bank", "", "text/plain")
                .json()
                .get("id")
                .stringValue();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !ok("GET", backtest, "").json().get("ended_at").isNull());
    propose("p1");
    paths.put("getProposal", "/v1/proposals/p1");
    paths.put("getBacktest", backtest);
    paths.put("listBacktestAlerts", backtest + "/alerts");
    paths.put("getRow", "/v1/tables/customers/rows/a1");
    paths.put("getTable", "/v1/tables/customers");
    paths.put("getRuleSet", "/v1/rulesets/bank");
    paths.put("listRuleSetVersions", "/v1/rulesets/bank/versions");
    paths.put("getRuleSetVersion", "/v1/rulesets/bank/versions/1");
    paths.put("getParameters", "/v1/rulesets/bank/parameters");
    paths.put("getSavepoint", "/v1/savepoints/s1");
  }

  /** A change of the rules that have seen the events, as if approval were required. */
  private void propose(String id) {
    RuleSetChange change =
        new RuleSetChange.Deploy(
            RULES.replace("\n", "\n\n"), Engine.Start.COLD, null, RuleSetVersion.NONE, false);
    long now = System.currentTimeMillis();
    server
        .storage()
        .proposals()
        .add(new Proposal(id, "bank", 1, change, "", "key:k", now, now + 3_600_000, null), now);
  }

  /** Without anything in its path, or as it was filled in, or of what is not there. */
  private String path(Operation operation) {
    return paths.getOrDefault(operation.id(), operation.path().replaceAll("\\{\\w+}", "none"));
  }

  private List<Operation> reading() {
    return server.contract().operations().stream()
        .filter(each -> each.method().equals("GET"))
        .toList();
  }

  private static boolean canBeAsked(Operation operation) {
    for (JsonNode parameter : operation.said().path("parameters")) {
      if (parameter.path("name").asString("").equals("personal_data")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void nobodySeesItWhoMayNotOrDoesNotAsk() throws Exception {
    for (String key : List.of(blind, seeing)) {
      for (Operation each : reading()) {
        assertThat(read(key, each, "")).as(each.id()).doesNotContain(SECRET);
      }
    }
    String more = as(blind, "GET", "/v1/audit?limit=1000", "", "application/json").text();
    assertThat(more).contains("PUT /v1/tables/customers").doesNotContain(SECRET);
    assertThat(log.list).isNotEmpty();
    assertThat(log.list).noneMatch(line -> line.getFormattedMessage().contains(SECRET));
    assertThat(log.list)
        .noneMatch(
            line ->
                line.getThrowableProxy() != null
                    && String.valueOf(line.getThrowableProxy().getMessage()).contains(SECRET));
  }

  @Test
  void whoMayAndAsksSeesItWhereTheDocumentSays() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (Operation each : reading()) {
      if (!canBeAsked(each)) {
        continue;
      }
      if (read(seeing, each, "?personal_data=true").contains(SECRET)) {
        seen.add(each.id());
      }
      Answer refused = as(blind, "GET", path(each) + "?personal_data=true", "", "text/plain");
      JsonNode problem = problem(refused, 403, "forbidden");
      assertThat(problem.get("scope").stringValue()).as(each.id()).isEqualTo("pii");
    }
    assertThat(seen)
        .containsExactly(
            "getAlert",
            "getRow",
            "getSilence",
            "getTable",
            "listAlerts",
            "listBacktestAlerts",
            "listLateEvents",
            "listRejectedEvents",
            "listSilences",
            "streamAlerts");
  }

  @Test
  void whatIsNotPersonalIsShown() {
    JsonNode alert = ok("GET", paths.get("getAlert"), "").json();
    assertThat(alert.get("key").toString()).isEqualTo("{\"card\":\"•••\",\"account\":\"a1\"}");
    assertThat(alert.get("message").stringValue()).isEqualTo("•••");
    assertThat(alert.get("with").toString())
        .isEqualTo(
            "{\"owner\":\"•••\",\"cards\":\"•••\",\"holder\":\"•••\",\"many\":\"•••\","
                + "\"tier\":\"gold\",\"amount\":9.0}");
    assertThat(alert.get("match").toString())
        .isEqualTo("{\"first\":[\"•••\"],\"second\":[\"•••\"]}");
  }

  @Test
  void aKeyIsFollowedWithoutBeingSeen() {
    String id = paths.get("getAlert").substring("/v1/alerts/".length());
    for (String query : List.of("?same_key_as=" + id, "?key=" + SECRET + "&rule=spending")) {
      JsonNode alerts = ok("GET", "/v1/alerts" + query, "").json().get("alerts");
      assertThat(alerts).hasSize(1);
      assertThat(alerts.get(0).get("id").stringValue()).isEqualTo(id);
    }
    problem(as(blind, "GET", "/v1/alerts?same_key_as=none", "", "text/plain"), 404, "not-found");
    problem(
        as(blind, "POST", "/v1/states/read", "{\"alert\":\"none\"}", "application/json"),
        404,
        "not-found");
    String both = "{\"alert\":\"" + id + "\",\"key\":{\"card\":\"c\"}}";
    problem(as(blind, "POST", "/v1/states/read", both, "application/json"), 400, "bad-request");
  }

  private String read(String key, Operation operation, String query)
      throws IOException, InterruptedException {
    if (operation.isStream()) {
      return stream(key, path(operation) + (query.isEmpty() ? "?after=0" : query + "&after=0"));
    }
    Answer answer = as(key, "GET", path(operation) + query, "", "text/plain");
    if (paths.containsKey(operation.id()) || !operation.path().contains("{")) {
      assertThat(answer.status()).as(operation.id() + answer.text()).isEqualTo(200);
    } else {
      assertThat(operation.id())
          .as("nothing of it was there to be searched: fill it in")
          .isIn(
              "getList",
              "getEntry",
              "getWebhook",
              "listDeliveries",
              "listDeadLetters",
              "getKey",
              "getDocsFile");
    }
    return answer.text() + answer.response().headers().map();
  }

  /** All alerts that there are. */
  private String stream(String key, String path) throws IOException, InterruptedException {
    long alerts = server.storage().alertReader().count();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .header("Authorization", "Bearer " + key)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      StringBuilder all = new StringBuilder();
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (long heard = 0; heard < alerts; ) {
          String line = lines.readLine();
          all.append(line).append('\n');
          heard += line.startsWith("data:") ? 1 : 0;
        }
      }
      client.shutdownNow();
      return all.toString();
    }
  }
}
