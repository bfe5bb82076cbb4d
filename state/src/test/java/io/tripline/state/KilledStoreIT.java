package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process at work on a store is killed again and again; what it said it wrote is there. */
final class KilledStoreIT {
  private static final int KILLS = 12;
  private static final Pattern LINE = Pattern.compile("([a-z]+) (\\d+);");

  @TempDir Path temporary;

  /** The largest number said, by what. */
  private final Map<String, Long> said = new HashMap<>();

  private final Set<Long> delivered = new TreeSet<>();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingThatWasSaidIsLostOrHalf(boolean syncedTogether) throws IOException {
    StoreSettings settings = syncedTogether ? BusyStore.TOGETHER : BusyStore.SETTINGS;
    long seed = new Random().nextLong();
    System.out.println("KilledStoreIT seed " + seed);
    Random random = new Random(seed);
    Path folder = temporary.resolve("store");
    for (int kill = 0; kill < KILLS; kill++) {
      workUntilKilled(folder, random, syncedTogether);
      try (RocksStorage storage = RocksStorage.open(folder, settings)) {
        checkJournal(storage);
        checkStates(storage);
        checkAlerts(storage);
        checkOutbox(storage);
        assertThat(storage.rejected().count()).isBetween(said("rejected"), said("rejected") + 1);
      }
    }
    System.out.println("KilledStoreIT wrote " + said);
    assertThat(said.keySet())
        .containsExactlyInAnyOrder("journal", "checkpoint", "alerts", "rejected", "delivered");
  }

  private long said(String what) {
    return said.getOrDefault(what, 0L);
  }

  private void workUntilKilled(Path folder, Random random, boolean syncedTogether)
      throws IOException {
    int lines = 1 + random.nextInt(random.nextBoolean() ? 20 : 600);
    try (ChildJvm child =
        ChildJvm.start(
            List.of(),
            BusyStore.class,
            folder.toString(),
            Long.toString(random.nextLong()),
            syncedTogether ? "together" : "")) {
      int read = 0;
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        Matcher words = LINE.matcher(line);
        if (words.matches()) { // the kill may have cut the last line short
          hear(words.group(1), Long.parseLong(words.group(2)));
        }
        if (++read == lines) {
          child.kill();
        }
      }
      assertThat(read).as("lines read until the kill").isGreaterThanOrEqualTo(lines);
    }
  }

  private void hear(String what, long number) {
    said.merge(what, number, Math::max);
    if (what.equals("delivered")) {
      delivered.add(number);
    }
  }

  private void checkJournal(RocksStorage storage) {
    long[] next = {-1};
    long[] blocks = {0};
    storage
        .journal()
        .read(
            0,
            (first, block) -> {
              assertThat(next[0] < 0 || next[0] == first).as("block %d follows", first).isTrue();
              assertThat(block).isEqualTo(BusyStore.block(first));
              next[0] = BusyStore.lastOfBlock(first) + 1;
              blocks[0]++;
            });
    assertThat(storage.journal().lastSequence()).isGreaterThanOrEqualTo(said("journal"));
    if (blocks[0] > 0) {
      assertThat(next[0] - 1).isEqualTo(storage.journal().lastSequence());
    }
    long needed = storage.states().lastCheckpoint().map(c -> c.sequence() + 1).orElse(0L);
    assertThat(storage.stats().journalFirstSequence()).isLessThanOrEqualTo(needed);
  }

  private void checkStates(RocksStorage storage) {
    long checkpoint = BusyStore.checkpointNumber(storage);
    assertThat(checkpoint).isBetween(said("checkpoint"), said("checkpoint") + 1);
    Map<String, String> states = new HashMap<>();
    storage
        .states()
        .forEach(
            (id, key, value) -> states.put(id + "/" + BusyStore.text(key), BusyStore.text(value)));
    storage
        .states()
        .forEachKey(
            (name, id, state) -> {
              assertThat(name.hash()).isEqualTo(BusyStore.text(name.key()).hashCode());
              states.put(id + "/" + BusyStore.text(name.key()), BusyStore.text(state.value()));
            });
    assertThat(states).isEqualTo(BusyStore.statesAfter(checkpoint));
    assertThat(storage.states().count()).isEqualTo(states.size());
  }

  private void checkAlerts(RocksStorage storage) {
    long count = storage.alerts().lastOrdinal();
    assertThat(count).isBetween(said("alerts"), said("alerts") + 3);
    List<StoredAlert> alerts = storage.alertReader().list(0, Integer.MAX_VALUE);
    assertThat(alerts).hasSize((int) count);
    for (StoredAlert stored : alerts) {
      long ordinal = stored.alert().ordinal();
      assertThat(stored)
          .isEqualTo(new StoredAlert(Samples.alert(ordinal), ordinal, null, Review.NONE));
      assertThat(storage.alertReader().find(stored.alert().id())).contains(stored);
    }
  }

  /** Every alert is queued once, or was delivered; the latest delivery may not have been said. */
  private void checkOutbox(RocksStorage storage) {
    List<Long> queued =
        storage.outbox().due(BusyStore.WEBHOOK, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
            .map(Outbox.Entry::ordinal)
            .toList();
    assertThat(queued).doesNotHaveDuplicates().noneMatch(delivered::contains);
    assertThat(storage.outbox().pending(BusyStore.WEBHOOK)).isEqualTo(queued.size());
    Set<Long> missing = new TreeSet<>();
    for (long ordinal = 1; ordinal <= storage.alerts().lastOrdinal(); ordinal++) {
      missing.add(ordinal);
    }
    queued.forEach(missing::remove);
    missing.removeAll(delivered);
    assertThat(missing).hasSizeLessThanOrEqualTo(1);
    delivered.addAll(missing);
  }
}
