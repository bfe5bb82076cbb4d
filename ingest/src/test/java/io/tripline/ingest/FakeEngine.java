package io.tripline.ingest;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.Engine.Published;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** Keeps the events it is given, and answers as it is told to. */
public final class FakeEngine implements EventTarget {

  private final List<byte[]> events = new ArrayList<>();
  private final Queue<Runnable> beforePublish = new ArrayDeque<>();
  private final List<Integer> chunkBytes = new ArrayList<>();
  private volatile Schema schema;
  private int full;
  private int durable;

  public FakeEngine(Schema schema) {
    this.schema = schema;
  }

  /** From now on. */
  public synchronized void deploy(Schema next) {
    schema = next;
  }

  /** In the next call of publish that has not been given something to do. */
  public synchronized void duringPublish(Runnable action) {
    beforePublish.add(action);
  }

  /** The next so many calls of publish find the ring full. */
  public synchronized void beFull(int times) {
    full = times;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public synchronized Published publish(EventWriter writer, int schemaId, Duration patience) {
    Runnable action = beforePublish.poll();
    if (action != null) {
      action.run();
    }
    if (schemaId != schema.id()) {
      return Published.STALE_SCHEMA;
    }
    if (full > 0) {
      full--;
      return Published.FULL;
    }
    chunkBytes.add(writer.length());
    int at = 0;
    EventView event = new EventView();
    for (int i = 0; i < writer.count(); i++) {
      event.wrap(writer.bytes(), at);
      events.add(Arrays.copyOfRange(writer.bytes(), at, at + event.length()));
      at += event.length();
    }
    return Published.ACCEPTED;
  }

  @Override
  public synchronized void awaitDurable() {
    durable = events.size();
  }

  /** How many events were waited for. */
  public synchronized int durable() {
    return durable;
  }

  /** Bytes of each call of publish. */
  public synchronized List<Integer> chunkBytes() {
    return List.copyOf(chunkBytes);
  }

  public synchronized List<EventView> events() {
    return events.stream().map(bytes -> new EventView().wrap(bytes, 0)).toList();
  }

  /** The records of the events as text. */
  public List<String> records() {
    return events().stream().map(e -> new String(e.raw(), StandardCharsets.UTF_8)).toList();
  }

  @Override
  public boolean keepsRecords() {
    return true;
  }
}
