package io.tripline.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.ServeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What support gets out of a store and a savepoint: states of every kind of rule, and the rest. */
final class StoreDumpIT {
  private static final String CARD = "kärte-✓-😀";
  private static final String OTHER = "c,2";

  private static final String RULES =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string     @pii
        shop    string
        amount  decimal(2)
      }

      event Login {
        id      string     @id @pii
        time    timestamp  @time(lateness 1h)
        card    string     @pii
      }

      event Seen {
        id      string     @id(dedupe 1h)
        time    timestamp  @time
      }

      feature spent = sum(Payment.amount) by card over 1h

      rule alone {
        severity low
        by card
        pattern a -> not b within 10m
        define
          a: Payment where amount = 1.00
          b: Payment where amount = 500.00
        alert "nothing came"
      }

      rule chain {
        severity low
        by card
        pattern a -> b within 1h
        define
          a: Payment where amount < 10.00
          b: Payment where amount > 1000 * a.amount
        alert "much more"
      }

      rule counted {
        severity low
        by shop
        pattern a{3} -> b within 1h
        define
          a: Payment where amount < 10.00
          b: Payment where amount > 1000.00
        alert "three and one"
      }

      rule shared {
        severity low
        by (shop, card)
        pattern a+ -> (b | c) within 1h
        define
          a: Payment where amount < 10.00
          b: Payment where amount = 1001.00
          c: Payment where amount = 1002.00
        alert "some and one"
      }

      rule all {
        severity low
        by shop
        pattern a ~> b ~> c within 1h
        define
          a: Payment where amount < 10.00
          b: Payment where amount < 10.00
          c: Payment where amount > 1000.00
        after match skip none
        alert "each"
      }

      rule first {
        severity low
        by shop
        pattern not n -> [10m] a -> b within 1h
        define
          n: Payment where amount = 77.00
          a: Payment where amount < 10.00
          b: Payment where amount > 1000.00
        alert "none before"
      }

      rule much {
        severity high
        on Payment by card
        when amount = 77.00 or spent > 1000000.00
        alert "{card} spent {spent}"
          with whose = card, of = shop
        once per 1d
      }

      rule logins {
        severity low
        by card
        pattern a -> b within 1h
        define
          a: Login
          b: Login where time < a.time
        alert "never"
      }

      rule seen {
        severity low
        on Seen by none
        when id = 'nobody'
        alert "never"
      }
      """;

  private static final JsonMapper AS_WRITTEN =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @TempDir private Path work;

  private Path data() {
    return work.resolve("data");
  }

  private static String payment(String id, String minute, String card, String amount) {
    return """
    {"type":"Payment","id":"%s","time":"2026-01-31T10:%s:00Z","card":"%s","shop":"s","amount":%s}\
    """
        .formatted(id, minute, card, amount);
  }

  private static List<String> events() {
    return List.of(
        payment("p1", "00", CARD, "1.00"),
        payment("p2", "01", CARD, "2.00"),
        payment("p3", "02", OTHER, "77.00"),
        """
        {"type":"Seen","id":"s1","time":"2026-01-31T10:02:00Z"}\
        """,
        """
        {"type":"Login","id":"l1","time":"2026-01-31T10:02:00Z","card":"%s"}\
        """
            .formatted(CARD));
  }

  private CommandRun dump(Path folder, Object... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("store", "dump", "--data", folder), Stream.of(more)).toArray());
  }

  private List<JsonNode> lines(Path folder, Object... more) {
    CommandRun run = dump(folder, more);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.err()).isEmpty();
    return parsed(run);
  }

  private static List<JsonNode> parsed(CommandRun run) {
    return run.out().lines().map(AS_WRITTEN::readTree).toList();
  }

  private static List<JsonNode> of(List<JsonNode> lines, String kind) {
    return lines.stream().filter(is("kind", kind)).toList();
  }

  private static Predicate<JsonNode> is(String member, String value) {
    return line -> line.path(member).asString().equals(value);
  }

  private static JsonNode state(List<JsonNode> lines, String rule) {
    List<JsonNode> found = of(lines, "rule_state").stream().filter(is("rule", rule)).toList();
    assertThat(found).as(rule + " in " + lines).hasSize(1);
    return found.getFirst();
  }

  private static List<String> texts(Iterable<JsonNode> array, String... path) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : array) {
      JsonNode at = each;
      for (String member : path) {
        at = at.path(member);
      }
      texts.add(at.isContainer() ? at.toString() : at.asString());
    }
    return texts;
  }

  @Test
  void anEmptyStoreHasACheckpointAtMost() throws IOException, InterruptedException {
    assertThat(dump(data()).err()).contains("There is no store in " + data());
    try (ServeProcess serve = ServeProcess.start(work)) {
      serve.awaitReady();
      CommandRun inUse = dump(data());
      assertThat(inUse.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(inUse.err()).contains("Another Tripline process uses the folder " + data());
      serve.kill();
    }
    List<JsonNode> lines = lines(data());
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().path("kind").asString()).isEqualTo("checkpoint");
    assertThat(lines.getFirst().path("clock").isNull()).isTrue();
    assertThat(lines(data(), "--journal")).isEmpty();
  }

  @Test
  void whatIsKeptAndWhatHasHappened() throws IOException, InterruptedException {
    Path savepoint = data().resolve("savepoints/s");
    try (ServeProcess serve =
            ServeProcess.start(work, "--source-idle-time", "0s", "--checkpoint-interval", "1h");
        HttpApi api = new HttpApi(serve.awaitReady())) {
      api.call("POST", "/v1/webhooks", "application/json", "{\"url\":\"http://127.0.0.1:1/\"}");
      api.deploy("d", RULES);
      assertThat(api.events(events())).isEqualTo(events().size());
      api.call("POST", "/v1/savepoints", "application/json", "{\"name\":\"s\"}");
      api.events(List.of(payment("p4", "05", OTHER, "3.00")));
      serve.kill();
    }
    statesAreThoseOfTheCheckpoint(lines(savepoint));
    oneRuleAndOneKey(savepoint);
    theJournalGoesOn(savepoint);
    whatCannotBeReadIsTold();
  }

  private static void statesAreThoseOfTheCheckpoint(List<JsonNode> lines) {
    assertThat(lines.toString()).doesNotContain(CARD, OTHER, "l1").contains("•••");
    JsonNode checkpoint = of(lines, "checkpoint").getFirst();
    assertThat(checkpoint.path("events").asInt()).isEqualTo(events().size());
    assertThat(checkpoint.path("clock").asString()).isEqualTo("2026-01-31T10:02:00Z");
    assertThat(texts(checkpoint.path("rules"), "rule")).contains("d.alone", "d.much");
    assertThat(of(lines, "rule_version").getFirst().path("text").asString()).isEqualTo(RULES);

    JsonNode alone = state(lines, "d.alone");
    assertThat(alone.path("matching").asString()).isEqualTo("each");
    assertThat(alone.path("key").toString()).isEqualTo("{\"card\":\"•••\"}");
    JsonNode waits = alone.path("pending").get(0);
    assertThat(waits.path("completed_at").asString()).isEqualTo("2026-01-31T10:10:00Z");
    assertThat(waits.path("events").get(0).path("id").asString()).isEqualTo("p1");
    assertThat(waits.path("events").get(0).path("variables").toString()).isEqualTo("[\"a\"]");

    JsonNode chain = state(lines, "d.chain");
    assertThat(chain.path("matching").asString()).isEqualTo("chain");
    assertThat(chain.path("until").asString()).isEqualTo("2026-01-31T11:01:00Z");
    assertThat(chain.path("partial_matches").asInt()).isEqualTo(2);
    assertThat(texts(chain.path("pending"), "next")).containsOnly("[\"b\"]");
    assertThat(texts(chain.path("pending"), "began"))
        .containsExactly("2026-01-31T10:00:00Z", "2026-01-31T10:01:00Z");
    assertThat(chain.path("key_number").asInt())
        .as("the same key as of the rule before")
        .isEqualTo(alone.path("key_number").asInt());

    JsonNode counted = state(lines, "d.counted");
    assertThat(counted.path("matching").asString()).isEqualTo("counted");
    assertThat(counted.path("key").toString()).isEqualTo("{\"shop\":\"s\"}");
    assertThat(texts(counted.path("kept"), "id")).containsExactly("p1", "p2");
    assertThat(texts(counted.path("kept"), "number")).containsExactly("1", "2");
    assertThat(texts(counted.path("pending"), "next")).containsOnly("[\"a\"]");

    JsonNode shared = state(lines, "d.shared");
    assertThat(shared.path("matching").asString()).isEqualTo("shared");
    assertThat(shared.path("key").toString()).isEqualTo("{\"shop\":\"s\",\"card\":\"•••\"}");
    assertThat(texts(shared.path("kept"), "clock"))
        .containsExactly("2026-01-31T10:00:00Z", "2026-01-31T10:01:00Z");
    assertThat(texts(shared.path("pending"), "next")).contains("[\"a\",\"b\",\"c\"]");

    JsonNode all = state(lines, "d.all");
    assertThat(all.path("matching").asString()).isEqualTo("enumerated");
    assertThat(texts(all.path("pending"), "next")).containsExactlyInAnyOrder("[\"b\"]", "[\"c\"]");
    assertThat(texts(all.path("kept"), "id")).containsExactly("p1", "p2");

    JsonNode first = state(lines, "d.first");
    assertThat(first.path("forbidding").toString())
        .isEqualTo("[{\"variable\":\"n\",\"seen_at\":\"2026-01-31T10:02:00Z\"}]");

    List<JsonNode> windows = of(lines, "window_state");
    assertThat(windows).hasSize(2);
    assertThat(texts(windows.get(0).path("rules"))).containsExactly("d.much");
    assertThat(windows.stream().map(each -> each.path("values").toString()))
        .containsExactlyInAnyOrder("{\"spent\":3.00}", "{\"spent\":77.00}");
    assertThat(windows.stream().map(each -> each.path("rows").asInt()))
        .containsExactlyInAnyOrder(2, 1);

    JsonNode held = of(lines, "held_event").getFirst();
    assertThat(held.path("type").asString()).isEqualTo("Login");
    assertThat(held.path("fields").path("card").asString()).isEqualTo("•••");
    assertThat(of(lines, "seen_ids").getFirst().path("ids").asInt()).isEqualTo(1);

    JsonNode alert = of(lines, "alert").getFirst();
    assertThat(alert.path("message").asString()).isEqualTo("•••");
    assertThat(alert.path("with").toString()).isEqualTo("{\"whose\":\"•••\",\"of\":\"s\"}");
    JsonNode standing = of(lines, "once_per").getFirst();
    assertThat(standing.path("rule").asString()).isEqualTo("d.much");
    assertThat(standing.path("ordinal").asInt()).isEqualTo(alert.path("ordinal").asInt());
    JsonNode delivery = of(lines, "delivery").getFirst();
    assertThat(delivery.path("alert").asString()).isEqualTo(alert.path("id").asString());
    assertThat(delivery.path("given_up").asBoolean()).isFalse();
    assertThat(of(lines, "entry")).isEmpty();
  }

  private void oneRuleAndOneKey(Path savepoint) {
    List<JsonNode> key = lines(savepoint, "--rule", "much", "--key", OTHER, "--show-pii");
    assertThat(texts(of(key, "window_state"), "key")).containsExactly("{\"card\":\"c,2\"}");
    assertThat(texts(of(key, "once_per"), "key")).containsExactly("{\"card\":\"c,2\"}");
    assertThat(texts(of(key, "alert"), "message")).containsExactly("c,2 spent 77.00");
    assertThat(of(key, "delivery")).hasSize(1);
    assertThat(of(key, "rule_state")).isEmpty();

    List<JsonNode> none = lines(savepoint, "--rule", "d.much", "--key", CARD, "--show-pii");
    assertThat(texts(of(none, "window_state"), "key"))
        .containsExactly("{\"card\":\"" + CARD + "\"}");
    assertThat(of(none, "alert")).isEmpty();
    assertThat(of(none, "once_per")).isEmpty();

    List<JsonNode> states = lines(savepoint, "--states", "--rule", "chain", "--per-state", "1");
    assertThat(states).hasSize(1);
    assertThat(states.getFirst().path("partial_matches").asInt()).isEqualTo(2);
    assertThat(states.getFirst().path("pending")).hasSize(1);

    CommandRun unknown = dump(savepoint, "--rule", "d.chian");
    assertThat(unknown.code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(unknown.err()).contains("no rule d.chian").contains("did you mean 'd.chain'?");
    assertThat(dump(savepoint, "--key", "x").err()).contains("give --rule, too");
    assertThat(dump(savepoint, "--from", "1").err()).contains("give --journal, too");
    assertThat(dump(savepoint, "--rule", "shared", "--key", "s").err()).contains("(shop string");

    CommandRun cut = dump(savepoint, "--limit", "2");
    assertThat(cut.code()).isEqualTo(ExitCode.FINE);
    assertThat(cut.out()).hasLineCount(2);
    assertThat(cut.err()).contains("stopped after 2 lines");
  }

  private void theJournalGoesOn(Path savepoint) throws IOException {
    List<JsonNode> journal = lines(savepoint, "--journal");
    assertThat(journal).allMatch(is("kind", "entry"));
    assertThat(texts(journal, "sequence"))
        .isEqualTo(Stream.iterate(0, n -> n + 1).limit(journal.size()).map(n -> "" + n).toList());
    JsonNode deployed = journal.stream().filter(is("entry", "deploy")).findAny().orElseThrow();
    assertThat(deployed.path("ruleset").asString()).isEqualTo("d");
    List<JsonNode> events = journal.stream().filter(is("entry", "events")).toList();
    assertThat(events).isEmpty();
    events = journal.stream().filter(is("entry", "event")).toList();
    assertThat(events.stream().map(each -> each.path("number").asInt()))
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(events.getFirst().path("fields").toString())
        .isEqualTo(
            "{\"id\":\"p1\",\"time\":\"2026-01-31T10:00:00Z\",\"card\":\"•••\",\"shop\":\"s\","
                + "\"amount\":1.00}");
    assertThat(events.getLast().path("fields").path("id").asString()).isEqualTo("•••");

    String from = events.get(1).path("sequence").asString();
    String to = events.get(2).path("sequence").asString();
    List<JsonNode> some = lines(savepoint, "--journal", "--from", from, "--to", to, "--show-pii");
    assertThat(texts(some, "fields", "card")).containsExactly(CARD, OTHER);

    // The store itself has gone on behind the savepoint.
    Path file = work.resolve("dump.jsonl");
    assertThat(dump(data(), "--journal", "-o", file).out()).isEmpty();
    assertThat(Files.readString(file)).contains("\"id\":\"p4\"");
  }

  /** The first file of the journal, and what marks the database's files. */
  private void whatCannotBeReadIsTold() throws IOException {
    Path journal;
    try (Stream<Path> files = Files.list(data().resolve("journal"))) {
      journal = files.filter(each -> each.toString().endsWith(".journal")).sorted().toList().get(0);
    }
    try (ServeProcess serve = ServeProcess.start(work);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      api.events(List.of(payment("p5", "06", OTHER, "3.00")));
      serve.kill();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    byte[] bytes = Files.readAllBytes(journal);
    bytes[bytes.length / 2] ^= 0x10;
    Files.delete(journal); // a savepoint has the same file
    Files.write(journal, bytes);
    CommandRun broken = dump(data(), "--journal");
    assertThat(broken.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(broken.err()).contains("could not be read", "tripline store check --data");
    List<JsonNode> lines = parsed(broken);
    assertThat(texts(of(lines, "damage"), "what"))
        .anyMatch(what -> what.contains("is broken at byte"));
    assertThat(texts(of(lines, "entry"), "fields", "id")).contains("p5");

    Files.delete(data().resolve("db/CURRENT"));
    CommandRun gone = dump(data());
    assertThat(gone.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(texts(parsed(gone), "where")).containsExactly("db");
  }
}
