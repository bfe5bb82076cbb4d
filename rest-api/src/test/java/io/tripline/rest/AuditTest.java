package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.audit.AuditAnchor;
import io.tripline.rest.openapi.Contract.Operation;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.state.ApiKey;
import io.tripline.state.AuditCheck;
import io.tripline.state.AuditLog.Head;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What people do, as the audit log has it. */
final class AuditTest {
  /** Asked for as a change is, and changes nothing. */
  private static final Set<String> PLANS = Set.of("planRuleSet");

  @TempDir Path folder;
  private LiveServer server;
  private boolean closed;
  private NewKey.Added admin;
  private NewKey.Added reader;

  @BeforeEach
  void start() {
    server =
        LiveServer.start(
            folder, LiveServer.ANY_PORT.withSecurity(SecuritySettings.defaults().withKeys()));
    admin = key("admin");
    reader = key("read");
  }

  @AfterEach
  void stop() {
    if (!closed) {
      closed = true;
      server.close();
    }
  }

  private NewKey.Added key(String scope) {
    return NewKey.checked(scope, List.of(scope), ApiKey.NEVER, 0)
        .addTo(server.storage().apiKeys(), new SecureRandom(), 1, "a test")
        .orElseThrow();
  }

  private Answer as(NewKey.Added key, String method, String path, String body) {
    return server.send(
        method,
        path,
        body.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        "Bearer " + key.text(),
        "Content-Type",
        "application/json");
  }

  private JsonNode entries(int limit) {
    return as(admin, "GET", "/v1/audit?limit=" + limit, "").json().get("entries");
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aDeploymentIsThereWithItsDifference() throws Exception {
    assertThat(as(admin, "PUT", "/v1/rulesets/cards", Rules.BIG).status()).isEqualTo(200);
    String changed = Rules.BIG.replace("alert \"", "alert \"now: ");
    assertThat(changed).isNotEqualTo(Rules.BIG);
    assertThat(as(admin, "PUT", "/v1/rulesets/cards?mode=shadow", changed).status()).isEqualTo(200);
    JsonNode entry = entries(1).get(0);
    assertThat(entry.get("number").longValue()).isEqualTo(2);
    assertThat(entry.get("by").stringValue()).isEqualTo("key:" + admin.key().id());
    assertThat(entry.get("from").stringValue()).isEqualTo("127.0.0.1");
    assertThat(entry.get("action").stringValue()).isEqualTo("deployRuleSet");
    assertThat(entry.get("target").stringValue()).isEqualTo("PUT /v1/rulesets/cards?mode=shadow");
    assertThat(entry.get("status").intValue()).isEqualTo(200);
    JsonNode details = entry.get("details");
    assertThat(details.get("version_before").stringValue()).isEqualTo("1");
    assertThat(details.get("version_after").stringValue()).isEqualTo("2");
    assertThat(details.get("text_before_sha256").stringValue()).isEqualTo(sha256(Rules.BIG));
    assertThat(details.get("text_after_sha256").stringValue()).isEqualTo(sha256(changed));
    assertThat(details.get("body_sha256").stringValue()).isEqualTo(sha256(changed));
    assertThat(details.get("modes_before").stringValue()).isEqualTo("live");
    assertThat(details.get("modes_after").stringValue()).isEqualTo("shadow");
    List<String> diff = details.get("diff").stringValue().lines().toList();
    assertThat(diff.getFirst()).startsWith("@@ -");
    assertThat(diff)
        .filteredOn(line -> line.startsWith("-"))
        .singleElement()
        .asString()
        .contains("alert \"")
        .doesNotContain("now:");
    assertThat(diff)
        .filteredOn(line -> line.startsWith("+"))
        .singleElement()
        .asString()
        .contains("alert \"now: ");
  }

  @Test
  void whatIsRefusedIsThereTooAndWhatOnlyReadsIsNot() {
    as(admin, "PUT", "/v1/rulesets/cards", "rule");
    as(reader, "DELETE", "/v1/rulesets/cards", "");
    as(admin, "POST", "/v1/rulesets/cards/plan", Rules.BIG);
    as(admin, "GET", "/v1/rulesets", "");
    as(admin, "POST", "/v1/events", "{}");
    assertThat(server.delete("/v1/rulesets/cards").status()).isEqualTo(401);
    JsonNode entries = entries(10);
    assertThat(entries.size()).isEqualTo(2);
    assertThat(entries.get(0).get("by").stringValue()).isEqualTo("key:" + reader.key().id());
    assertThat(entries.get(0).get("status").intValue()).isEqualTo(403);
    assertThat(entries.get(0).get("details").get("problem").stringValue())
        .isEqualTo("urn:tripline:problem:forbidden");
    assertThat(entries.get(1).get("status").intValue()).isEqualTo(422);
    assertThat(entries.get(1).get("details").get("problem").stringValue())
        .isEqualTo("urn:tripline:problem:invalid-rules");
    assertThat(as(reader, "GET", "/v1/audit", "").status()).isEqualTo(403);
  }

  /** From the document: an endpoint that is added is audited, or this fails. */
  @Test
  void everyEndpointThatChangesSomethingLeavesAnEntry() {
    List<String> missing = new ArrayList<>();
    long before = 0;
    for (Operation each : server.contract().operations()) {
      if (each.isStream()) {
        continue; // it has no end
      }
      JsonNode security = each.said().get("security");
      String scope = security.isEmpty() ? "" : security.get(0).get("bearer").get(0).stringValue();
      boolean changes =
          !each.method().equals("GET")
              && Set.of("author", "approve", "admin").contains(scope)
              && !PLANS.contains(each.id());
      as(admin, each.method(), each.path().replaceAll("\\{\\w+}", "none"), "{}");
      long after = server.storage().audit().head().entries();
      if (after - before != (changes ? 1 : 0)) {
        missing.add(each.id());
      }
      before = after;
    }
    assertThat(missing).isEmpty();
    assertThat(before).isGreaterThan(10);
  }

  @Test
  void noSecretIsInIt() {
    Answer hook =
        as(
            admin,
            "POST",
            "/v1/webhooks",
            "{\"url\":\"https://example.com/x\","
                + "\"secret\":\"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}");
    assertThat(hook.status()).as(hook.text()).isBetween(200, 499);
    Answer made = as(admin, "POST", "/v1/keys", "{\"name\":\"x\",\"scopes\":[\"read\"]}");
    String key = made.json().get("key").stringValue();
    String log = as(admin, "GET", "/v1/audit", "").text();
    assertThat(log)
        .contains("createWebhook", "createKey", "\\\"scopes\\\":[\\\"read\\\"]")
        .doesNotContain("whsec_AAAA", key.substring(16), admin.text().substring(16));
  }

  @Test
  void pagesGoBackToTheFirstEntryAndTheChainIsWhole() {
    for (int i = 0; i < 5; i++) {
      as(admin, "PUT", "/v1/rulesets/cards", Rules.BIG + "\n".repeat(i));
    }
    JsonNode page = as(admin, "GET", "/v1/audit?limit=3", "").json();
    assertThat(numbers(page)).containsExactly(5L, 4L, 3L);
    assertThat(page.get("count").longValue()).isEqualTo(5);
    assertThat(page.get("hash")).isEqualTo(page.get("entries").get(0).get("hash"));
    assertThat(page.get("entries").get(0).get("previous_hash"))
        .isEqualTo(page.get("entries").get(1).get("hash"));
    JsonNode last =
        as(admin, "GET", "/v1/audit?limit=3&before=" + page.get("next").longValue(), "").json();
    assertThat(numbers(last)).containsExactly(2L, 1L);
    assertThat(last.get("next").isNull()).isTrue();
    Head head = server.storage().audit().head();
    stop();
    assertThat(AuditCheck.run(folder, List.of(head))).isEqualTo(new AuditCheck(head, null));
  }

  private static List<Long> numbers(JsonNode page) {
    return StreamSupport.stream(page.get("entries").spliterator(), false)
        .map(each -> each.get("number").longValue())
        .toList();
  }

  @Test
  void itsEndIsInTheServersLog() {
    Logger logger = (Logger) LoggerFactory.getLogger(AuditAnchor.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      as(admin, "PUT", "/v1/rulesets/cards", Rules.BIG);
      Head head = server.storage().audit().head();
      stop();
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly("Audit log anchor 1:" + head.hash());
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
  }
}
