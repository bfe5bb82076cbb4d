package io.tripline.rest;

import static io.tripline.rest.HttpBasicsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.approval.ApprovalSettings;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.state.ApiKey;
import io.tripline.state.Proposal;
import io.tripline.state.RuleSetChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that has changes of rules approved, as those see it who ask for them and approve. */
public final class ApprovalTest {
  private static final String PATH = "/v1/rulesets/cards";

  /** A rule whose threshold is a parameter. */
  private static final String RULES =
      Rules.PAYMENT
          + """
          rule big {
            param floor = 200.00
            on Payment by card
            when amount > floor
            alert "at once"
          }
          test big "over" {
            Payment { id, time, card, amount }
            | p1 | 10:00 | c1 | 200.01 |
            expect alert big for c1 at p1
          }
          """;

  /** Declares the event type otherwise. */
  private static final String RIVAL =
      Rules.PAYMENT.replace("note   string?", "memo   string?")
          + "rule rival { on Payment by card when amount > 1.00 alert \"a\" }";

  @TempDir Path folder;
  private LiveServer server;
  private String ana;
  private String bob;

  /** A server that asks for keys and approval. */
  public static ServerSettings settings() {
    return LiveServer.ANY_PORT
        .withSecurity(SecuritySettings.defaults().withKeys())
        .withApproval(new ApprovalSettings(true, Duration.ofHours(1)));
  }

  /** A key of these scopes, as the command line makes one. */
  public static String key(LiveServer server, String... scopes) {
    return NewKey.checked("test", List.of(scopes), ApiKey.NEVER, 0)
        .addTo(server.storage().apiKeys(), new SecureRandom(), 1, "a test")
        .orElseThrow()
        .text();
  }

  @BeforeEach
  void start() {
    server = LiveServer.start(folder, settings());
    ana = key(server, "author");
    bob = key(server, "approve");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer as(String key, String method, String path, @Nullable String body) {
    return as(server, key, method, path, body);
  }

  /** What a caller with a key is answered. */
  public static Answer as(
      LiveServer server, String key, String method, String path, @Nullable String body) {
    return server.send(
        method,
        path,
        body == null ? null : body.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        "Bearer " + key);
  }

  private String proposed(String method, String path, @Nullable String body) {
    Answer answer = as(ana, method, path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("id").stringValue();
    assertThat(answer.header("Location")).isEqualTo("/v1/proposals/" + id);
    assertThat(answer.json().get("state").stringValue()).isEqualTo("open");
    return answer.header("Location");
  }

  private JsonNode approved(String proposal) {
    Answer answer = as(bob, "POST", proposal + "/approve", null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode form = answer.json().get("proposal");
    assertThat(form.get("state").stringValue()).isEqualTo("applied");
    assertThat(form.get("stale").booleanValue()).as("what it made runs").isFalse();
    return answer.json();
  }

  private String id(String key) {
    return "key:" + key.substring(5, 15);
  }

  private List<String> running() {
    List<String> names = new ArrayList<>();
    as(ana, "GET", "/v1/rulesets", null)
        .json()
        .get("rulesets")
        .forEach(
            each ->
                names.add(
                    each.get("name").stringValue()
                        + " "
                        + each.get("version")
                        + " "
                        + each.get("mode").stringValue()
                        + each.get("paused")));
    return names;
  }

  @Test
  void oneProposesAndAnotherApproves() {
    String proposal = proposed("PUT", PATH + "?mode=shadow&test=true&reason=fraud%20ring", RULES);
    assertThat(running()).isEmpty();
    assertThat(as(bob, "GET", "/metrics", null).text()).contains("tripline_proposals_open 1.0");

    JsonNode whole = as(bob, "GET", proposal, null).json();
    JsonNode form = whole.get("proposal");
    assertThat(form.get("change").stringValue()).isEqualTo("deploy");
    assertThat(form.get("base").isNull()).isTrue();
    assertThat(form.get("stale").booleanValue()).isFalse();
    assertThat(form.get("mode").stringValue()).isEqualTo("shadow");
    assertThat(form.get("start").stringValue()).isEqualTo("cold");
    assertThat(form.get("test").booleanValue()).isTrue();
    assertThat(form.get("reason").stringValue()).isEqualTo("fraud ring");
    assertThat(form.get("by").stringValue()).isEqualTo(id(ana));
    assertThat(form.get("decided").isNull()).isTrue();
    assertThat(whole.get("text").stringValue()).isEqualTo(RULES);
    assertThat(whole.get("diff").stringValue()).contains("+++ cards, proposed", "+rule big {");
    assertThat(whole.get("plan").get("rules").get(0).get("change").stringValue()).isEqualTo("new");
    assertThat(whole.get("plan").get("tests").intValue()).isEqualTo(1);
    assertThat(whole.get("refused").isNull()).isTrue();

    Answer answer = as(bob, "POST", proposal + "/approve", "{\"reason\":\"looks fine\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("deployed").get("version").intValue()).isEqualTo(1);
    assertThat(answer.json().get("deployed").get("tests").intValue()).isEqualTo(1);
    JsonNode decided = answer.json().get("proposal").get("decided");
    assertThat(decided.get("by").stringValue()).isEqualTo(id(bob));
    assertThat(decided.get("reason").stringValue()).isEqualTo("looks fine");
    assertThat(decided.get("version").intValue()).isEqualTo(1);
    assertThat(running()).containsExactly("cards 1 shadow[]");
    assertThat(as(bob, "GET", proposal, null).json().get("plan").isNull()).isTrue();
    problem(as(bob, "POST", proposal + "/approve", null), 409, "not-waiting");
    problem(as(bob, "POST", proposal + "/reject", null), 409, "not-waiting");
    problem(as(ana, "DELETE", proposal, null), 409, "not-waiting");
  }

  @Test
  void nobodyApprovesTheirOwn() {
    String both = key(server, "author", "approve");
    String admin = key(server, "admin");
    for (String key : List.of(both, admin)) {
      Answer answer = as(key, "PUT", PATH, RULES);
      assertThat(answer.status()).isEqualTo(202);
      problem(as(key, "POST", answer.header("Location") + "/approve", null), 403, "own-proposal");
    }
    assertThat(running()).isEmpty();
    // Each may approve the other's.
    String theirs = as(admin, "PUT", PATH, RULES).header("Location");
    assertThat(as(both, "POST", theirs + "/approve", null).status()).isEqualTo(200);
  }

  @Test
  void whoMayDoWhat() {
    String proposal = proposed("PUT", PATH, RULES);
    problem(as(ana, "POST", proposal + "/approve", null), 403, "forbidden");
    problem(as(ana, "POST", proposal + "/reject", null), 403, "forbidden");
    problem(as(bob, "PUT", PATH, RULES), 403, "forbidden");
    problem(as(bob, "DELETE", proposal, null), 403, "forbidden");
    String other = key(server, "author");
    problem(as(other, "DELETE", proposal, null), 403, "forbidden");
    String reader = key(server, "read");
    assertThat(as(reader, "GET", proposal, null).status()).isEqualTo(200);
    problem(as(reader, "POST", proposal + "/approve", null), 403, "forbidden");
    problem(as(bob, "POST", "/v1/proposals/none/approve", null), 404, "not-found");
    problem(as(bob, "GET", "/v1/proposals/none", null), 404, "not-found");
  }

  @Test
  void everyChangeOfRulesIsProposedAndMadeWhenApproved() {
    JsonNode first = approved(proposed("PUT", PATH, RULES));
    assertThat(first.get("deployed").get("version").intValue()).isEqualTo(1);
    String more = "{\"values\":{\"big.floor\":\"300.00\"}}";
    String parameters = proposed("PATCH", PATH + "/parameters", more);
    assertThat(as(bob, "GET", parameters, null).json().get("diff").stringValue())
        .contains("-  param floor = 200.00", "+  param floor = 300.00");
    approved(parameters);
    JsonNode back = approved(proposed("POST", PATH + "/rollback", null));
    assertThat(back.get("proposal").get("restores").intValue()).isEqualTo(1);
    assertThat(running()).containsExactly("cards 3 live[]");
    assertThat(
            as(ana, "GET", PATH + "/versions", null).json().get("versions").get(2).get("restores"))
        .hasToString("1");

    JsonNode mode = approved(proposed("PUT", PATH + "/mode", "{\"mode\":\"shadow\"}"));
    assertThat(mode.get("modes").get("mode").stringValue()).isEqualTo("shadow");
    assertThat(mode.get("proposal").get("decided").get("version").intValue()).isEqualTo(3);
    approved(proposed("POST", PATH + "/rules/big/pause", null));
    assertThat(running()).containsExactly("cards 3 shadow[\"big\"]");
    approved(proposed("POST", PATH + "/resume", null));
    assertThat(running()).containsExactly("cards 3 shadow[]");

    JsonNode gone = approved(proposed("DELETE", PATH, null));
    assertThat(gone.get("undeployed").get("rules").get(0).get("change").stringValue())
        .isEqualTo("gone");
    assertThat(running()).isEmpty();
    assertThat(as(ana, "GET", "/v1/proposals?state=open", null).json().get("proposals")).isEmpty();
    assertThat(as(ana, "GET", "/v1/proposals?state=closed", null).json().get("proposals"))
        .hasSize(7);
  }

  @Test
  void whatCannotBeMadeIsNotProposed() {
    problem(as(ana, "PUT", PATH, "rule"), 422, "invalid-rules");
    problem(
        as(ana, "PUT", PATH + "?test=true", RULES.replace("200.01", "9.00")), 422, "tests-failed");
    problem(as(ana, "PUT", PATH + "?reason=" + "x".repeat(501), RULES), 400, "bad-request");
    problem(as(ana, "DELETE", PATH, null), 404, "not-found");
    problem(as(ana, "POST", PATH + "/pause", null), 404, "not-found");
    approved(proposed("PUT", PATH, RULES));
    problem(as(ana, "POST", PATH + "/rules/none/pause", null), 404, "not-found");
    for (String method : List.of("PUT", "DELETE")) {
      Answer answer =
          server.send(
              method,
              PATH,
              method.equals("PUT") ? RULES.getBytes(StandardCharsets.UTF_8) : null,
              "Authorization",
              "Bearer " + ana,
              "If-Match",
              "\"7\"");
      assertThat(problem(answer, 412, "other-version").get("version").intValue()).isEqualTo(1);
    }
    problem(as(ana, "PUT", "/v1/rulesets/rival", RIVAL), 409, "deployment-refused");
    assertThat(as(ana, "GET", "/v1/proposals?state=open", null).json().get("proposals")).isEmpty();
  }

  @Test
  void aProposalIsMadeToTheVersionItWasProposedForOrNotAtAll() {
    approved(proposed("PUT", PATH, RULES));
    String text = proposed("PUT", PATH, RULES.replace("200.00", "150.00"));
    String pause = proposed("POST", PATH + "/pause", null);
    String gone = proposed("DELETE", PATH, null);
    approved(proposed("PUT", PATH, RULES.replace("200.00", "100.00")));

    for (String each : List.of(text, pause, gone)) {
      Answer refused = as(bob, "POST", each + "/approve", null);
      assertThat(problem(refused, 412, "other-version").get("version").intValue()).isEqualTo(2);
      JsonNode form = as(bob, "GET", each, null).json().get("proposal");
      assertThat(form.get("state").stringValue()).isEqualTo("open");
      assertThat(form.get("stale").booleanValue()).isTrue();
    }
    JsonNode whole = as(bob, "GET", text, null).json();
    assertThat(whole.get("plan").isNull()).isTrue();
    assertThat(whole.get("refused").stringValue()).contains("version 2 runs now");
    assertThat(whole.get("diff").stringValue()).contains("--- cards, version 1");
    assertThat(running()).containsExactly("cards 2 live[]");
  }

  @Test
  void whatIsRejectedOrTakenBackIsNotMade() {
    String rejected = proposed("PUT", PATH, RULES);
    JsonNode form = as(bob, "POST", rejected + "/reject", "{\"reason\":\"too wide\"}").json();
    assertThat(form.get("state").stringValue()).isEqualTo("rejected");
    assertThat(form.get("decided").get("reason").stringValue()).isEqualTo("too wide");
    String withdrawn = proposed("PUT", PATH, RULES);
    assertThat(withdrawn).isNotEqualTo(rejected);
    assertThat(as(ana, "DELETE", withdrawn, null).json().get("state").stringValue())
        .isEqualTo("withdrawn");
    for (String each : List.of(rejected, withdrawn)) {
      problem(as(bob, "POST", each + "/approve", null), 409, "not-waiting");
    }
    assertThat(running()).isEmpty();
  }

  @Test
  void whoAsksTwiceHasOneProposal() {
    String first = proposed("PUT", PATH, RULES);
    assertThat(proposed("PUT", PATH, RULES)).isEqualTo(first);
    assertThat(proposed("PUT", PATH + "?mode=shadow", RULES)).isNotEqualTo(first);
    String other = key(server, "author");
    assertThat(as(other, "PUT", PATH, RULES).header("Location")).isNotEqualTo(first);
  }

  @Test
  void ofManyWhoApproveAtOnceOneDoes() throws Exception {
    String proposal = proposed("PUT", PATH, RULES);
    List<Callable<Answer>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String key = key(server, "approve");
      all.add(() -> as(key, "POST", proposal + "/approve", null));
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Answer> each : threads.invokeAll(all)) {
        statuses.add(each.get().status());
      }
    }
    assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    assertThat(running()).containsExactly("cards 1 live[]");
  }

  @Test
  void theyAreThereAfterAStartAndTheAuditLogTellsOfBoth() {
    String proposal = proposed("PUT", PATH + "?reason=ring", RULES);
    server.close();
    server = LiveServer.start(folder, settings());
    approved(proposal);
    String withdrawn = proposed("DELETE", PATH, null);
    as(ana, "DELETE", withdrawn, null);

    String admin = key(server, "admin");
    JsonNode entries = as(admin, "GET", "/v1/audit", null).json().get("entries");
    JsonNode approval = entries.get(2);
    assertThat(approval.get("action").stringValue()).isEqualTo("approveProposal");
    assertThat(approval.get("by").stringValue()).isEqualTo(id(bob));
    assertThat(approval.get("details").get("proposed_by").stringValue()).isEqualTo(id(ana));
    assertThat(approval.get("details").get("ruleset").stringValue()).isEqualTo("cards");
    assertThat(approval.get("details").get("version_after").stringValue()).isEqualTo("1");
    assertThat(approval.get("details").get("diff").stringValue()).contains("+rule big {");
    JsonNode proposing = entries.get(3);
    assertThat(proposing.get("action").stringValue()).isEqualTo("deployRuleSet");
    assertThat(proposing.get("by").stringValue()).isEqualTo(id(ana));
    assertThat(proposing.get("status").intValue()).isEqualTo(202);
    assertThat(proposing.get("target").stringValue()).contains("reason=ring");
    assertThat(proposing.get("details").get("proposal").stringValue())
        .isEqualTo(proposal.substring("/v1/proposals/".length()));
    assertThat(proposing.get("details").get("diff").stringValue()).contains("+rule big {");
    assertThat(proposing.get("details").has("version_after")).isFalse();
    assertThat(entries.get(0).get("action").stringValue()).isEqualTo("withdrawProposal");
  }

  @Test
  void whatWasCutShortIsOpenAgainAndMadeOnce() {
    approved(proposed("PUT", PATH, RULES));
    RuleSetChange other =
        new RuleSetChange.Deploy(
            RULES.replace("200.00", "100.00"), Engine.Start.COLD, null, RuleSetVersion.NONE, false);
    long now = System.currentTimeMillis();
    Proposal.Decision begun = new Proposal.Decision(Proposal.Kind.BEGUN, "key:x", now, "", 0);
    for (int base = 1; base <= 2; base++) {
      // As a process leaves it that has ended before the change, or after it.
      server
          .storage()
          .proposals()
          .add(
              new Proposal("cut" + base, "cards", base, other, "", "key:y", now, now + 1, begun),
              now);
    }
    for (String each : List.of("cut1", "cut2")) {
      assertThat(
              as(bob, "GET", "/v1/proposals/" + each, null)
                  .json()
                  .get("proposal")
                  .get("state")
                  .stringValue())
          .isEqualTo("unknown");
    }
    approved("/v1/proposals/cut1");
    assertThat(running()).containsExactly("cards 2 live[]");
    // The same text runs: to approve it again makes nothing new.
    approved("/v1/proposals/cut2");
    assertThat(running()).containsExactly("cards 2 live[]");
  }

  @Test
  void nobodyDecidesOnWhatIsTooOld() {
    long now = System.currentTimeMillis();
    server
        .storage()
        .proposals()
        .add(
            new Proposal(
                "old", "cards", 0, new RuleSetChange.Undeploy(), "", "key:y", now - 9, now, null),
            now);
    JsonNode form = as(bob, "GET", "/v1/proposals/old", null).json().get("proposal");
    assertThat(form.get("state").stringValue()).isEqualTo("expired");
    problem(as(bob, "POST", "/v1/proposals/old/approve", null), 409, "not-waiting");
  }

  @Test
  void whatIsRefusedStaysOpen() {
    String proposal = proposed("PUT", PATH, RULES);
    // Another declares the event type otherwise meanwhile.
    String rival = as(ana, "PUT", "/v1/rulesets/rival", RIVAL).header("Location");
    approved(rival);
    problem(as(bob, "POST", proposal + "/approve", null), 409, "deployment-refused");
    JsonNode whole = as(bob, "GET", proposal, null).json();
    assertThat(whole.get("proposal").get("state").stringValue()).isEqualTo("open");
    assertThat(whole.get("refused").stringValue()).contains("Payment");
    as(ana, "DELETE", "/v1/rulesets/rival", null);
    approved(proposed("DELETE", "/v1/rulesets/rival", null));
    approved(proposal);
  }

  @Test
  void withoutKeysNobodyCanApprove() {
    assertThatThrownBy(
            () -> LiveServer.ANY_PORT.withApproval(new ApprovalSettings(true, Duration.ofHours(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asked who they are");
    assertThatThrownBy(() -> new ApprovalSettings(true, Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
