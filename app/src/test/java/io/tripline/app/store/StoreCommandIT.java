package io.tripline.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.Repository;
import io.tripline.app.testing.ServeProcess;
import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What support sees of a store: one in use, one that was killed, and damaged ones. */
final class StoreCommandIT {
  private static final int EVENTS = 3_000;
  private static final int PARTS = 3;
  private static final byte[] GONE = {};

  @TempDir private Path work;

  private Path data() {
    return work.resolve("data");
  }

  private CommandRun check() {
    return CommandRun.of("store", "check", "--data", data());
  }

  private CommandRun stats(String... more) {
    Object[] all =
        Stream.concat(Stream.of("store", "stats", "--data", data()), Stream.of(more)).toArray();
    return CommandRun.of(all);
  }

  private static List<String> events() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PaymentWorld(WorldSettings.of(EVENTS, EVENTS / 20, 11, 0.05)).writeTo(out);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Each start begins a file of the journal. */
  private void fill() throws IOException, InterruptedException {
    List<String> events = events();
    for (int part = 0; part < PARTS; part++) {
      try (ServeProcess serve = ServeProcess.start(work, "--checkpoint-interval", "100ms");
          HttpApi api = new HttpApi(serve.awaitReady())) {
        if (part == 0) {
          api.deploy("demo", CheckedRules.read(List.of(Repository.path("examples/demo"))).text());
          api.call("POST", "/v1/webhooks", "application/json", "{\"url\":\"http://127.0.0.1:1/\"}");
        }
        int size = events.size() / PARTS;
        api.events(events.subList(part * size, (part + 1) * size));
        if (part == 1) {
          for (CommandRun run : List.of(check(), stats())) {
            assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
            assertThat(run.err())
                .contains("Another Tripline process uses the folder " + data())
                .doesNotContain("\tat ");
          }
          // Asking has not taken the store away from who uses it.
          api.events(List.of(events.getFirst()));
        }
        serve.kill();
      }
    }
  }

  @Test
  void whatIsWholeAndWhatIsDamaged() throws IOException, InterruptedException {
    assertThat(check().err()).contains("There is no store in " + data());
    fill();
    CommandRun whole = check();
    assertThat(whole.code()).as(whole.out()).isEqualTo(ExitCode.FINE);
    assertThat(whole.out()).endsWith("The store is whole.\n").doesNotContain("DAMAGE");
    JsonNode stats = new JsonMapper().readTree(stats("--json").out());
    assertThat(stats.path("events").asInt()).isEqualTo(EVENTS + 1);
    assertThat(stats.path("journal").path("first_entry").asInt()).isZero();
    assertThat(stats.path("states").size()).isPositive();
    assertThat(stats.path("webhooks").get(0).path("pending").asLong())
        .isEqualTo(stats.path("alerts").asLong());
    assertThat(stats.path("rulesets").get(0).path("name").asString()).isEqualTo("demo");
    assertThat(stats().out()).contains("events     " + (EVENTS + 1), "rule set   demo, version 1");

    List<Path> journal = files("journal", ".journal");
    assertThat(journal).hasSizeGreaterThanOrEqualTo(PARTS);
    whileDamaged(
        journal.getFirst(),
        bytes -> flipped(bytes, bytes.length / 2),
        "DAMAGE  journal/" + journal.getFirst().getFileName() + ": is broken at byte");
    whileDamaged(
        journal.get(1),
        bytes -> GONE,
        "DAMAGE  journal/" + journal.get(2).getFileName(),
        "are missing");
    for (Path table : files("db", ".sst")) {
      whileDamaged(
          table,
          bytes -> flipped(bytes, bytes.length / 3),
          "DAMAGE  db/" + table.getFileName() + ": is damaged");
    }
    whileDamaged(data().resolve("db/CURRENT"), bytes -> GONE, "DAMAGE  db: ");
    assertThat(check().out()).as("all is as it was").isEqualTo(whole.out());

    // A torn end is no damage: the next start cuts it off.
    Path last = journal.getLast();
    byte[] bytes = Files.readAllBytes(last);
    byte[] torn = Arrays.copyOf(bytes, bytes.length + 50);
    System.arraycopy(bytes, 0, torn, bytes.length, 50);
    Files.write(last, torn);
    CommandRun noted = check();
    assertThat(noted.out())
        .contains(
            "note    journal/%s: is not whole from byte %d on (50 bytes)"
                .formatted(last.getFileName(), bytes.length));
    assertThat(noted.code()).as(noted.out()).isEqualTo(ExitCode.FINE);
  }

  private interface Damage {
    byte[] of(byte[] bytes);
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x10;
    return flipped;
  }

  private void whileDamaged(Path file, Damage damage, String... said) throws IOException {
    byte[] before = Files.readAllBytes(file);
    byte[] after = damage.of(before);
    Files.delete(file);
    if (after != GONE) {
      Files.write(file, after);
    }
    CommandRun run = check();
    assertThat(run.out()).contains(said).endsWith("The store is damaged.\n");
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    JsonNode json =
        new JsonMapper()
            .readTree(CommandRun.of("store", "check", "--data", data(), "--json").out());
    assertThat(json.path("whole").asBoolean()).isFalse();
    Files.write(file, before);
  }

  private List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(data().resolve(folder))) {
      return all.filter(file -> file.toString().endsWith(ending))
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }
}
