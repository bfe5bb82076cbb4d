package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A store that cannot be right is refused with a sentence; a long replay takes checkpoints. */
final class RecoveryTest {
  private record Block(long first, byte[] bytes) {}

  /** A store after a crash: rules, 20 events one a block, alerts; no checkpoint. */
  private static MemoryStorage crashed() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    try (Engine engine = TestEngine.open(TestEngine.settings(1), storage)) {
      TestEngine.deploy(engine, "large=0");
      for (int i = 0; i < 20; i++) {
        TestEngine.feed(engine, List.of(TestEvent.payment("p" + i, i, "c", 1, 1)), 1);
        engine.awaitProcessed();
      }
      return storage.copy();
    }
  }

  private static List<Block> blocks(MemoryStorage storage) {
    List<Block> blocks = new ArrayList<>();
    storage.journal().read(0, (first, bytes) -> blocks.add(new Block(first, bytes)));
    return blocks;
  }

  /** A store with the rules of another, and a journal of one's own. */
  private static MemoryStorage with(MemoryStorage rules, List<Block> blocks) {
    MemoryStorage storage = MemoryStorage.keeping();
    rules.ruleVersions().versions(TestEngine.SET).forEach(storage.ruleVersions()::put);
    Journal journal = storage.journal();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      long last = i + 1 < blocks.size() ? blocks.get(i + 1).first() - 1 : block.first();
      journal.append(block.first(), last, block.bytes(), block.bytes().length);
    }
    return storage;
  }

  private static void assertRefused(MemoryStorage storage, String sentence) {
    assertThatThrownBy(() -> TestEngine.open(TestEngine.settings(2), storage).close())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aDamagedBlock() throws InterruptedException {
    MemoryStorage crashed = crashed();
    List<Block> blocks = blocks(crashed);
    assertThat(blocks).hasSize(21);
    byte[] block = blocks.get(7).bytes();
    block[block.length - 3] ^= 1;
    assertRefused(
        with(crashed, blocks), "The journal block that begins at entry 7 is damaged. Restore");
  }

  @Test
  void aMissingBlock() throws InterruptedException {
    MemoryStorage crashed = crashed();
    List<Block> blocks = blocks(crashed);
    blocks.remove(7); // the store believes that block 6 goes up to entry 7
    assertRefused(with(crashed, blocks), "The journal lacks entry 7.");
  }

  @Test
  void aJournalThatEndsBeforeTheCheckpoint() throws InterruptedException {
    MemoryStorage crashed = crashed();
    try (Engine engine = TestEngine.open(TestEngine.settings(1), crashed)) {
      engine.checkpoint();
    }
    MemoryStorage cut = with(crashed, blocks(crashed).subList(0, 15));
    cut.states().commit(crashed.states().lastCheckpoint().orElseThrow());
    assertRefused(cut, "The journal ends before the last checkpoint (entry 20)");
  }

  @Test
  void moreAlertsThanTheJournalTellsOf() throws InterruptedException {
    MemoryStorage crashed = crashed();
    List<Alert> alerts = crashed.alerts().all();
    MemoryStorage cut = with(crashed, blocks(crashed).subList(0, 15));
    cut.alerts().append(alerts, List.of());
    assertRefused(cut, "The store holds more alerts than its journal tells of.");
  }

  @Test
  void otherAlertsThanTheJournalTellsOf() throws InterruptedException {
    MemoryStorage crashed = crashed();
    AlertLog log = crashed.alerts();
    List<Alert> alerts = crashed.alerts().all();
    MemoryStorage other = with(crashed, blocks(crashed));
    assertThat(log.lastOrdinal()).isEqualTo(20);
    List<Alert> changed = new ArrayList<>();
    for (Alert alert : alerts) {
      changed.add(
          alert.ordinal() == 5
              ? new Alert(
                  5,
                  "f".repeat(32),
                  "x",
                  "x",
                  1,
                  List.of(),
                  0,
                  alert.severity(),
                  0,
                  "",
                  List.of(),
                  List.of(),
                  5,
                  List.of(),
                  false,
                  List.of(),
                  alert.personal())
              : alert);
    }
    other.alerts().append(changed, List.of());
    assertRefused(other, "A replay of the journal raised another alert (number 5, rule large)");
  }

  @Test
  void rulesThatNoLongerCompile() throws InterruptedException {
    MemoryStorage crashed = crashed();
    assertThatThrownBy(
            () ->
                Engine.open(
                    TestEngine.settings(1),
                    crashed,
                    (name, text) -> TestRules.read(name, text + " broken")))
        .isInstanceOf(StorageException.class)
        .hasMessage("The rule set test in the store does not compile any more: 1:1: no such thing");
  }

  @Test
  void eventsThatAreLaidOutDifferently() throws InterruptedException {
    for (boolean checkpoint : new boolean[] {false, true}) {
      MemoryStorage crashed = crashed();
      if (checkpoint) {
        TestEngine.open(TestEngine.settings(1), crashed).close();
      }
      assertThatThrownBy(
              () ->
                  Engine.open(
                      TestEngine.settings(1),
                      crashed,
                      (name, text) -> TestRules.read(name, text + " conflict")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("This version of Tripline lays events out differently");
    }
  }

  @Test
  void aStateThatNobodyOwnsAndOneThatCannotBeRead() throws InterruptedException {
    MemoryStorage crashed = crashed();
    TestEngine.open(TestEngine.settings(1), crashed).close();
    Checkpoint last = crashed.states().lastCheckpoint().orElseThrow();
    StateChange change = new StateChange(99, new byte[] {1}, new byte[] {77, 77}, false);
    MemoryStorage nobodys = crashed.copy();
    nobodys
        .states()
        .commit(
            new Checkpoint(last.sequence(), last.meta(), List.of(change), List.of(), List.of()));
    assertRefused(nobodys, "The store holds a state of an unknown kind (99).");
    MemoryStorage unreadable = crashed.copy();
    unreadable.states().commit(withState(last, StateIds.FIRST_OF_RULES));
    assertRefused(unreadable, "A state of rule large cannot be read.");
  }

  private static Checkpoint withState(Checkpoint last, long stateId) {
    KeyName key = new KeyName(Bytes.hash(new byte[] {1}, 0, 1), new byte[] {1});
    KeyState state = new KeyState(Long.MAX_VALUE, 1, new byte[] {77, 77});
    KeyChange change = new KeyChange(stateId, key, state, false);
    return new Checkpoint(last.sequence(), last.meta(), List.of(), List.of(change), List.of());
  }

  /** A rule's states are not deleted with it, but in time. */
  @Test
  void whatARuleHasLeftIsRemovedInTheBackground() throws InterruptedException {
    MemoryStorage storage = crashed();
    TestEngine.open(TestEngine.settings(1), storage).close();
    Checkpoint last = storage.states().lastCheckpoint().orElseThrow();
    storage.states().commit(withState(last, 99));
    long before = storage.states().count();
    try (Engine engine = TestEngine.open(TestEngine.settings(1), storage)) {
      TestEngine.feed(engine, List.of(TestEvent.payment("q", 50, null, 1, 1)), 1);
      engine.checkpoint();
      TestEngine.feed(engine, List.of(TestEvent.payment("r", 50, null, 1, 1)), 1);
      engine.checkpoint();
    }
    storage.states().forEachKey((_, id, _) -> assertThat(id).isNotEqualTo(99));
    assertThat(before).isPositive();
  }

  @Test
  void checkpointsAreTakenAtTheIntervalIfThereIsSomethingNew() throws InterruptedException {
    MemoryStorage storage = crashed();
    EngineSettings often = new EngineSettings(2, 64, 1, 1_000, 1L << 30, 1 << 16);
    try (Engine engine = TestEngine.open(often, storage)) {
      Awaitility.await()
          .until(
              () -> storage.states().lastCheckpoint().filter(c -> c.sequence() == 20).isPresent());
      TestEngine.feed(engine, List.of(TestEvent.payment("q", 50, "c", 1, 1)), 1);
      Awaitility.await()
          .until(
              () -> storage.states().lastCheckpoint().filter(c -> c.sequence() == 21).isPresent());
      assertThat(engine.stats().checkpoints().lastSequence()).isEqualTo(21);
      assertThat(engine.stats().checkpoints().count()).isBetween(2L, 4L);
    }
  }

  @Test
  void theEndOfTheInputIsKept() throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    for (boolean checkpoint : new boolean[] {false, true}) {
      MemoryStorage copy;
      try (Engine engine = TestEngine.open(TestEngine.settings(1), storage)) {
        if (!checkpoint) {
          TestEngine.deploy(engine, "large=0");
          engine.endOfInput();
        }
        copy = storage.copy();
        assertThatThrownBy(
                () -> TestEngine.feed(engine, List.of(TestEvent.payment("q", 5, "c", 1, 1)), 1))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("The input has ended.");
      }
      assertThat(copy.journal().lastSequence()).isEqualTo(1);
    }
  }
}
