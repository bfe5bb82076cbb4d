package io.tripline.state;

import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.pipeline.StoreOutline;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is in a store that no process uses, and how much of it.
 *
 * @param bytes of files, by part
 * @param keys with any state
 * @param states by whose they are, those with the most bytes first
 * @param firstEntry sequence of the oldest entry of the journal, −1 if there is none
 * @param oldestWrittenAt when it was written, ms since 1970; −1 likewise
 * @param newestWrittenAt when the last one was
 * @param checkpointWrittenAt when the last entry was that the checkpoint holds; −1 if it is not in
 *     the journal any more
 * @param alerts that are stored
 * @param webhooks by id
 */
public record StoreSummary(
    StoreOutline outline,
    Map<String, Long> bytes,
    long keys,
    List<Owner> states,
    long firstEntry,
    long oldestWrittenAt,
    long newestWrittenAt,
    long checkpointWrittenAt,
    long alerts,
    List<Queue> webhooks) {
  public StoreSummary {
    bytes = Map.copyOf(bytes);
    states = List.copyOf(states);
    webhooks = List.copyOf(webhooks);
  }

  /**
   * Whose states.
   *
   * @param name {@code set.rule}, or a window; or says that nobody's they are any more
   * @param partialMatches in them
   * @param bytes of the states alone, without their names
   */
  public record Owner(String name, long states, long partialMatches, long bytes) {}

  /** What waits for a webhook, and what was given up. */
  public record Queue(String webhook, boolean enabled, long pending, long deadLetters) {}

  /**
   * Reads it; goes over all states.
   *
   * @throws StorageException if there is no store, a process uses it, or it is damaged
   */
  public static StoreSummary read(Path store, RuleSetReader rules) {
    StoreFolder.requireReadable(store);
    AtomicReference<@Nullable StoreSummary> read = new AtomicReference<>();
    StoreLock.whileHeld(
        store,
        () -> {
          try (StoreView view = StoreView.open(store)) {
            read.set(of(view, rules));
          } catch (IOException e) {
            throw Failures.ofFiles(e, "read", store);
          }
        });
    return Objects.requireNonNull(read.get());
  }

  private static StoreSummary of(StoreView view, RuleSetReader rules) throws IOException {
    StoreOutline outline = view.outline(rules);
    States states = new States(outline.owners());
    new KeyedStates(view.db()).forEach(states::add);
    List<JournalSegment> segments = view.journal().segments();
    boolean isEmpty = segments.isEmpty();
    return new StoreSummary(
        outline,
        bytes(view, segments),
        states.keys,
        states.owners(),
        isEmpty ? -1 : segments.getFirst().first(),
        isEmpty ? -1 : segments.getFirst().firstWrittenAt(),
        isEmpty ? -1 : segments.getLast().lastWrittenAt(),
        writtenAt(segments, outline.checkpoint()),
        view.alerts(),
        queues(view.db()));
  }

  private static Map<String, Long> bytes(StoreView view, List<JournalSegment> segments) {
    Map<String, Long> bytes = new TreeMap<>();
    for (Family family : Family.values()) {
      bytes.put(family.title(), view.db().property(family, "rocksdb.live-sst-files-size"));
    }
    bytes.put("log", StoreFolder.walBytes(view.folder()));
    bytes.put("journal", segments.stream().mapToLong(JournalSegment::end).sum());
    return bytes;
  }

  /** When an entry was written; −1 if it is not there. */
  private static long writtenAt(List<JournalSegment> segments, long sequence) throws IOException {
    for (JournalSegment segment : segments.reversed()) {
      if (segment.first() <= sequence) {
        try (SegmentReader reader = segment.open()) {
          segment.seek(reader, sequence);
          for (JournalRecord head = reader.next(); head != null; head = reader.next()) {
            if (head.last() >= sequence) {
              return head.writtenAt();
            }
          }
        }
        return -1;
      }
    }
    return -1;
  }

  private static List<Queue> queues(Database db) {
    RocksOutbox outbox = new RocksOutbox(db);
    return new RocksWebhooks(db, outbox)
        .list().stream()
            .map(
                webhook ->
                    new Queue(
                        webhook.id(),
                        webhook.enabled(),
                        outbox.pending(webhook.id()),
                        outbox.deadLetterCount(webhook.id())))
            .toList();
  }

  /** One pass over states, which come key by key. */
  private static final class States {
    private static final String NOBODY = "(nobody's any more: removed in the background)";

    private final Map<Long, String> names;
    private final Map<String, Owner> owners = new TreeMap<>();
    private byte[] last = {};
    private long keys;

    States(Map<Long, String> names) {
      this.names = names;
    }

    void add(KeyName key, long stateId, KeyState state) {
      if (keys == 0 || !Arrays.equals(key.key(), last)) {
        keys++;
        last = key.key();
      }
      String name = names.getOrDefault(stateId, NOBODY);
      owners.merge(
          name,
          new Owner(name, 1, state.runs(), state.value().length),
          (a, b) ->
              new Owner(
                  name,
                  a.states() + b.states(),
                  a.partialMatches() + b.partialMatches(),
                  a.bytes() + b.bytes()));
    }

    List<Owner> owners() {
      List<Owner> list = new ArrayList<>(owners.values());
      list.sort(Comparator.comparingLong(Owner::bytes).reversed());
      return list;
    }
  }
}
