package io.tripline.rest;

import static io.tripline.rest.HttpBasicsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.Scope;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.rest.security.TokenSettings;
import io.tripline.rest.token.TestIssuer;
import io.tripline.state.ApiKey;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that takes tokens of an issuer, as its callers see it. */
final class TokenRoutesTest {
  private static final RSAKey KEY = TestIssuer.rsa("one");
  private static final String CHALLENGE = "Bearer realm=\"tripline\"";

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final TestIssuer issuer = new TestIssuer(KEY);
  private LiveServer server;

  @BeforeEach
  void listen() {
    log.start();
    logger().setLevel(Level.DEBUG);
    logger().setAdditive(false);
    logger().addAppender(log);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    issuer.close();
    logger().detachAppender(log);
    logger().setLevel(null);
    logger().setAdditive(true);
  }

  private static Logger logger() {
    return (Logger) org.slf4j.LoggerFactory.getLogger("io.tripline");
  }

  private TokenSettings tokens() {
    return TokenSettings.of(issuer.url(), TestIssuer.AUDIENCE);
  }

  private void start(TokenSettings tokens) {
    start(SecuritySettings.defaults().withTokens(tokens));
  }

  private void start(SecuritySettings security) {
    server = LiveServer.start(folder, LiveServer.ANY_PORT.withSecurity(security));
  }

  private Map<String, Object> claims(String scope) {
    return issuer.claims(System.currentTimeMillis(), scope);
  }

  private String token(String scope) {
    return token(claims(scope));
  }

  private String token(Map<String, Object> claims) {
    return issuer.token(KEY, JWSAlgorithm.RS256, claims);
  }

  private Answer as(String credential, String method, String path, String body) {
    return server.send(
        method,
        path,
        body.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        "Bearer " + credential,
        "Content-Type",
        "application/json");
  }

  private String apiKey(String scope) {
    return NewKey.checked("test", List.of(scope), ApiKey.NEVER, 0)
        .addTo(server.storage().apiKeys(), new SecureRandom(), 1, "a test")
        .orElseThrow()
        .text();
  }

  private void refused(String token, String detail) {
    Answer answer = as(token, "GET", "/v1/alerts", "");
    assertThat(problem(answer, 401, "unauthorized").get("detail").stringValue()).isEqualTo(detail);
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo(CHALLENGE + ", error=\"invalid_token\", error_description=\"" + detail + "\"");
  }

  @Test
  void aTokenAllowsWhatItsScopesInclude() {
    start(tokens());
    String reader = token("openid read");
    assertThat(as(reader, "GET", "/v1/alerts", "").status()).isEqualTo(200);
    Answer refused = as(reader, "PUT", "/v1/rulesets/cards", Rules.BIG);
    JsonNode problem = problem(refused, 403, "forbidden");
    assertThat(problem.get("detail").stringValue())
        .isEqualTo("This needs the scope author, which the token does not have.");
    assertThat(refused.header("WWW-Authenticate"))
        .isEqualTo(CHALLENGE + ", error=\"insufficient_scope\", scope=\"author\"");
    problem(as(token("openid"), "GET", "/v1/alerts", ""), 403, "forbidden");

    Answer missing = server.get("/v1/alerts");
    assertThat(problem(missing, 401, "unauthorized").get("detail").stringValue())
        .isEqualTo("The request has no token; send one as \"Authorization: Bearer TOKEN\".");
    assertThat(missing.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void tokensThatAreNotGoodAreToldWhyAndNeverLogged() {
    start(tokens());
    Map<String, Object> old = claims("read");
    old.put("exp", 1_000);
    Map<String, Object> others = claims("read");
    others.put("aud", "others");
    Map<String, Object> foreign = claims("read");
    foreign.put("iss", "https://elsewhere");
    Map<String, Object> early = claims("read");
    early.put("nbf", System.currentTimeMillis() / 1_000 + 3_600);
    refused(token(old), "The token has expired.");
    refused(token(others), "The token is for another audience.");
    refused(token(foreign), "The token is of another issuer.");
    refused(token(early), "The token is not valid yet.");
    refused("x".repeat(9_000), "The token is too long.");
    refused("x.y.z", "What is shown is no whole, signed token.");
    refused(
        issuer.token(TestIssuer.rsa("own"), JWSAlgorithm.RS256, claims("read")),
        "The token is signed with a key that is not known here.");
    String admin = token("admin");
    assertThat(as(admin, "GET", "/metrics", "").text())
        .contains("tripline_http_refused_total{reason=\"expired\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"audience\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"issuer\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"not_yet_valid\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"too_long\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"malformed\"} 1.0")
        .contains("tripline_http_refused_total{reason=\"unknown\"} 1.0")
        .contains("tripline_oidc_fetches_total{result=\"good\"} 2.0")
        .contains("tripline_oidc_keys 1.0");
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains("Refused a request from 127.0.0.1: expired, of oidc:ana")
        .noneMatch(line -> line.contains("eyJ"));
  }

  @Test
  void aLongTokenFitsIfItMay() {
    start(tokens().withBounds(Duration.ZERO, 32 << 10));
    Map<String, Object> claims = claims("read");
    claims.put("padding", "x".repeat(20_000));
    assertThat(as(token(claims), "GET", "/v1/alerts", "").status()).isEqualTo(200);
  }

  @Test
  void keysAndTokensSideBySide() {
    start(SecuritySettings.defaults().withKeys().withTokens(tokens()));
    String key = apiKey("read");
    assertThat(as(key, "GET", "/v1/alerts", "").status()).isEqualTo(200);
    assertThat(as(token("read"), "GET", "/v1/alerts", "").status()).isEqualTo(200);
    Answer cut = as(key.substring(0, 60), "GET", "/v1/alerts", "");
    assertThat(problem(cut, 401, "unauthorized").get("detail").stringValue())
        .isEqualTo("The key is not whole: it was cut, or mistyped.");
    assertThat(cut.header("WWW-Authenticate")).isEqualTo(CHALLENGE + ", error=\"invalid_token\"");
    refused("nonsense", "What is shown is no whole, signed token.");
    assertThat(problem(server.get("/v1/alerts"), 401, "unauthorized").get("detail").stringValue())
        .isEqualTo(
            "The request has no key or token; send one as \"Authorization: Bearer"
                + " KEY-OR-TOKEN\".");
  }

  @Test
  void anApiKeyIsNotTakenWhereOnlyTokensAre() {
    start(tokens());
    refused(apiKey("admin"), "What is shown is no whole, signed token.");
  }

  @Test
  void personalDataIsShownToWhoeverHasTheScopeFromTheIssuer() {
    start(
        tokens()
            .withScopes(
                List.of("roles"),
                Map.of("analyst", Set.of(Scope.READ), "privacy", Set.of(Scope.PII))));
    Map<String, Object> claims = claims("");
    claims.put("roles", List.of("analyst"));
    String path = "/v1/alerts?personal_data=true";
    problem(as(token(claims), "GET", path, ""), 403, "forbidden");
    claims.put("roles", List.of("analyst", "privacy"));
    assertThat(as(token(claims), "GET", path, "").status()).isEqualTo(200);
  }

  @Test
  void theAuditLogSaysWhoseTokenItWas() {
    start(tokens());
    String author = token("author");
    assertThat(as(author, "PUT", "/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
    JsonNode entry =
        as(token("admin"), "GET", "/v1/audit?limit=1", "").json().get("entries").get(0);
    assertThat(entry.get("by").stringValue()).isEqualTo("oidc:ana");
    assertThat(entry.get("action").stringValue()).isEqualTo("deployRuleSet");
    assertThat(entry.toString()).doesNotContain(author);
  }

  @Test
  void oneSubjectTakesNothingFromAnother() {
    start(SecuritySettings.defaults().withTokens(tokens()).withRequestsPerSecond(1));
    String ana = token("read");
    Answer last = as(ana, "GET", "/v1/alerts", "");
    for (int i = 0; i < 1_000 && last.status() == 200; i++) {
      last = as(token("read"), "GET", "/v1/alerts", "");
    }
    problem(last, 429, "too-many-requests");
    Map<String, Object> bert = claims("read");
    bert.put("sub", "bert");
    assertThat(as(token(bert), "GET", "/v1/alerts", "").status()).isEqualTo(200);
  }

  @Test
  void aStreamEndsWithItsToken() throws Exception {
    start(tokens().withBounds(Duration.ZERO, 8 << 10));
    Map<String, Object> claims = claims("read");
    claims.put("exp", System.currentTimeMillis() / 1_000.0 + 3);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/v1/alerts/stream"))
            .header("Authorization", "Bearer " + token(claims))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith(": the token is good no more\n\n");
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void keysAreChangedWithoutAStart() {
    start(tokens());
    String before = token("read");
    assertThat(as(before, "GET", "/v1/alerts", "").status()).isEqualTo(200);
    RSAKey next = TestIssuer.rsa("two");
    issuer.publish(KEY, next);
    String after = issuer.token(next, JWSAlgorithm.RS256, claims("read"));
    assertThat(as(after, "GET", "/v1/alerts", "").status()).isEqualTo(200);
    assertThat(as(before, "GET", "/v1/alerts", "").status()).isEqualTo(200);
  }

  @Test
  void withoutTheIssuerTheServerStartsAndSaysSo() {
    issuer.answerWith(503);
    start(tokens());
    Answer answer = as(token("read"), "GET", "/v1/alerts", "");
    problem(answer, 503, "tokens-unknowable");
    assertThat(answer.header("Retry-After")).isEqualTo("10");
    Answer ready = server.get("/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.text())
        .contains("The keys of the issuer " + issuer.url() + " could not be fetched");
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    assertThat(as(token("read"), "GET", "/health", "").status()).isEqualTo(200);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("could not be fetched, and will be tried again"));
    issuer.answerWith(200);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> as(token("read"), "GET", "/v1/alerts", "").status() == 200);
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void withApiKeysBesideItTheServerIsReadyWithoutTheIssuer() {
    issuer.answerWith(503);
    start(SecuritySettings.defaults().withKeys().withTokens(tokens()));
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
    assertThat(as(apiKey("read"), "GET", "/v1/alerts", "").status()).isEqualTo(200);
    problem(as(token("read"), "GET", "/v1/alerts", ""), 503, "tokens-unknowable");
  }

  @Test
  void keysAreGoodWhenTheIssuerIsGone() {
    start(tokens());
    issuer.close();
    assertThat(as(token("read"), "GET", "/v1/alerts", "").status()).isEqualTo(200);
    refused(
        issuer.token(TestIssuer.rsa("own"), JWSAlgorithm.RS256, claims("read")),
        "The token is signed with a key that is not known here.");
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void tokensAloneLetTheServerBeReachedFromElsewhere() {
    start(tokens());
    SecuritySettings alone = SecuritySettings.defaults().withTokens(tokens());
    ServerSettings elsewhere = LiveServer.ANY_PORT.withAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> TriplineServer.start(elsewhere.withSecurity(alone), server.backend()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("--tls-certificate");
    try (TriplineServer open =
        TriplineServer.start(elsewhere.withSecurity(alone.withPlainHttp()), server.backend())) {
      assertThat(open.port()).isPositive();
    }
  }
}
