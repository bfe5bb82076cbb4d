package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.state.TestStore.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StateStoreTest {
  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Of a state that there is not yet. */
  private static StateChange added(long id, String key, @Nullable String value) {
    return change(id, key, value, false);
  }

  private static StateChange replaced(long id, String key, @Nullable String value) {
    return change(id, key, value, true);
  }

  private static StateChange change(long id, String key, @Nullable String value, boolean replaces) {
    return new StateChange(id, utf8(key), value == null ? null : utf8(value), replaces);
  }

  private static Map<String, String> all(StateStore states) {
    Map<String, String> all = new HashMap<>();
    states.forEach(
        (id, key, value) ->
            all.put(
                id + "/" + new String(key, StandardCharsets.UTF_8),
                new String(value, StandardCharsets.UTF_8)));
    return all;
  }

  private static void commit(StateStore states, long sequence, StateChange... changes) {
    states.commit(
        new Checkpoint(sequence, utf8("meta" + sequence), List.of(changes), List.of(), List.of()));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aCheckpointIsReadBack(Mode mode) {
    try (TestStore store = TestStore.withEntries(folder, mode)) {
      assertThat(store.step().states().lastCheckpoint()).isEmpty();
      assertThat(store.step().states().count()).isZero();
      commit(store.step().states(), 5, added(1, "a", "1"), added(1, "b", ""), added(2, "a", "x"));

      Checkpoint last = store.step().states().lastCheckpoint().orElseThrow();
      assertThat(last.sequence()).isEqualTo(5);
      assertThat(last.meta()).isEqualTo(utf8("meta5"));
      assertThat(last.changes()).isEmpty();
      assertThat(store.step().states().count()).isEqualTo(3);
      assertThat(all(store.step().states())).isEqualTo(Map.of("1/a", "1", "1/b", "", "2/a", "x"));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aNullTakesTheStateAwayAndTheLastOfTwoChangesCounts(Mode mode) {
    try (TestStore store = TestStore.withEntries(folder, mode)) {
      commit(store.step().states(), 1, added(1, "a", "1"), added(1, "b", "1"));
      commit(
          store.step().states(),
          2,
          replaced(1, "a", null),
          added(1, "missing", null),
          replaced(1, "b", "2"),
          added(1, "c", "1"),
          replaced(1, "c", null),
          added(1, "d", null),
          added(1, "d", "4"));
      assertThat(all(store.step().states())).isEqualTo(Map.of("1/b", "2", "1/d", "4"));
      assertThat(store.step().states().count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aDroppedIdGoesWithAllItsKeys(Mode mode) {
    try (TestStore store = TestStore.withEntries(folder, mode)) {
      commit(
          store.step().states(),
          1,
          added(1, "a", "1"),
          added(2, "a", "1"),
          added(2, "", "1"),
          added(2, "\u00ff\u00ff", "1"),
          added(3, "", "1"));
      store
          .step()
          .states()
          .commit(
              new Checkpoint(
                  2,
                  new byte[0],
                  List.of(added(2, "late", "1"), added(3, "b", "1")),
                  List.of(),
                  List.of(2L, 9L)));
      assertThat(all(store.step().states())).containsOnlyKeys("1/a", "3/", "3/b");
      assertThat(store.step().states().count()).isEqualTo(3);
      assertThatThrownBy(
              () ->
                  store
                      .step()
                      .states()
                      .commit(new Checkpoint(3, new byte[0], List.of(), List.of(), List.of(-1L))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anEarlierCheckpointIsRefused() {
    try (TestStore store = new TestStore(folder, Mode.ONE_SESSION)) {
      commit(store.step().states(), 7);
      assertThatThrownBy(() -> commit(store.step().states(), 6, added(1, "a", "1")))
          .hasMessage("a checkpoint at 6 cannot follow one at 7");
      assertThat(store.step().states().count()).isZero();
    }
  }

  /** Random commits against a map. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void contentAndCountAreExact(Mode mode) {
    long seed = new Random().nextLong();
    System.out.println("StateStoreTest seed " + seed);
    Random random = new Random(seed);
    Map<String, String> model = new HashMap<>();
    try (TestStore store = TestStore.withEntries(folder, mode)) {
      for (int commit = 0; commit < 60; commit++) {
        List<StateChange> changes = new ArrayList<>();
        List<Long> dropped = new ArrayList<>();
        if (random.nextInt(8) == 0) {
          dropped.add(random.nextLong(4));
        }
        for (int i = random.nextInt(50); i > 0; i--) {
          long id = random.nextLong(4) - (random.nextInt(5) == 0 ? Long.MAX_VALUE : 0);
          String key = "k" + random.nextInt(40);
          // Some checkpoints are small, others have several parts.
          String value =
              random.nextInt(3) == 0 ? null : "v".repeat(1 + random.nextInt(1 + 99 * commit));
          changes.add(change(id, key, value, model.containsKey(id + "/" + key)));
          if (value == null) {
            model.remove(id + "/" + key);
          } else {
            model.put(id + "/" + key, value);
          }
        }
        model.keySet().removeIf(key -> dropped.stream().anyMatch(id -> key.startsWith(id + "/")));
        store
            .step()
            .states()
            .commit(new Checkpoint(commit, new byte[0], changes, List.of(), dropped));
        assertThat(store.step().states().count()).as("commit %d", commit).isEqualTo(model.size());
      }
      assertThat(all(store.step().states())).isEqualTo(model);
    }
  }
}
