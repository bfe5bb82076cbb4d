package io.tripline.state;

import io.tripline.engine.port.AlertLog.Suppressed;
import io.tripline.engine.port.RejectedLog.Rejected;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StateStore.StateChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A process that writes into a store until it is killed, and says after each write what it wrote.
 * What it writes follows from the numbers alone, so that it can be checked afterwards.
 */
final class BusyStore {
  static final String WEBHOOK = "w";
  static final StoreSettings SETTINGS = TestStore.SMALL.withJournalRetention(200_000, 0);

  /** The same, for a store whose journal is synced now and then. */
  static final StoreSettings TOGETHER = SETTINGS.withSyncEvery(5);

  private BusyStore() {}

  /** The block that starts with an entry. */
  static byte[] block(long first) {
    Random random = new Random(first);
    byte[] block = new byte[random.nextInt(random.nextInt(20) == 0 ? 60_000 : 2_000)];
    random.nextBytes(block);
    return block;
  }

  static long lastOfBlock(long first) {
    return first + new Random(-first).nextInt(20);
  }

  /**
   * A checkpoint; every other one is written in several parts.
   *
   * @param n its number
   * @param states what is stored before it; then, what is after it
   */
  static Checkpoint checkpoint(long n, long sequence, Map<String, String> states) {
    List<StateChange> changes = new ArrayList<>();
    List<KeyChange> keyChanges = new ArrayList<>();
    for (long i = 0; i < 12; i++) {
      String key = "k" + (7 * n + 13 * i) % 97;
      String value = (n + i) % 5 == 0 ? null : "value " + n + "!".repeat(n % 2 == 0 ? 0 : 20_000);
      String before =
          value == null ? states.remove(i % 3 + "/" + key) : states.put(i % 3 + "/" + key, value);
      if (i % 3 < 2) {
        changes.add(
            new StateChange(i % 3, utf8(key), value == null ? null : utf8(value), before != null));
      } else {
        KeyState state = value == null ? null : new KeyState(n, (int) i, utf8(value));
        KeyName name = new KeyName(key.hashCode(), utf8(key));
        keyChanges.add(new KeyChange(i % 3, name, state, before != null));
      }
    }
    List<Long> dropped = n % 20 == 0 ? List.of(n / 20 % 2) : List.of();
    states.keySet().removeIf(key -> dropped.stream().anyMatch(id -> key.startsWith(id + "/")));
    return new Checkpoint(sequence, utf8(Long.toString(n)), changes, keyChanges, dropped);
  }

  /** What is stored after checkpoints 1 to n. */
  static Map<String, String> statesAfter(long n) {
    Map<String, String> states = new HashMap<>();
    for (long each = 1; each <= n; each++) {
      checkpoint(each, 0, states);
    }
    return states;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** The last checkpoint's number. */
  static long checkpointNumber(RocksStorage storage) {
    return storage
        .states()
        .lastCheckpoint()
        .map(checkpoint -> Long.parseLong(text(checkpoint.meta())))
        .orElse(0L);
  }

  /** Arguments: folder, seed, and {@code together} or something else. */
  public static void main(String[] arguments) {
    Random random = new Random(Long.parseLong(arguments[1]));
    StoreSettings settings = arguments[2].equals("together") ? TOGETHER : SETTINGS;
    try (RocksStorage storage = RocksStorage.open(Path.of(arguments[0]), settings)) {
      if (storage.webhooks().list().isEmpty()) {
        storage.webhooks().put(Samples.webhook(WEBHOOK));
      }
      long checkpoint = checkpointNumber(storage);
      Map<String, String> states = statesAfter(checkpoint);
      while (true) {
        switch (random.nextInt(10)) {
          case 0, 1 -> alerts(storage, 1 + random.nextInt(3));
          case 2 -> {
            storage.journal().sync();
            long last = storage.journal().lastSequence();
            storage.states().commit(checkpoint(++checkpoint, last, states));
            say("checkpoint", checkpoint);
          }
          case 3 -> {
            long n = storage.rejected().count() + 1;
            storage.rejected().append(List.of(new Rejected(n, "s", "c", "r", utf8("raw" + n))));
            say("rejected", n);
          }
          case 4 -> settle(storage.outbox(), random);
          default -> {
            long first = storage.journal().lastSequence() + 1;
            byte[] block = block(first);
            storage.journal().append(first, lastOfBlock(first), block, block.length);
            if (random.nextInt(3) == 0) {
              storage.journal().sync();
            }
            if (storage.journal().isSynced()) {
              say("journal", lastOfBlock(first));
            }
          }
        }
      }
    }
  }

  private static void alerts(RocksStorage storage, int more) {
    long last = storage.alerts().lastOrdinal();
    List<Suppressed> suppressed = new ArrayList<>();
    for (long ordinal = last + 1; ordinal <= last + more; ordinal++) {
      suppressed.add(new Suppressed(ordinal, ordinal));
    }
    storage.alerts().append(Samples.alerts(last + 1, last + more), suppressed);
    say("alerts", last + more);
  }

  private static void settle(Outbox outbox, Random random) {
    List<Outbox.Entry> due = outbox.due(WEBHOOK, Long.MAX_VALUE, 10);
    if (!due.isEmpty()) {
      Outbox.Entry entry = due.get(random.nextInt(due.size()));
      if (random.nextBoolean()) {
        outbox.retryLater(entry, entry.attempts() + 1, 1 + random.nextInt(1_000), "later");
      } else {
        outbox.delivered(entry);
        say("delivered", entry.ordinal());
      }
    }
  }

  private static void say(String what, long number) {
    System.out.println(what + " " + number + ";");
    System.out.flush();
  }
}
