package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.state.TestStore.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** States of keys, in the store and in memory. */
final class KeyedStatesTest {
  @TempDir Path folder;

  /** Few hashes, so that many keys share one, and keys that are the beginning of others. */
  private static KeyName key(String text) {
    return new KeyName(text.isEmpty() ? -1 : text.charAt(0) % 3 - 1L, utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static KeyState state(long deadline, int runs, String value) {
    return new KeyState(deadline, runs, utf8(value));
  }

  private static String text(KeyState state) {
    return state.deadline() + "," + state.runs() + "," + text(state.value());
  }

  private static KeyChange change(long id, String key, @Nullable KeyState state, boolean replaces) {
    return new KeyChange(id, key(key), state, replaces);
  }

  private static void commit(StateStore states, long sequence, List<KeyChange> changes) {
    states.commit(new Checkpoint(sequence, new byte[0], List.of(), changes, List.of()));
  }

  private static Map<String, String> all(StateStore states) {
    Map<String, String> all = new HashMap<>();
    states.forEachKey(
        (name, id, state) -> {
          assertThat(name.hash()).isEqualTo(key(text(name.key())).hash());
          all.put(text(name.key()) + "/" + id, text(state));
        });
    return all;
  }

  private static List<String> load(StateStore states, String... keys) {
    List<String> found = new ArrayList<>();
    states.loadKeys(
        List.of(keys).stream()
            .map(KeyedStatesTest::key)
            .sorted(Comparator.comparing(KeyName::hash, Long::compareUnsigned))
            .toList(),
        (index, id, state) -> found.add(id + ":" + text(state)));
    return found;
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void allOfAKeyIsFoundAndNothingElse(Mode mode) {
    try (TestStore store = TestStore.withEntries(folder, mode)) {
      commit(
          store.step().states(),
          1,
          List.of(
              change(17, "a", state(5, 1, "x"), false),
              change(Long.MAX_VALUE, "a", state(Long.MAX_VALUE, 0, ""), false),
              change(17, "ad", state(-6, 2, "y"), false),
              change(17, "d", state(7, 3, "z"), false),
              change(17, "", state(8, 4, "empty"), false)));
      assertThat(load(store.step().states(), "a"))
          .containsExactlyInAnyOrder("17:5,1,x", Long.MAX_VALUE + ":" + Long.MAX_VALUE + ",0,");
      assertThat(load(store.step().states(), "ad")).containsExactly("17:-6,2,y");
      assertThat(load(store.step().states(), "")).containsExactly("17:8,4,empty");
      assertThat(load(store.step().states(), "g", "ada", "b")).isEmpty();
      assertThat(load(store.step().states())).isEmpty();
      assertThat(load(store.step().states(), "d", "b", "a", "ad")).hasSize(4);
      assertThat(store.step().states().count()).isEqualTo(5);
    }
  }

  /** Random commits and sweeps against a map. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void contentAndCountAreExact(Mode mode) {
    long seed = new Random().nextLong();
    System.out.println("KeyedStatesTest seed " + seed);
    Random random = new Random(seed);
    Map<String, String> model = new HashMap<>();
    try (TestStore store = TestStore.withEntries(folder, mode)) {
      for (int commit = 0; commit < 60; commit++) {
        List<KeyChange> changes = new ArrayList<>();
        for (int i = random.nextInt(50); i > 0; i--) {
          long id = random.nextLong(4);
          String key = "bcdefgh".charAt(random.nextInt(7)) + "k".repeat(random.nextInt(5));
          String name = key + "/" + id;
          String value = "v".repeat(1 + random.nextInt(1 + 99 * commit));
          KeyState state = random.nextInt(3) == 0 ? null : state(i, i, value);
          changes.add(change(id, key, state, model.containsKey(name)));
          if (state == null) {
            model.remove(name);
          } else {
            model.put(name, text(state));
          }
        }
        commit(store.step().states(), commit, changes);
        if (random.nextInt(4) == 0) {
          long gone = random.nextLong(4);
          sweep(store.step().states(), gone, 1 + random.nextInt(20), model.size());
          model.keySet().removeIf(name -> name.endsWith("/" + gone));
        }
        assertThat(store.step().states().count()).as("commit %d", commit).isEqualTo(model.size());
        String key = "bcdefgh".charAt(random.nextInt(7)) + "k".repeat(random.nextInt(5));
        assertThat(load(store.step().states(), key))
            .hasSize((int) model.keySet().stream().filter(n -> n.startsWith(key + "/")).count());
      }
      assertThat(all(store.step().states())).isEqualTo(model);
    }
  }

  /** Twice to the end: the first pass may have begun in the middle. */
  private static void sweep(StateStore states, long gone, int most, int count) {
    Set<String> seen = new HashSet<>();
    for (int ends = 0; ends < 2; ) {
      int looked =
          states.sweep(
              most,
              (name, id, deadline) -> {
                seen.add(text(name.key()) + "/" + id);
                return id == gone;
              });
      assertThat(looked).isLessThanOrEqualTo(most);
      ends += looked < most ? 1 : 0;
    }
    assertThat(seen).hasSize(count);
  }
}
