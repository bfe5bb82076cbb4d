package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.security.NewKey;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.rest.webhook.Receiver;
import io.tripline.state.ApiKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Personal data goes to webhooks that may have it, and to no others. */
final class WebhookPersonalDataTest {
  /** Each part of an alert that can tell of a marked field does. */
  private static final String RULES =
      """
      event Payment {
        id     string     @id @pii
        time   timestamp  @time
        card   string     @pii
        owner  string     @pii
        amount decimal(2)
      }
      rule told {
        by card
        pattern p
        define p: Payment where amount > 1.00
        alert "{p.owner} paid {p.amount}"
          with owner = p.owner, upper_owner = upper(p.owner), amount = p.amount
      }
      """;

  private static final List<String> PERSONAL =
      List.of("card-4111", "Ana Ruiz", "ANA RUIZ", "event-of-ana");

  @TempDir Path folder;

  private static void raise(LiveServer server, String key) throws InterruptedException {
    String event =
        "{\"type\":\"Payment\",\"id\":\"event-of-ana\",\"time\":\"2026-01-31T10:00:01Z\","
            + "\"card\":\"card-4111\",\"owner\":\"Ana Ruiz\",\"amount\":250.00}";
    assertThat(as(server, key, "POST", "/v1/events", event).status()).isEqualTo(200);
    server.engine().awaitProcessed();
  }

  private static Answer as(LiveServer server, String key, String method, String path, String body) {
    return server.send(
        method,
        path,
        body.getBytes(StandardCharsets.UTF_8),
        "Authorization",
        "Bearer " + key,
        "Content-Type",
        "application/json");
  }

  private static String key(LiveServer server, String... scopes) {
    return NewKey.checked("test", List.of(scopes), ApiKey.NEVER, 0)
        .addTo(server.storage().apiKeys(), new SecureRandom(), 1, "a test")
        .orElseThrow()
        .text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'template':'default'",
        "'template':'slack'",
        "'template':'pagerduty','routing_key':'0123456789abcdefghijABCDEFGHIJ00'",
        "'template':'custom','body':['{{key}}','{{with}}','{{match}}','{{message}}',"
            + "'-{{key.card}} {{with.owner}} {{with.upper_owner}} {{match}} {{message}}']"
      })
  void eachTemplateHidesItUnlessItMayBeSent(String template) throws InterruptedException {
    try (LiveServer server = LiveServer.start(folder);
        Receiver masked = new Receiver();
        Receiver plain = new Receiver()) {
      server.put("/v1/rulesets/cards", RULES);
      String members = template.replace('\'', '"');
      Answer usual =
          server.postJson("/v1/webhooks", "{\"url\":\"%s\",%s}".formatted(masked.uri(), members));
      assertThat(usual.json().get("personal_data").booleanValue()).isFalse();
      Answer allowed =
          server.postJson(
              "/v1/webhooks",
              "{\"url\":\"%s\",\"personal_data\":true,%s}".formatted(plain.uri(), members));
      assertThat(allowed.json().get("personal_data").booleanValue()).isTrue();
      raise(server, "");
      await().until(() -> masked.calls().size() == 1 && plain.calls().size() == 1);
      for (String each : PERSONAL) {
        assertThat(masked.calls().getFirst().body()).doesNotContain(each);
      }
      assertThat(masked.calls().getFirst().body()).contains("•••", "250.00");
      assertThat(plain.calls().getFirst().body())
          .contains("card-4111", "Ana Ruiz paid 250.00")
          .doesNotContain("•••");

      // What is logged of it is masked, whoever was sent what.
      String deliveries = "/v1/webhooks/" + allowed.json().get("id").stringValue() + "/deliveries";
      await().until(() -> server.get(deliveries).json().get("deliveries").size() == 1);
      assertThat(server.get(deliveries).text()).contains("•••");
      for (String each : PERSONAL) {
        assertThat(server.get(deliveries).text()).doesNotContain(each);
      }
    }
  }

  @Test
  void onlyWhoMaySeeItCanHaveItSent() {
    try (LiveServer server =
            LiveServer.start(
                folder, LiveServer.ANY_PORT.withSecurity(SecuritySettings.defaults().withKeys()));
        Receiver receiver = new Receiver();
        Receiver thief = new Receiver()) {
      String admin = key(server, "admin");
      String both = key(server, "admin", "pii");
      String with = "{\"url\":\"%s\",\"personal_data\":true}".formatted(receiver.uri());
      Answer refused = as(server, admin, "POST", "/v1/webhooks", with);
      assertThat(HttpBasicsTest.problem(refused, 403, "forbidden").get("scope").stringValue())
          .isEqualTo("pii");
      Answer created = as(server, both, "POST", "/v1/webhooks", with);
      assertThat(created.status()).isEqualTo(201);

      // Nor can who may not see it send it somewhere else.
      String path = "/v1/webhooks/" + created.json().get("id").stringValue();
      String moved = "{\"url\":\"%s\"%s}";
      HttpBasicsTest.problem(
          as(server, admin, "PUT", path, moved.formatted(thief.uri(), ",\"personal_data\":true")),
          403,
          "forbidden");
      Answer plain = as(server, admin, "PUT", path, moved.formatted(thief.uri(), ""));
      assertThat(plain.json().get("personal_data").booleanValue()).isFalse();
      Answer again = as(server, both, "PUT", path, with);
      assertThat(again.json().get("personal_data").booleanValue()).isTrue();
    }
  }
}
