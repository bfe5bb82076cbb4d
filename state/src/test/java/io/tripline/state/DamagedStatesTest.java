package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.PendingState;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.pipeline.StoredState;
import io.tripline.engine.pipeline.StoredStates.Settings;
import io.tripline.state.DumpOptions.Part;
import io.tripline.state.StoreReport.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States whose checksums are right and whose content is not, checked and dumped. */
final class DamagedStatesTest {
  private static final String RULES =
      """
      event E {
        id    string     @id
        time  timestamp  @time
        k     string
      }
      rule pair {
        by k
        pattern a -> b within 1h
        define a: E  b: E where id = 'none'
        alert "" once per 1h
      }
      rule many { on E by k when count() over 1h > 1000 or id = 'e1' alert "" once per 1h }
      """;

  @TempDir Path folder;

  private static RuleSet compile(String name, String text) {
    return Objects.requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile(name, text))).ruleSet());
  }

  @BeforeEach
  void fill() throws InterruptedException {
    EngineSettings settings = new EngineSettings(2, 64, 0, 1_000, 1L << 30, 1 << 16);
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL);
        Engine engine = Engine.open(settings, storage, DamagedStatesTest::compile)) {
      engine.deploy("s", RULES, compile("s", RULES));
      EventWriter writer = new EventWriter();
      Schema schema = engine.schema();
      for (int i = 0; i < 3; i++) {
        writer.begin(schema.get("E"));
        text(writer, 0, "e" + i);
        writer.setLong(1, 1_000_000 + i);
        text(writer, 2, "key" + i);
        writer.end(0, new byte[] {'r'}, 0, 1);
      }
      engine.publish(writer, schema.id(), Duration.ofMinutes(1));
      engine.checkpoint();
    }
  }

  private static void text(EventWriter writer, int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, utf8, 0, utf8.length);
  }

  /** Changes the value of every record of a family that a test picks. */
  private int change(Family family, UnaryOperator<byte[]> change) {
    int[] changed = {0};
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      List<byte[]> keys = new ArrayList<>();
      List<byte[]> values = new ArrayList<>();
      db.scan(
          family,
          cursor -> {
            for (boolean there = cursor.first(); there; there = cursor.next()) {
              byte[] value = change.apply(cursor.value());
              if (!Arrays.equals(value, cursor.value())) {
                keys.add(cursor.key());
                values.add(value);
              }
            }
            return null;
          });
      for (int i = 0; i < keys.size(); i++) {
        byte[] key = keys.get(i);
        byte[] value = values.get(i);
        db.write(batch -> batch.put(family, key, value));
        changed[0]++;
      }
    }
    return changed[0];
  }

  private StoreReport check() {
    return StoreCheck.run(folder, DamagedStatesTest::compile);
  }

  private List<StoreRecord> dump(Part part) {
    List<StoreRecord> records = new ArrayList<>();
    DumpOptions options =
        new DumpOptions(Set.of(part), null, 0, Long.MAX_VALUE, new Settings(10, false));
    StoreDump.run(folder, DamagedStatesTest::compile, options, records::add);
    return records;
  }

  private List<StoreRecord.Damage> damage(Part part) {
    return dump(part).stream()
        .filter(StoreRecord.Damage.class::isInstance)
        .map(StoreRecord.Damage.class::cast)
        .toList();
  }

  @Test
  void whatIsWholeIsTold() {
    assertThat(check().findings()).isEmpty();
    assertThat(check().figures()).containsEntry("rule failures", 0L);
    List<StoredState> states = new ArrayList<>();
    for (StoreRecord record : dump(Part.STATES)) {
      states.add(((StoreRecord.State) record).state());
    }
    assertThat(states).hasSize(7);
    assertThat(states.stream().filter(StoredState.OfRule.class::isInstance).toList())
        .hasSize(3)
        .allSatisfy(
            state -> {
              PendingState holds = ((StoredState.OfRule) state).holds();
              assertThat(holds.keptCount() + holds.partialMatches().getFirst().eventCount())
                  .isEqualTo(1);
            });
    assertThat(states.getLast()).isInstanceOf(StoredState.OncePerAlert.class);
  }

  /** One byte more at the end of a state is no state of the rule, or of the window. */
  @Test
  void aStateWithARightChecksumAndAWrongContentIsFound() {
    int[] first = {0};
    change(Family.KEYS, value -> first[0]++ == 0 ? Arrays.copyOf(value, value.length + 1) : value);
    assertThat(check().findings())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.isDamage()).isTrue();
              assertThat(found.where()).isEqualTo("states");
              assertThat(found.what()).contains("cannot be read", "left over");
              assertThat(found.means()).contains("when it comes to that key", "Restore");
            });
    List<StoreRecord> records = dump(Part.STATES);
    assertThat(records).hasSize(7);
    assertThat(damage(Part.STATES))
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.where()).isEqualTo("state of a key, record 1");
              assertThat(damage.what()).contains("cannot be read");
            });
  }

  @Test
  void manyAreToldTogether() {
    assertThat(change(Family.KEYS, value -> Arrays.copyOf(value, value.length - 1))).isEqualTo(6);
    assertThat(check().findings()).hasSize(6).allMatch(Finding::isDamage);
    assertThat(damage(Part.STATES)).hasSize(6);
    assertThat(change(Family.KEYS, value -> new byte[3])).isEqualTo(6);
    assertThat(check().isWhole()).isFalse();
    assertThat(damage(Part.STATES)).hasSize(6);
  }

  @Test
  void anAlertThatStandsAndAMarkAreRead() {
    assertThat(change(Family.STATES, value -> Arrays.copyOf(value, 5))).isPositive();
    assertThat(check().findings())
        .anySatisfy(
            found -> {
              assertThat(found.where()).isEqualTo("states under names");
              assertThat(found.what()).contains("An alert that stands is damaged");
            });
    assertThat(damage(Part.STATES))
        .anyMatch(each -> each.what().contains("An alert that stands is damaged"));
  }

  @Test
  void whereRulesHaveFailedIsRead() {
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      db.write(batch -> batch.put(Family.META, Bytes.utf8("rule_failures"), new byte[] {1, 2}));
    }
    assertThat(check().findings())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.where()).isEqualTo("rule failures");
              assertThat(found.what()).contains("where rules have failed cannot be read");
            });
    assertThat(damage(Part.RULES))
        .singleElement()
        .satisfies(each -> assertThat(each.where()).isEqualTo("rule_failures"));
  }

  @Test
  void alertsAndDeliveriesThatCannotBeReadAreToldAndTheRestAfterThem() {
    int[] first = {0};
    change(Family.ALERTS, value -> first[0]++ == 0 ? new byte[2] : value);
    assertThat(damage(Part.ALERTS))
        .singleElement()
        .satisfies(each -> assertThat(each.where()).isEqualTo("alert 1"));
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      db.write(batch -> batch.put(Family.OUTBOX, new byte[] {1}, new byte[0]));
    }
    assertThat(damage(Part.OUTBOX))
        .singleElement()
        .satisfies(each -> assertThat(each.where()).isEqualTo("outbox, record 1"));
  }

  @Test
  void aCheckpointThatCannotBeReadDoesNotHideTheRest() {
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      db.write(batch -> batch.put(Family.META, Bytes.utf8("checkpoint"), new byte[20]));
    }
    assertThat(damage(Part.CHECKPOINT)).isNotEmpty();
    assertThat(dump(Part.RULES).stream().filter(StoreRecord.Version.class::isInstance)).hasSize(1);
    assertThat(dump(Part.JOURNAL).stream().filter(StoreRecord.Entry.class::isInstance).toList())
        .hasSizeGreaterThan(3);
  }
}
