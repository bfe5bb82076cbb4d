package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while the database merges files: all that was committed is there. */
final class KilledCompactionIT {
  private static final int KILLS = 6;

  @TempDir Path temporary;

  @Test
  void whatWasCommittedIsThereAndNothingElse() throws IOException, InterruptedException {
    Path folder = temporary.resolve("store");
    for (int kill = 0; kill < KILLS; kill++) {
      long said = 0;
      try (ChildJvm child = ChildJvm.start(List.of(), CompactedStore.class, folder.toString())) {
        for (String line = child.readLine(); line != null; line = child.readLine()) {
          if (line.endsWith(";")) { // the end may have cut the last line short
            said = Long.parseLong(line.substring("checkpoint ".length(), line.length() - 1));
          }
        }
        assertThat(child.waitForExit()).isEqualTo(CompactedStore.KILLED);
      }
      try (RocksStorage storage = RocksStorage.open(folder, BusyStore.SETTINGS)) {
        long checkpoint = BusyStore.checkpointNumber(storage);
        assertThat(checkpoint).isGreaterThanOrEqualTo(said);
        assertThat(states(storage)).isEqualTo(BusyStore.statesAfter(checkpoint));
      }
    }
  }

  private static Map<String, String> states(RocksStorage storage) {
    Map<String, String> states = new HashMap<>();
    storage
        .states()
        .forEach(
            (id, key, value) -> states.put(id + "/" + BusyStore.text(key), BusyStore.text(value)));
    storage
        .states()
        .forEachKey(
            (name, id, state) ->
                states.put(id + "/" + BusyStore.text(name.key()), BusyStore.text(state.value())));
    return states;
  }
}
