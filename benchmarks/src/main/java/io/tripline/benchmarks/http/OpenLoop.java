package io.tripline.benchmarks.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Callers that do not wait for one another: each request is due at its moment of the schedule, and
 * its latency counts from that moment, also where no connection was free to send it on (no
 * coordinated omission).
 *
 * <p>One thread sends, another receives, on connections that are kept; they make few objects and
 * never spin. Client and server share the machine, so what the client takes the server lacks.
 */
final class OpenLoop implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final long NAP = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<Connection> connections = new ArrayList<>();
  private final BlockingQueue<Connection> idle;
  private final Selector selector;
  private final Thread receiver;
  private volatile @Nullable Run run;
  private volatile @Nullable Throwable failure;
  private volatile boolean isClosed;

  /** One run of a schedule. */
  private static final class Run {
    private final Requests requests;
    private final Tally tally = new Tally();
    private volatile int answered;
    private volatile long lastAnswerAt;

    Run(Requests requests) {
      this.requests = requests;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    void answered(Connection connection, long now) {
      connection.check(requests, now - connection.due(), tally);
      lastAnswerAt = now;
      answered++;
    }
  }

  /**
   * Opens the connections.
   *
   * @param count of them: as many requests can be under way at a time
   */
  OpenLoop(URI server, int count) throws IOException {
    idle = new ArrayBlockingQueue<>(count);
    selector = Selector.open();
    for (int i = 0; i < count; i++) {
      Connection connection = new Connection(server);
      connections.add(connection);
      connection.channel().register(selector, SelectionKey.OP_READ, connection);
      idle.add(connection);
    }
    receiver = Thread.ofPlatform().daemon().name("receiver").start(this::receive);
  }

  /**
   * Sends requests as they are due, and waits for all answers.
   *
   * @param first number of the first request
   * @throws IllegalStateException if an answer is not as it has to be
   * @throws TimeoutException if the server answers no more
   */
  Tally run(Schedule schedule, Requests requests, int first)
      throws IOException, InterruptedException, TimeoutException {
    Run now = new Run(requests);
    run = now;
    long start = System.nanoTime();
    for (int i = 0; i < schedule.requests(); i++) {
      long due = start + schedule.due(i);
      awaitMoment(due);
      Connection connection = awaitIdle();
      now.tally.delays.recordValue(Math.max(0, System.nanoTime() - due));
      connection.send(requests, first + i, due);
    }
    awaitAnswers(now, schedule.requests());
    now.tally.nanos = now.lastAnswerAt - start;
    return now.tally;
  }

  private static void awaitMoment(long at) {
    for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Connection awaitIdle() throws InterruptedException, TimeoutException {
    checkFailure();
    Connection connection = idle.poll();
    if (connection == null) {
      connection = idle.poll(PATIENCE, TimeUnit.NANOSECONDS);
      checkFailure();
      if (connection == null) {
        throw new TimeoutException("the server does not answer");
      }
    }
    return connection;
  }

  private void awaitAnswers(Run now, int count) throws TimeoutException {
    long start = System.nanoTime();
    while (now.answered < count) {
      checkFailure();
      if (System.nanoTime() - start > PATIENCE) {
        throw new TimeoutException(count - now.answered + " requests were not answered");
      }
      LockSupport.parkNanos(NAP);
    }
  }

  private void checkFailure() {
    Throwable cause = failure;
    if (cause != null) {
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  private void receive() {
    try {
      while (!isClosed) {
        selector.select(this::receive);
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
      // Whoever waits for a connection looks at the failure then.
      idle.offer(connections.getFirst());
    }
  }

  private void receive(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (connection.receive()) {
        Run now = run;
        if (now == null) {
          throw new IllegalStateException("an answer that nobody asked for");
        }
        now.answered(connection, System.nanoTime());
        idle.add(connection);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    isClosed = true;
    selector.wakeup();
    receiver.join();
    selector.close();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
