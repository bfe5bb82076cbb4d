package io.tripline.app.demo;

import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.StopRequest;
import io.tripline.app.rules.CheckedRules;
import io.tripline.dsl.ir.Rule;
import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One showing: rules, a webhook and a day of events go to a server; the alerts come back on the
 * webhook.
 */
final class Demo implements AutoCloseable {
  private static final String RULE_SET = "demo";
  private static final int BATCH = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Show show;
  private final StopRequest stop;
  private final Api api;
  private final Receiver receiver;
  private final Labels labels = new Labels();
  private final List<JsonNode> received = new ArrayList<>();

  Demo(URI server, Show show, StopRequest stop) throws IOException {
    this.show = show;
    this.stop = stop;
    this.api = new Api(server);
    this.receiver = new Receiver(this::receive);
  }

  private void receive(JsonNode alert) {
    synchronized (received) {
      received.add(alert);
      received.notifyAll();
    }
    show.alert(alert);
  }

  /** Deploys the rules of {@code examples/demo}. */
  void deploy(CheckedRules rules) throws IOException, InterruptedException {
    JsonNode deployed = api.put("/v1/rulesets/" + RULE_SET, "text/plain", rules.text());
    List<String> names = new ArrayList<>();
    deployed.path("rules").forEach(rule -> names.add(rule.path("rule").asString()));
    show.fact("rules", names.size() + ": " + String.join(", ", names));
  }

  /** Registers the receiver. */
  void register() throws IOException, InterruptedException {
    String request =
        new JsonMapper().createObjectNode().put("url", receiver.url().toString()).toString();
    JsonNode registered = api.post("/v1/webhooks", "application/json", request);
    receiver.trust(registered.path("secret").asString());
    show.fact("webhook", receiver.url() + ", every signature is verified");
  }

  /**
   * Sends a generated day, batch by batch.
   *
   * @param atLeast how long the day takes at least, so that one can watch
   */
  void stream(WorldSettings settings, Duration atLeast) throws IOException, InterruptedException {
    show.fact(
        "events",
        String.format(
            Locale.ROOT,
            "%,d of %s, %,d cards, seed %d",
            settings.events(),
            settings.start(),
            settings.cards(),
            settings.seed()));
    show.line("");
    long start = System.nanoTime();
    long sent = 0;
    Iterator<String> lines = new PaymentWorld(settings).lines();
    while (lines.hasNext() && !stop.isAsked()) {
      StringBuilder batch = new StringBuilder();
      for (int i = 0; i < BATCH && lines.hasNext(); i++) {
        String line = lines.next();
        labels.read(line);
        batch.append(line).append('\n');
        sent++;
      }
      send(batch.toString());
      long due = start + (long) (atLeast.toNanos() * ((double) sent / settings.events()));
      stop.await(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
    }
  }

  private void send(String batch) throws IOException, InterruptedException {
    JsonNode answer = api.post("/v1/events", "application/x-ndjson", batch);
    if (answer.path("rejected").asInt() != 0) {
      throw new FailedException("the server rejected events of the generator: " + answer);
    }
  }

  /**
   * Waits until every alert raised has been delivered.
   *
   * @param raised how many there are
   */
  void awaitDelivered(long raised) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (received) {
      while (received.size() < raised && !stop.isAsked()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new FailedException(
              "of " + raised + " alerts, " + received.size() + " came to the webhook");
        }
        received.wait(Math.min(left, 100));
      }
      if (!stop.isAsked() && (received.size() != raised || receiver.refused() != 0)) {
        throw new FailedException(
            "%d alerts were raised, %d came to the webhook, %d requests had a wrong signature"
                .formatted(raised, received.size(), receiver.refused()));
      }
    }
  }

  /** How well the rules did. */
  Score score(List<Rule> rules) {
    Score score = new Score(labels);
    rules.forEach(rule -> score.expect(rule.name()));
    synchronized (received) {
      for (JsonNode alert : received) {
        List<String> events = new ArrayList<>();
        for (JsonNode ids : alert.path("match")) {
          ids.forEach(id -> events.add(id.asString()));
        }
        score.count(alert.path("rule").asString(), events);
      }
    }
    return score;
  }

  @Override
  public void close() {
    receiver.close();
    api.close();
  }
}
