package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.EventType.Arrival;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Schema;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells events that came before: of each type with a {@code dedupe}, the ids seen in that time.
 *
 * <p>The time of a type's ids is counted in the greatest event time so far, and begins with the
 * event that was not a duplicate: a sender that uses an id again and again has one event taken each
 * time that is over. Ids of events that come too late are remembered like all others, and a
 * duplicate that comes too late is a duplicate: sending again is no reason for the late log.
 *
 * <p>Belongs to the intake.
 */
final class SeenIds {
  private final int mostOfType;

  /** By type id; null where ids are not remembered. */
  private @Nullable OfType[] types = new @Nullable OfType[0];

  private final Map<String, OfType> byName = new TreeMap<>();
  private final List<StateChange> dropped = new ArrayList<>();
  private final Utf8 text = new Utf8();
  private final byte[] number = new byte[Long.BYTES];
  private volatile List<Reading> readings = List.of();

  /** Ids of one type, and where they are in its events. */
  private record OfType(Type idType, int offset, IdMemory memory) {}

  /** What figures of a type are read from. */
  private record Reading(String type, IdMemory memory) {}

  /**
   * @param mostOfType the most ids of one type; past it the oldest are forgotten early
   */
  SeenIds(int mostOfType, Schema schema) {
    this.mostOfType = mostOfType;
    install(schema);
  }

  /** Whether there is a type whose ids are remembered. */
  boolean isNeeded() {
    return !byName.isEmpty();
  }

  /**
   * Whether an event with this id came before, within its type's time; if not, it has now.
   *
   * @param clock the greatest event time before this event, ms
   */
  boolean isDuplicate(EventView event, long clock) {
    OfType type = types[event.typeId()];
    if (type == null) {
      return false;
    }
    long now = Math.max(clock, event.time());
    if (type.idType == Type.Simple.STRING) {
      Utf8 id = event.textAt(type.offset, text);
      return id != null && type.memory.seen(id.bytes(), id.offset(), id.length(), now);
    }
    long id = event.longAt(type.offset);
    if (id == Nulls.LONG) {
      return false;
    }
    Bytes.putLong(number, 0, id);
    return type.memory.seen(number, 0, Long.BYTES, now);
  }

  /** Goes on with the types of a new schema; forgets what no type remembers any more. */
  void install(Schema target) {
    Map<String, OfType> before = new HashMap<>(byName);
    byName.clear();
    types = new @Nullable OfType[target.layouts().size()];
    List<Reading> read = new ArrayList<>();
    for (EventLayout layout : target.layouts()) {
      EventType type = layout.type();
      long horizon = type.arrival().dedupeMillis();
      if (horizon == Arrival.NO_DEDUPLICATION || type.idField() == EventType.NO_ID) {
        continue;
      }
      Type idType = type.fields().get(type.idField()).type();
      OfType known = before.get(type.name());
      IdMemory memory;
      if (known != null && known.idType.equals(idType)) {
        memory = known.memory;
        memory.remember(horizon);
        before.remove(type.name());
      } else {
        memory = new IdMemory(type.name(), horizon, mostOfType);
      }
      OfType its = new OfType(idType, layout.offset(type.idField()), memory);
      types[layout.typeId()] = its;
      byName.put(type.name(), its);
      read.add(new Reading(type.name(), memory));
    }
    before.values().forEach(gone -> gone.memory.drop(dropped));
    readings = List.copyOf(read);
  }

  /**
   * At a barrier: gives what has changed since the one before.
   *
   * @param clock the greatest event time so far: ids whose time is over are not kept for want of
   *     events
   */
  void handOver(List<StateChange> changes, long clock) {
    changes.addAll(dropped);
    dropped.clear();
    for (OfType type : byName.values()) {
      type.memory.forget(clock);
      type.memory.handOver(changes);
    }
  }

  /** Takes in a stored state, before {@link #restored}. */
  void restore(byte[] key, byte[] value) {
    ByteSource source = new ByteSource("A key of remembered ids", key);
    String name = source.getText();
    OfType type = byName.get(name);
    if (type == null) {
      throw source.damaged();
    }
    type.memory.restore(source.getLong(), value);
  }

  /**
   * Tells a stored state.
   *
   * @throws io.tripline.engine.port.StorageException if it is damaged
   */
  static StoredState.SeenIds read(byte[] key, byte[] value) {
    ByteSource source = new ByteSource("A key of remembered ids", key);
    String type = source.getText();
    source.getLong(); // which of the type's chunks
    return new StoredState.SeenIds(type, IdMemory.count(type, value));
  }

  /** All stored states are here. */
  void restored(long clock) {
    byName.values().forEach(type -> type.memory.restored(clock));
  }

  /** Figures of each type that remembers ids. Any thread. */
  List<EngineStats.IdStats> read() {
    return readings.stream()
        .map(
            each ->
                new EngineStats.IdStats(
                    each.type, each.memory.size(), each.memory.forgottenEarly()))
        .toList();
  }
}
