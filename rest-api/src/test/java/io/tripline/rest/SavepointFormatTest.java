package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.state.Savepoint;
import io.tripline.state.SavepointRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Savepoints of every format that ever was, each with the version of the store that it holds: they
 * are restored, and go on. A change of a stored format that fails here needs code that reads the
 * old one; then make a new one with {@code -Dtripline.golden.savepoint=FOLDER}, give it the next
 * name, and keep those that are there.
 */
final class SavepointFormatTest {
  private static final String RULES =
      """
      event Payment {
        id      string     @id(dedupe 1d)
        time    timestamp  @time(lateness 1m)
        card    string     @pii
        amount  decimal(2)
      }

      list trusted of string

      table limits key card {
        most decimal(2)
      }

      feature spent = sum(Payment.amount) by card over 1h

      rule probes {
        by card
        pattern probe{3,} -> hit within 10m
        define
          probe: Payment where amount < 2.00
          hit:   Payment where card not in trusted and amount > 100.00 and amount > sum(probe.amount)
        alert "{count(probe)} probes, then {hit.amount}"
          once per 1h
      }

      rule silent {
        by card
        pattern a -> [5m] not b
        define
          a: Payment where amount > 500.00
          b: Payment where amount > 100.00
        alert "nothing after {a.amount}"
      }

      rule usual {
        on Payment by card
        when amount > 2 * avg(amount) over previous 1h and count() over previous 1h > 3
        alert "{amount} of {spent}, at most {limits[card].most}"
      }
      """;

  @TempDir Path temporary;

  private static List<String> events(int from, int until) {
    List<String> events = new ArrayList<>();
    for (int i = from; i < until; i++) {
      int amount = i % 7 == 6 ? 600 : i % 5 == 4 ? 150 : 1;
      events.add(
          "{\"type\":\"Payment\",\"id\":\"p%d\",\"time\":\"2026-01-31T%02d:%02d:00Z\",\"card\":\"c%d\",\"amount\":%d.25}"
              .formatted(i, 10 + i / 60, i % 60, i % 3, amount));
    }
    return events;
  }

  private static void send(LiveServer server, List<String> events) throws InterruptedException {
    LiveServer.Answer answer = server.post("/v1/events", String.join("\n", events));
    assertThat(answer.json().get("accepted").intValue()).as(answer.text()).isEqualTo(events.size());
    server.engine().awaitProcessed();
  }

  private static String alerts(LiveServer server) {
    return server
        .get("/v1/alerts?limit=1000&after=0&personal_data=true", "Accept", "application/x-ndjson")
        .text();
  }

  private static void deploy(LiveServer server) {
    LiveServer.Answer answer = server.put("/v1/rulesets/cards", RULES);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static int put(LiveServer server, String path, String csv) {
    byte[] body = csv.getBytes(StandardCharsets.UTF_8);
    return server.send("PUT", "/v1/" + path, body, "Content-Type", "text/csv").status();
  }

  private void fill(LiveServer server) throws InterruptedException {
    deploy(server);
    assertThat(put(server, "lists/trusted", "value\nc8\n")).isEqualTo(200);
    assertThat(put(server, "tables/limits", "card,most\nc1,300.00\n")).isEqualTo(200);
    assertThat(
            server
                .postJson("/v1/webhooks", "{\"url\":\"http://127.0.0.1:1/\",\"description\":\"w\"}")
                .status())
        .isEqualTo(201);
    send(server, events(0, 60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"savepoint-1"})
  void itIsRestoredAndGoesOn(String golden) throws Exception {
    Path savepoint = unpack(golden);
    Savepoint restored = SavepointRestore.restore(savepoint, temporary.resolve("restored"));
    assertThat(restored.events()).isEqualTo(60);
    assertThat(restored.ruleSets()).singleElement().extracting("version").isEqualTo(1);
    String undisturbed;
    try (LiveServer server = LiveServer.start(temporary.resolve("fresh"))) {
      fill(server);
      send(server, events(60, 150));
      undisturbed = alerts(server);
    }
    assertThat(undisturbed).contains("probes, then", "nothing after", "\"rule\":\"usual\"");
    try (LiveServer server = LiveServer.start(temporary.resolve("restored"))) {
      assertThat(server.get("/v1/webhooks").json().get("webhooks").size()).isEqualTo(1);
      send(server, events(60, 150));
      assertThat(alerts(server)).isEqualTo(undisturbed);
    }
  }

  /** One that is made now differs from the last golden one in nothing that the format is about. */
  @Test
  void theLastOneIsOfToday() throws Exception {
    Savepoint now;
    Path data = temporary.resolve("data");
    try (LiveServer server = LiveServer.start(data)) {
      fill(server);
      assertThat(server.postJson("/v1/savepoints", "{\"name\":\"golden\"}").status())
          .isEqualTo(201);
      now = SavepointRestore.verify(data.resolve("savepoints/golden"));
    }
    String folder = System.getProperty("tripline.golden.savepoint", "");
    if (!folder.isEmpty()) {
      pack(data.resolve("savepoints/golden"), Path.of(folder, "savepoint.zip"));
    }
    Savepoint golden = SavepointRestore.verify(unpack("savepoint-1"));
    assertThat(golden.storeFormat()).isEqualTo(now.storeFormat());
    assertThat(golden.position()).isEqualTo(now.position());
    assertThat(golden.alerts()).isEqualTo(now.alerts());
    assertThat(golden.ruleSets()).isEqualTo(now.ruleSets());
  }

  private static void pack(Path savepoint, Path zip) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(savepoint)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(new ZipEntry(savepoint.relativize(file).toString()));
        Files.copy(file, packed);
      }
    }
  }

  private Path unpack(String golden) throws IOException {
    Path folder = temporary.resolve(golden);
    try (InputStream in = SavepointFormatTest.class.getResourceAsStream(golden + ".zip");
        ZipInputStream packed = new ZipInputStream(Objects.requireNonNull(in, golden))) {
      for (ZipEntry each = packed.getNextEntry(); each != null; each = packed.getNextEntry()) {
        Path file = folder.resolve(each.getName());
        Files.createDirectories(file.getParent());
        Files.copy(packed, file);
      }
    }
    return folder;
  }
}
