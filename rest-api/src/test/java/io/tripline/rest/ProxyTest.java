package io.tripline.rest;

import static io.tripline.rest.HttpBasicsTest.problem;
import static io.tripline.rest.proxy.ForwardedHeader.FORWARDED;
import static io.tripline.rest.proxy.ForwardedHeader.X_FORWARDED_FOR;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.proxy.ForwardedHeader;
import io.tripline.rest.proxy.TrustedProxies;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.state.ApiKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A server behind proxies: this machine's loopback is where they are. */
final class ProxyTest {
  private static final SecuritySettings KEYS = SecuritySettings.defaults().withKeys();
  private static final String X = "X-Forwarded-For";

  @TempDir Path folder;
  private LiveServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(SecuritySettings security) {
    server = LiveServer.start(folder, LiveServer.ANY_PORT.withSecurity(security));
  }

  private void start(ForwardedHeader header) {
    start(KEYS.withProxies(TrustedProxies.parse(List.of("127.0.0.0/8", "10.0.0.0/8"), header)));
  }

  private void slowDown(String... headers) {
    for (int i = 0; i < 10; i++) {
      problem(server.get("/v1/alerts", headers), 401, "unauthorized");
    }
    slowedDown(headers);
  }

  private void slowedDown(String... headers) {
    problem(server.get("/v1/alerts", headers), 429, "too-many-requests");
  }

  private JsonNode audited(String... headers) {
    String key =
        NewKey.checked("test", List.of("admin"), ApiKey.NEVER, 0)
            .addTo(server.storage().apiKeys(), new SecureRandom(), 1, "a test")
            .orElseThrow()
            .text();
    String[] all =
        Stream.concat(Stream.of("Authorization", "Bearer " + key), Stream.of(headers))
            .toArray(String[]::new);
    Answer deployed =
        server.send("PUT", "/v1/rulesets/cards", Rules.BIG.getBytes(StandardCharsets.UTF_8), all);
    assertThat(deployed.status()).isEqualTo(200);
    return server
        .get("/v1/audit?limit=1", "Authorization", "Bearer " + key)
        .json()
        .get("entries")
        .get(0)
        .get("from");
  }

  @Test
  void limitsAreThoseOfTheClientAndNotOfTheProxy() {
    start(X_FORWARDED_FOR);
    slowDown(X, "203.0.113.9");
    problem(server.get("/v1/alerts", X, "203.0.113.10"), 401, "unauthorized");
    problem(server.get("/v1/alerts"), 401, "unauthorized");
    slowedDown(X, "198.51.100.1, 203.0.113.9");
    slowedDown(X, "198.51.100.2", X, "203.0.113.9:4711, 10.1.2.3");
    slowedDown(X, "10.0.0.1, \"', 203.0.113.9");
    problem(server.get("/v1/alerts", X, "203.0.113.9, 203.0.113.11"), 401, "unauthorized");
  }

  @Test
  void aNetworkOfIpv6IsOneClient() {
    start(FORWARDED);
    slowDown("Forwarded", "for=\"[2001:db8:0:1::1]\"");
    slowedDown("Forwarded", "for=\"[2001:db8:0:1:ffff::2]:443\";proto=https");
    problem(
        server.get("/v1/alerts", "Forwarded", "for=\"[2001:db8:0:2::1]\""), 401, "unauthorized");
  }

  /** Proxies write one of them; the other one comes from whoever calls. */
  @Test
  void onlyOneHeaderIsBelieved() {
    start(FORWARDED);
    slowDown("Forwarded", "for=203.0.113.9", X, "198.51.100.1");
    slowedDown("Forwarded", "for=203.0.113.9", X, "198.51.100.2");
  }

  @Test
  void nobodyIsBelievedIfNobodyIsTrusted() {
    start(KEYS);
    slowDown(X, "203.0.113.9", "Forwarded", "for=203.0.113.9");
    slowedDown(X, "203.0.113.10", "Forwarded", "for=203.0.113.10");
    assertThat(audited(X, "203.0.113.9").stringValue()).isEqualTo("127.0.0.1");
  }

  @Test
  void noOneElseIsBelievedThanWhoIsTrusted() {
    start(KEYS.withProxies(TrustedProxies.parse(List.of("10.0.0.0/8"), X_FORWARDED_FOR)));
    assertThat(audited(X, "203.0.113.9").stringValue()).isEqualTo("127.0.0.1");
  }

  @Test
  void theAuditLogHasTheClient() {
    start(X_FORWARDED_FOR);
    assertThat(audited(X, "198.51.100.1, 203.0.113.9, 10.0.0.2").stringValue())
        .isEqualTo("203.0.113.9");
    assertThat(audited(X, "2001:DB8::9").stringValue()).isEqualTo("2001:db8:0:0:0:0:0:9");
    assertThat(audited(X, "unknown").stringValue()).isEqualTo("127.0.0.1");
    assertThat(audited().stringValue()).isEqualTo("127.0.0.1");
  }

  @Test
  void theLogHasTheClientAndNothingThatItMadeUp() {
    start(X_FORWARDED_FOR);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("io.tripline.rest.security");
    log.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(log);
    try {
      server.get("/v1/alerts", X, "made up, 203.0.113.9");
      server.get("/v1/alerts", X, "made up");
    } finally {
      logger.detachAppender(log);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains(
            "Refused a request from 203.0.113.9: missing",
            "Refused a request from 127.0.0.1: missing")
        .noneMatch(line -> line.contains("made up"));
  }
}
