package io.tripline.rest;

import static io.tripline.rest.HttpBasicsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.openapi.Contract.Operation;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.Scope;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.state.ApiKey;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A server that asks for keys, as its callers see it. */
final class KeyRoutesTest {
  private static final ServerSettings WITH_KEYS =
      LiveServer.ANY_PORT.withSecurity(SecuritySettings.defaults().withKeys());

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private LiveServer server;
  private String admin;

  @BeforeEach
  void start() {
    log.start();
    logger().setLevel(Level.DEBUG);
    logger().setAdditive(false);
    logger().addAppender(log);
    server = LiveServer.start(folder, WITH_KEYS);
    admin = key(server, ApiKey.NEVER, "admin").text();
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

  /** As the command line makes one. */
  private static NewKey.Added key(LiveServer server, long expiresAt, String... scopes) {
    return NewKey.checked("test", List.of(scopes), expiresAt, 0)
        .addTo(server.storage().apiKeys(), new SecureRandom(), 1, "a test")
        .orElseThrow();
  }

  private Answer as(String key, String method, String path, String body) {
    return server.send(
        method,
        path,
        body.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        "Bearer " + key,
        "Content-Type",
        "application/json");
  }

  private static String path(Operation operation) {
    return operation.path().replaceAll("\\{version}", "1").replaceAll("\\{\\w+}", "none");
  }

  private static String scope(Operation operation) {
    JsonNode security = operation.said().get("security");
    return security.isEmpty() ? "none" : security.get(0).get("bearer").get(0).stringValue();
  }

  @Test
  void withoutAKeyNothingIsServedThatNeedsOne() {
    Map<String, Integer> asked = new HashMap<>();
    for (Operation each : server.contract().operations()) {
      asked.merge(scope(each), 1, Integer::sum);
      if (each.path().equals("/docs/{file}")) {
        continue;
      }
      Answer answer = server.send(each.method(), path(each), null);
      if (scope(each).equals("none")) {
        assertThat(answer.status()).as(each.id()).isEqualTo(200);
      } else {
        assertThat(answer.status()).as(each.id()).isIn(401, 429);
      }
    }
    assertThat(asked.keySet())
        .containsExactlyInAnyOrder("none", "ingest", "read", "author", "approve", "admin");
    assertThat(asked.get("none")).as("what anybody may ask for").isEqualTo(6);
  }

  @Test
  void whoShowsNoKeyIsToldHow() {
    Answer answer = server.get("/v1/alerts");
    problem(answer, 401, "unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"tripline\"");
  }

  @ParameterizedTest
  @EnumSource(value = Scope.class, mode = Mode.EXCLUDE, names = "NONE")
  void aKeyAllowsWhatItsScopeIncludes(Scope scope) {
    String key = key(server, ApiKey.NEVER, scope.text()).text();
    for (Operation each : server.contract().operations()) {
      Scope needed = Scope.given(scope(each)).orElse(Scope.NONE);
      boolean may = scope.included().contains(needed);
      if (may && each.isStream()) {
        continue; // it has no end
      }
      Answer answer = as(key, each.method(), path(each), "");
      if (may) {
        assertThat(answer.status()).as(each.id()).isNotIn(401, 403, 429).isLessThan(500);
      } else {
        JsonNode problem = problem(answer, 403, "forbidden");
        assertThat(problem.get("scope").stringValue()).as(each.id()).isEqualTo(needed.text());
        assertThat(answer.header("WWW-Authenticate"))
            .isEqualTo(
                "Bearer realm=\"tripline\", error=\"insufficient_scope\", scope=\""
                    + needed.text()
                    + "\"");
      }
    }
  }

  @Test
  void scopesIncludeOneAnotherAsTheDocumentationSays() {
    assertThat(Scope.AUTHOR.included()).contains(Scope.READ).doesNotContain(Scope.INGEST);
    assertThat(Scope.READ.included()).containsExactly(Scope.NONE, Scope.READ);
    assertThat(Scope.INGEST.included()).containsExactly(Scope.NONE, Scope.INGEST);
    assertThat(Scope.ADMIN.included())
        .containsExactly(
            Scope.NONE, Scope.INGEST, Scope.READ, Scope.AUTHOR, Scope.APPROVE, Scope.ADMIN);
    assertThat(Scope.APPROVE.included()).containsExactly(Scope.NONE, Scope.READ, Scope.APPROVE);
    assertThat(Scope.PII.included()).containsExactly(Scope.NONE, Scope.PII);
  }

  @Test
  void aKeyIsMadeShownOnceUsedListedAndRevoked() {
    Answer made =
        as(
            admin,
            "POST",
            "/v1/keys",
            "{\"name\":\"till 7\",\"scopes\":[\"read\",\"ingest\"],"
                + "\"expires_at\":\"2999-01-01T00:00:00Z\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    String id = made.json().get("id").stringValue();
    String key = made.json().get("key").stringValue();
    assertThat(made.header("Location")).isEqualTo("/v1/keys/" + id);
    assertThat(as(key, "GET", "/v1/alerts", "").status()).isEqualTo(200);

    JsonNode listed = as(admin, "GET", "/v1/keys", "").json().get("keys");
    assertThat(listed.size()).isEqualTo(2);
    JsonNode one = as(admin, "GET", "/v1/keys/" + id, "").json();
    assertThat(one).isEqualTo(listed.get(1));
    assertThat(one.get("name").stringValue()).isEqualTo("till 7");
    assertThat(one.get("scopes").toString()).isEqualTo("[\"ingest\",\"read\"]");
    assertThat(one.get("created_by").stringValue()).startsWith("key:");
    assertThat(one.get("expires_at").stringValue()).isEqualTo("2999-01-01T00:00:00Z");
    assertThat(one.get("revoked_at").isNull()).isTrue();
    assertThat(one.get("last_used_at").isNull()).as("it was just used").isFalse();

    Answer revoked = as(admin, "DELETE", "/v1/keys/" + id, "");
    assertThat(revoked.json().get("revoked_at").isNull()).isFalse();
    Answer refused = as(key, "GET", "/v1/alerts", "");
    assertThat(problem(refused, 401, "unauthorized").get("detail").stringValue())
        .isEqualTo("The key was revoked.");
    assertThat(refused.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"tripline\", error=\"invalid_token\"");
    assertThat(as(admin, "GET", "/v1/keys/none", "").status()).isEqualTo(404);
    assertThat(as(admin, "DELETE", "/v1/keys/none", "").status()).isEqualTo(404);

    String secret = key.substring(16);
    assertThat(as(admin, "GET", "/v1/keys", "").text()).doesNotContain(secret);
    assertThat(as(admin, "GET", "/metrics", "").text()).doesNotContain(secret);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(secret) || line.contains(admin.substring(16)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name",
        "{\"name\":\"\",\"scopes\":[\"read\"]} | name",
        "{\"name\":\"a\\nb\",\"scopes\":[\"read\"]} | name",
        "{\"name\":\"a\",\"scopes\":[]} | scopes",
        "{\"name\":\"a\",\"scopes\":[\"none\"]} | scopes",
        "{\"name\":\"a\",\"scopes\":[null]} | scopes",
        "{\"name\":\"a\",\"scopes\":[\"read\"],\"expires_at\":\"tomorrow\"} | expires_at",
        "{\"name\":\"a\",\"scopes\":[\"read\"],\"expires_at\":\"2001-01-01T00:00:00Z\"} |"
            + " expires_at"
      })
  void whatNoKeyCanBe(String request, String member) {
    JsonNode problem = problem(as(admin, "POST", "/v1/keys", request), 400, "bad-request");
    assertThat(problem.get("member").stringValue()).isEqualTo(member);
  }

  @Test
  void keysThatAreNotGood() {
    NewKey.Added good = key(server, ApiKey.NEVER, "read");
    NewKey.Added expired = key(server, 1_000, "read");
    String elsewhere =
        NewKey.checked("x", List.of("read"), ApiKey.NEVER, 0)
            .addTo(new NoKeys(), new SecureRandom(), 1, "")
            .orElseThrow()
            .text();
    refused(expired.text(), "The key has expired.");
    refused(elsewhere, "The key is not known here.");
    refused(good.text().substring(0, 60), "The key is not whole: it was cut, or mistyped.");
    refused("", "The request must say \"Authorization: Bearer KEY\".");
    Answer basic = server.get("/v1/alerts", "Authorization", "Basic YTpi");
    assertThat(problem(basic, 401, "unauthorized").get("detail").stringValue())
        .isEqualTo("The request must say \"Authorization: Bearer KEY\".");
    assertThat(as(good.text(), "GET", "/v1/alerts", "").status()).isEqualTo(200);
    assertThat(server.get("/v1/alerts", "authorization", "bearer " + good.text()).status())
        .isEqualTo(200);
    String metrics = as(admin, "GET", "/metrics", "").text();
    assertThat(metrics)
        .contains("tripline_http_refused_total{reason=\"expired\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"unknown\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"malformed\"} 3.0");
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains("Refused a request from 127.0.0.1: expired, of " + expired.key().id())
        .noneMatch(line -> line.contains(elsewhere.substring(16)));
  }

  private void refused(String key, String detail) {
    Answer answer = as(key, "GET", "/v1/alerts", "");
    assertThat(problem(answer, 401, "unauthorized").get("detail").stringValue()).isEqualTo(detail);
  }

  @Test
  void anotherSecretWithAKnownIdIsNotGood() {
    NewKey.Added good = key(server, ApiKey.NEVER, "read");
    NewKey.Added other = key(server, ApiKey.NEVER, "read");
    server.storage().apiKeys().revoke(other.key().id(), 1);
    String body = good.text().substring(0, 16) + other.text().substring(16, 59);
    refused(body + checksum(body), "The key is not known here.");
  }

  private static String checksum(String body) {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    StringBuilder text = new StringBuilder();
    for (long rest = crc.getValue(); text.length() < 6; rest /= 62) {
      text.insert(0, digits.charAt((int) (rest % 62)));
    }
    return text.toString();
  }

  @Test
  void whoKeepsFailingIsSlowedDownAndWhoHasAKeyIsNot() {
    for (int i = 0; i < 10; i++) {
      problem(server.get("/v1/alerts"), 401, "unauthorized");
    }
    Answer slowed = server.get("/v1/alerts");
    problem(slowed, 429, "too-many-requests");
    assertThat(Integer.parseInt(slowed.header("Retry-After"))).isBetween(1, 6);
    assertThat(as(admin, "GET", "/v1/alerts", "").status()).isEqualTo(200);
    assertThat(server.get("/health").status()).isEqualTo(200);
  }

  @Test
  void oneCallerTakesNothingFromAnother() {
    server.close();
    server =
        LiveServer.start(
            folder,
            LiveServer.ANY_PORT.withSecurity(
                SecuritySettings.defaults().withKeys().withRequestsPerSecond(1)));
    String other = key(server, ApiKey.NEVER, "read").text();
    Answer last = as(other, "GET", "/v1/alerts", "");
    for (int i = 0; i < 1_000 && last.status() == 200; i++) {
      last = as(other, "GET", "/v1/alerts", "");
    }
    problem(last, 429, "too-many-requests");
    assertThat(last.header("Retry-After")).isEqualTo("1");
    assertThat(as(admin, "GET", "/v1/alerts", "").status()).isEqualTo(200);
  }

  @Test
  void otherAddressesNeedKeysAndTlsOrAWord() {
    SecuritySettings keys = SecuritySettings.defaults().withKeys();
    refusedAt("0.0.0.0", SecuritySettings.defaults(), "nobody would ask who they are");
    refusedAt("0.0.0.0", SecuritySettings.defaults().withPlainHttp(), "--auth keys");
    refusedAt("0.0.0.0", keys, "--tls-certificate");
    refusedAt("::", keys, "--unencrypted-http");
    try (TriplineServer open =
        TriplineServer.start(
            LiveServer.ANY_PORT.withAddress("0.0.0.0", 0).withSecurity(keys.withPlainHttp()),
            server.backend())) {
      assertThat(open.port()).isPositive();
    }
  }

  private void refusedAt(String host, SecuritySettings security, String why) {
    ServerSettings settings = LiveServer.ANY_PORT.withAddress(host, 0).withSecurity(security);
    assertThatThrownBy(() -> TriplineServer.start(settings, server.backend()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining(why)
        .hasMessageContaining(host);
  }

  /** Takes a key and forgets it. */
  private static final class NoKeys implements io.tripline.state.ApiKeys {
    @Override
    public boolean add(ApiKey key) {
      return true;
    }

    @Override
    public ApiKey find(String id) {
      return null;
    }

    @Override
    public List<ApiKey> list() {
      return List.of();
    }

    @Override
    public ApiKey revoke(String id, long at) {
      return null;
    }

    @Override
    public void used(ApiKey key, long at) {}
  }

  @Test
  void whoSaysSomethingIsWhoeverHasTheKey() {
    String id = alert();
    String who = "key:" + admin.substring("trip_".length(), "trip_".length() + 10);
    String path = "/v1/alerts/" + id;
    JsonNode taken = as(admin, "POST", path + "/acknowledge", "").json();
    assertThat(taken.get("acknowledged").get("by").stringValue()).isEqualTo(who);
    String verdict = "{\"verdict\":\"true_positive\",\"by\":\"key:other\"}";
    JsonNode said = as(admin, "PUT", path + "/feedback", verdict).json();
    assertThat(said.get("feedback").get("by").stringValue()).isEqualTo(who + " (key:other)");
    assertThat(as(admin, "PUT", "/v1/lists/friends?by=ana", "[{\"value\":\"c1\"}]").status())
        .isEqualTo(200);
    assertThat(as(admin, "GET", "/v1/lists/friends", "").text())
        .contains("\"changed_by\":\"" + who + " (ana)\"");
  }

  @Test
  void aStreamEndsWithItsKey() throws Exception {
    String id = alert();
    NewKey.Added added = key(server, ApiKey.NEVER, "read");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/v1/alerts/stream?after=0"))
            .header("Authorization", "Bearer " + added.text())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(as(admin, "DELETE", "/v1/keys/" + added.key().id(), "").status())
          .isBetween(200, 204);
      String all = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all).contains(id).endsWith(": the key is good no more\n\n");
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(401);
    }
  }

  /** The id of one that was raised. */
  private String alert() {
    String rules =
        Rules.BIG
            + "list friends of string\n"
            + "rule friendly { on Payment by card when card in friends alert \"a friend\" }\n";
    assertThat(as(admin, "PUT", "/v1/rulesets/cards", rules).status()).isEqualTo(200);
    String payment = Rules.payment("p1", 1, "c1", "500.00");
    assertThat(as(admin, "POST", "/v1/events", payment).status()).isEqualTo(200);
    try {
      server.engine().awaitProcessed();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return as(admin, "GET", "/v1/alerts", "").json().get("alerts").get(0).get("id").stringValue();
  }
}
