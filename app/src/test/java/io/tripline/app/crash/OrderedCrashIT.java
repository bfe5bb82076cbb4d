package io.tripline.app.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.ServeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real server is killed while it delivers to a webhook that is kept in order, and whose
 * receiver refuses some alerts now and then: it still gets those of each key in their order, and
 * all of them but those that say that they were silenced. Another one gets them together, and no
 * delivery that is made again has others. {@code -Dtripline.crash.seed} repeats a run, as far as
 * the machine does.
 */
final class OrderedCrashIT {
  private static final long SEED = Long.getLong("tripline.crash.seed", System.nanoTime());
  private static final int KILLS = Integer.getInteger("tripline.crash.ordered", 6);
  private static final int EVENTS_A_ROUND = 150;
  private static final int KEYS = 9;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How ids of events end whose alerts are silenced at first. */
  private static final String SILENCED = "-c0";

  private static final String RULES =
      """
      event Payment { id string @id  time timestamp @time  card string }
      rule seen { on Payment by card when card != "" alert "{id}" }
      """;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private int sent;

  @Test
  void eachKeyKeepsItsOrderAndNothingIsLost() throws IOException, InterruptedException {
    System.out.println("tripline.crash.seed = " + SEED);
    int brokenOff = 0;
    try (Moody receiver = new Moody(new Random(SEED));
        Moody grouped = new Moody(new Random(SEED + 1))) {
      String webhook = "";
      String group = "";
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServeProcess serve = ServeProcess.start(folder);
            HttpApi api = new HttpApi(serve.awaitReady())) {
          if (kill == 0) {
            api.deploy("ordered", RULES);
            webhook = register(api, receiver, "\"ordered\":\"key\"");
            group = register(api, grouped, "\"group\":{\"by\":[\"key\"],\"wait_seconds\":1}");
            api.call("POST", "/v1/silences", "application/json", silence());
          }
          feed(api);
          if (kill == KILLS / 2) {
            JsonNode all = api.call("GET", "/v1/silences", "application/json", "");
            String id = id(all.path("silences").get(0));
            api.call("DELETE", "/v1/silences/" + id, "application/json", "");
          }
          // Whatever waits for the longer pauses between attempts gets its turn, too.
          retry(api, webhook);
          Thread.sleep(random.nextLong(600));
          brokenOff += pending(api, webhook) > 0 ? 1 : 0;
          serve.kill();
        }
      }
      finish(webhook, receiver, group, grouped);
    }
    assertThat(brokenOff).as("kills while something waited").isGreaterThan(KILLS / 2);
  }

  private void finish(String webhook, Moody receiver, String group, Moody grouped)
      throws IOException, InterruptedException {
    try (ServeProcess serve = ServeProcess.start(folder);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                retry(api, webhook);
                retry(api, group);
                return api.health().path("alerts").asInt() == sent
                    && pending(api, webhook) == 0
                    && pending(api, group) == 0;
              });
      Set<String> told = new TreeSet<>();
      int silenced = 0;
      int afterwards = 0;
      for (JsonNode alert : alerts(api)) {
        String message = alert.path("message").asString();
        boolean isOfSilence = message.endsWith(SILENCED);
        if (alert.path("silenced").isNull()) {
          told.add(message);
          afterwards += isOfSilence ? 1 : 0;
        } else {
          assertThat(isOfSilence).as(message).isTrue();
          silenced++;
        }
      }
      assertThat(told.size() + silenced).isEqualTo(sent);
      assertThat(receiver.messages()).isEqualTo(told);
      assertThat(grouped.messages()).isEqualTo(told);
      assertThat(grouped.changed()).as("groups that were sent again as others").isEmpty();
      assertThat(grouped.groups()).as("alerts sent together").isGreaterThan(10);
      assertThat(silenced).as("silenced").isPositive();
      assertThat(afterwards).as("not silenced any more").isPositive();
      assertThat(receiver.refused()).as("refused attempts").isGreaterThan(20);
      // What came twice, because of a kill, is always what came last of its key.
      assertThat(receiver.taken()).hasSize(KEYS);
      receiver.taken().forEach((card, own) -> assertThat(own).as(card).isSorted());
      assertThat(
              api.call("GET", "/v1/webhooks/" + webhook, "application/json", "")
                  .path("dead_letters")
                  .asInt())
          .isZero();
    }
  }

  private static String register(HttpApi api, Moody receiver, String how)
      throws IOException, InterruptedException {
    String body = "{\"url\":\"" + receiver.url() + "\"," + how + "}";
    return id(api.call("POST", "/v1/webhooks", "application/json", body));
  }

  private void feed(HttpApi api) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < EVENTS_A_ROUND; i++) {
      sent++;
      int card = random.nextInt(KEYS);
      lines.add(
          "{\"type\":\"Payment\",\"id\":\"p%d-c%d\",\"time\":\"%s\",\"card\":\"c%d\"}"
              .formatted(sent, card, Instant.ofEpochSecond(1_700_000_000L + sent), card));
    }
    assertThat(api.events(lines)).isEqualTo(lines.size());
  }

  private static String silence() {
    return "{\"key\":{\"card\":\"c0\"},\"until\":\"%s\",\"reason\":\"a test\"}"
        .formatted(Instant.now().plus(Duration.ofHours(1)));
  }

  private static List<JsonNode> alerts(HttpApi api) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    long after = 0;
    JsonNode next;
    do {
      String path = "/v1/alerts?limit=1000&after=" + after;
      JsonNode page = api.call("GET", path, "application/json", "");
      page.path("alerts").forEach(all::add);
      next = page.path("next");
      after = next.asLong(0);
    } while (!next.isNull());
    return all;
  }

  private static void retry(HttpApi api, String webhook) throws IOException, InterruptedException {
    api.call("POST", "/v1/webhooks/" + webhook + "/retry", "application/json", "");
  }

  private static int pending(HttpApi api, String webhook) throws IOException, InterruptedException {
    return api.call("GET", "/v1/webhooks/" + webhook, "application/json", "")
        .path("pending")
        .asInt();
  }

  private static String id(JsonNode node) {
    return node.path("id").asString();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  /** A receiver that refuses an attempt now and then, and takes its time. */
  private static final class Moody implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Random mood;

    // Guarded by this:
    private final Map<String, List<Long>> taken = new HashMap<>();
    private final Set<String> messages = new TreeSet<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final Set<String> changed = new TreeSet<>();
    private int groups;
    private int refused;

    Moody(Random mood) throws IOException {
      this.mood = mood;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::receive);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** The ordinals of each card, as they were taken. */
    synchronized Map<String, List<Long>> taken() {
      return Map.copyOf(taken);
    }

    synchronized Set<String> messages() {
      return new TreeSet<>(messages);
    }

    /** Ids that came with more than one body. */
    synchronized Set<String> changed() {
      return new TreeSet<>(changed);
    }

    /** How many deliveries were taken that had several alerts. */
    synchronized int groups() {
      return groups;
    }

    synchronized int refused() {
      return refused;
    }

    private void receive(HttpExchange exchange) throws IOException {
      try (exchange) {
        String body = new String(exchange.getRequestBody().readAllBytes());
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        exchange.sendResponseHeaders(takes(id, body) ? 204 : 503, -1);
      }
    }

    private synchronized boolean takes(String id, String body) {
      String before = bodies.putIfAbsent(id, body);
      if (before != null && !before.equals(body)) {
        changed.add(id);
      }
      if (mood.nextInt(5) == 0) {
        refused++;
        return false;
      }
      JsonNode data = json(body).path("data");
      groups += data.path("count").asInt(1) > 1 ? 1 : 0;
      if (data.has("alerts")) {
        data.path("alerts").forEach(this::take);
      } else {
        take(data);
      }
      return true;
    }

    private void take(JsonNode alert) {
      taken
          .computeIfAbsent(alert.path("key").path("card").asString(), _ -> new ArrayList<>())
          .add(alert.path("ordinal").asLong());
      messages.add(alert.path("message").asString());
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
