package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives the stored states of keys to the workers whose they are, before the first event. Threads
 * that read are ahead of one thread for each worker that takes in, since one costs about as much as
 * the other, and together they are most of what a start takes. A worker is told of all states of a
 * key by the same reader, in their order.
 */
final class KeyRestore {
  private static final int READERS = 2;
  private static final int BATCH_STATES = 256;
  private static final int BATCH_BYTES = 1 << 17;

  /** Batches that wait for a worker: a few megabytes. */
  private static final int WAITING = 16;

  private static final long LOOK_FOR_FAILURE_MILLIS = 50;

  private final StateStore store;
  private final List<MatchHandler> workers;
  private final List<BlockingQueue<Batch>> queues = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  KeyRestore(StateStore store, List<MatchHandler> workers) {
    this.store = store;
    this.workers = workers;
    workers.forEach(_ -> queues.add(new ArrayBlockingQueue<>(WAITING)));
  }

  private record Stored(KeyName key, long stateId, KeyState state) {}

  /** States for one worker; one without any is the last of its reader. */
  private static final class Batch {
    private final List<Stored> states = new ArrayList<>();
    private long bytes;

    void add(Stored state) {
      states.add(state);
      bytes += state.state.value().length;
    }

    boolean isFull() {
      return states.size() == BATCH_STATES || bytes >= BATCH_BYTES;
    }
  }

  /** Returns once all are given, or throws what one of the threads has thrown. */
  void run() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      int part = i;
      threads.add(start("reader " + i, () -> read(part)));
    }
    for (int i = 0; i < workers.size(); i++) {
      int worker = i;
      threads.add(start("worker " + i, () -> takeIn(worker)));
    }
    threads.forEach(Ended::await);
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  @FunctionalInterface
  private interface Task {
    void run() throws InterruptedException;
  }

  private Thread start(String name, Task task) {
    return Thread.ofPlatform()
        .daemon()
        .name("tripline-restore " + name)
        .start(
            () -> {
              try {
                task.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            });
  }

  private void read(int part) throws InterruptedException {
    List<Batch> open = new ArrayList<>();
    workers.forEach(_ -> open.add(new Batch()));
    store.forEachKey(
        part,
        READERS,
        (key, stateId, state) -> {
          for (int i = 0; i < workers.size(); i++) {
            if (workers.get(i).owns(key.hash())) {
              open.get(i).add(new Stored(key, stateId, state));
              if (open.get(i).isFull()) {
                put(i, open.set(i, new Batch()));
              }
            }
          }
        });
    for (int i = 0; i < workers.size(); i++) {
      if (!open.get(i).states.isEmpty()) {
        put(i, open.get(i));
      }
      put(i, new Batch());
    }
  }

  private void put(int worker, Batch batch) {
    try {
      while (!queues.get(worker).offer(batch, LOOK_FOR_FAILURE_MILLIS, TimeUnit.MILLISECONDS)) {
        checkOthers();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the threads of a start", e);
    }
  }

  private void takeIn(int worker) throws InterruptedException {
    MatchHandler target = workers.get(worker);
    for (int readers = READERS; readers > 0; ) {
      Batch batch = queues.get(worker).poll(LOOK_FOR_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
      if (batch == null) {
        checkOthers();
      } else if (batch.states.isEmpty()) {
        readers--;
      } else {
        for (Stored each : batch.states) {
          target.restore(each.key, each.stateId, each.state);
        }
      }
    }
  }

  private void checkOthers() {
    if (failure.get() != null) {
      throw new CancellationException("another thread has failed");
    }
  }
}
