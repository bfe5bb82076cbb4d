package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads what is kept for a key. It looks into the store, and asks no worker: so it costs the stream
 * nothing, and tells what was so at the last checkpoint. Thread-safe.
 */
final class KeyReader {
  private static final int TRIES = 5;

  private final StateStore states;
  private final Supplier<Running> running;

  KeyReader(StateStore states, Supplier<Running> running) {
    this.states = states;
    this.running = running;
  }

  /**
   * Reads a key.
   *
   * @param parts by the names that rules give them after {@code by}, as JSON text has them
   * @return empty if no rule or window has a key of these names, and values of these types
   */
  Optional<KeyReading> read(Map<String, String> parts, StoredStates.Settings settings) {
    for (int i = 1; true; i++) {
      Optional<Checkpoint> checkpoint = states.lastCheckpoint();
      Running now = running.get();
      List<KeyName> keys = keys(now, parts);
      if (keys.isEmpty()) {
        return Optional.empty();
      }
      KeyReading reading = read(checkpoint, now, keys, settings);
      if (sequence(states.lastCheckpoint()) == reading.sequence() || i == TRIES) {
        return Optional.of(reading);
      }
    }
  }

  private static long sequence(Optional<Checkpoint> checkpoint) {
    return checkpoint.map(Checkpoint::sequence).orElse(-1L);
  }

  private KeyReading read(
      Optional<Checkpoint> checkpoint,
      Running now,
      List<KeyName> keys,
      StoredStates.Settings settings) {
    Meta meta = checkpoint.map(Checkpoint::meta).map(MetaCodec::decode).orElse(Meta.START);
    StoredStates reader = StoredStates.of(meta, now, settings);
    List<StoredState> told = new ArrayList<>();
    states.loadKeys(
        keys,
        (index, stateId, state) -> {
          StoredState each = reader.tell(keys.get(index), stateId, state);
          if (!(each instanceof StoredState.Nobodys)) {
            told.add(each);
          }
        });
    return new KeyReading(sequence(checkpoint), meta.time().clock(), told);
  }

  /** How the key may be written: rules that name its parts alike may give them other types. */
  private static List<KeyName> keys(Running now, Map<String, String> parts) {
    Stream<RuleKey> ofRules =
        now.rules().stream().map(rule -> RuleKey.of(rule.rule(), now.schema()));
    Stream<RuleKey> ofWindows =
        now.features().series().stream().map(series -> RuleKey.of(series, now.schema()));
    Set<ByteBuffer> keys = new LinkedHashSet<>();
    Stream.concat(ofRules, ofWindows)
        .filter(key -> Set.copyOf(key.names()).equals(parts.keySet()))
        .forEach(key -> key(key, parts).map(ByteBuffer::wrap).ifPresent(keys::add));
    return keys.stream()
        .map(key -> new KeyName(Bytes.hash(key.array(), 0, key.array().length), key.array()))
        .sorted(Comparator.comparingLong(KeyName::hash))
        .toList();
  }

  private static Optional<byte[]> key(RuleKey key, Map<String, String> parts) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < key.names().size(); i++) {
      Optional<Object> value = key.parse(i, String.valueOf(parts.get(key.names().get(i))));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(key.of(values));
  }
}
