package io.tripline.rest.backtest;

import io.tripline.engine.pipeline.DeploymentRefusedException;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.StorageException;
import io.tripline.rest.backtest.BacktestJob.State;
import io.tripline.rest.backtest.BacktestRun.CancelledException;
import io.tripline.rest.backtest.BacktestRun.TooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All backtests: runs one after the other, in a thread of its own, and forgets the oldest that have
 * ended. They live as long as the process. Thread-safe.
 */
public final class Backtests implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backtests.class);

  /** How long one may wait for its events where others want its place. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Engine engine;
  private final BacktestSettings settings;
  private final Path folder;
  private final InstantSource clock;
  private final SequencedMap<String, BacktestJob> jobs = new LinkedHashMap<>();
  private final Deque<BacktestJob> queue = new ArrayDeque<>();
  private final Thread runner;
  private long created;
  private boolean closed;

  /** There is no room for another one. */
  public static final class TooManyException extends Exception {
    private static final long serialVersionUID = 1;

    TooManyException(String message) {
      super(message);
    }
  }

  /** It is not there to be given events. */
  public static final class NotWaitingException extends Exception {
    private static final long serialVersionUID = 1;

    NotWaitingException(String message) {
      super(message);
    }
  }

  /**
   * @param folder of their own, which need not be there; what is in it is deleted
   * @throws UncheckedIOException if that fails
   */
  public Backtests(Engine engine, BacktestSettings settings, Path folder, InstantSource clock) {
    this.engine = engine;
    this.settings = settings;
    this.folder = folder;
    this.clock = clock;
    try {
      delete(folder); // of a process before
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The folder " + folder + " of backtests cannot be made empty.", e);
    }
    runner = Thread.ofPlatform().daemon().name("tripline-backtests").unstarted(this::work);
  }

  public void start() {
    runner.start();
  }

  /**
   * Adds one.
   *
   * @throws TooManyException if as many as there may be have not ended yet
   * @throws IOException if nothing can be written for it
   */
  public synchronized BacktestJob add(BacktestRequest request)
      throws TooManyException, IOException {
    makeRoom();
    String id = "b" + ++created;
    boolean upload = request.source() == BacktestRequest.Source.UPLOAD;
    BacktestJob job =
        new BacktestJob(
            id,
            request,
            upload ? State.WAITING : State.QUEUED,
            clock.millis(),
            Files.createDirectories(folder.resolve(id)),
            settings.maxAlerts());
    jobs.put(id, job);
    if (!upload) {
      enqueue(job);
    }
    return job;
  }

  private void makeRoom() throws TooManyException {
    long since = clock.millis() - PATIENCE.toMillis();
    while (jobs.size() >= settings.maxJobs()) {
      BacktestJob least =
          jobs.values().stream()
              .filter(
                  job ->
                      job.state().isLast()
                          || job.state() == State.WAITING && job.createdAt() < since)
              .findFirst()
              .orElse(null);
      if (least == null) {
        throw new TooManyException(
            "There are %d backtests that have not ended; wait for them, or delete one."
                .formatted(jobs.size()));
      }
      remove(least);
    }
  }

  private void enqueue(BacktestJob job) {
    queue.add(job);
    notifyAll();
  }

  /** All, the oldest first. */
  public synchronized List<BacktestJob> all() {
    return new ArrayList<>(jobs.values());
  }

  public synchronized Optional<BacktestJob> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /**
   * Takes the events of one, which is then run.
   *
   * @param in their file
   * @param suffix of the file's name, which tells how it holds them
   * @throws NotWaitingException if it does not wait for events
   * @throws UploadedFile.NotKeptException if they cannot be written; it waits on
   * @throws IOException if they cannot be read to their end; it waits on
   */
  public void upload(BacktestJob job, InputStream in, String suffix)
      throws NotWaitingException, IOException {
    synchronized (this) {
      if (job.state() != State.WAITING) {
        throw new NotWaitingException(
            "The backtest " + job.id() + " does not wait for events, it is " + text(job) + ".");
      }
      job.state(State.UPLOADING);
    }
    Path file = job.folder().resolve("events" + suffix);
    boolean complete = false;
    try {
      try (UploadedFile out = UploadedFile.create(file)) {
        in.transferTo(out);
      }
      complete = true;
    } finally {
      synchronized (this) {
        if (!complete) {
          Files.deleteIfExists(file);
          job.state(State.WAITING);
        }
        if (job.isCancelled()) {
          end(job, State.CANCELLED, null);
          forget(job);
        } else if (complete) {
          job.uploaded(file);
          enqueue(job);
        }
      }
    }
  }

  private static String text(BacktestJob job) {
    return job.state().name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Ends one, if it has not ended, and forgets it. */
  public void delete(BacktestJob job) throws InterruptedException {
    synchronized (this) {
      switch (job.state()) {
        case RUNNING, UPLOADING -> job.cancel();
        default -> {
          remove(job);
          return;
        }
      }
    }
    job.awaitEnd();
    synchronized (this) {
      remove(job);
    }
  }

  private void remove(BacktestJob job) {
    if (!job.state().isLast()) {
      queue.remove(job);
      end(job, State.CANCELLED, null);
    }
    forget(job);
  }

  private void forget(BacktestJob job) {
    jobs.remove(job.id());
    try {
      delete(job.folder());
    } catch (IOException e) {
      LOG.warn("Files of a backtest cannot be deleted: {}", e.getMessage());
    }
  }

  private synchronized void end(BacktestJob job, State last, @Nullable String failure) {
    job.ended(last, failure, clock.millis());
  }

  // ---- running them

  private void work() {
    try {
      while (true) {
        BacktestJob job = next();
        if (job == null) {
          return;
        }
        run(job);
      }
    } catch (InterruptedException e) {
      LOG.debug("No more backtests", e);
    }
  }

  private synchronized @Nullable BacktestJob next() throws InterruptedException {
    while (queue.isEmpty() && !closed) {
      wait();
    }
    BacktestJob job = closed ? null : queue.remove();
    if (job != null) {
      job.started(clock.millis());
    }
    return job;
  }

  private void run(BacktestJob job) throws InterruptedException {
    State last = State.FAILED;
    String failure = null;
    try {
      new BacktestRun(engine, job, settings).run();
      last = State.COMPLETED;
    } catch (CancelledException e) {
      last = State.CANCELLED;
    } catch (TooLargeException | DeploymentRefusedException | StorageException e) {
      failure = String.valueOf(e.getMessage());
    } catch (IOException e) {
      failure = "Its files cannot be read or written: " + e.getMessage();
    } catch (RuntimeException e) {
      LOG.error("The backtest {} of rule set {} failed", job.id(), job.request().name(), e);
      failure = "It failed by an error of Tripline; the log has the details. Report this.";
    } finally {
      deleteEvents(job);
      end(job, last, failure);
    }
    LOG.info(
        "Backtest {} of rule set {}: {} after {} events, {} alerts",
        job.id(),
        job.request().name(),
        text(job),
        job.figures().events(),
        job.figures().alerts().values().stream().mapToLong(each -> each).sum());
  }

  private static void deleteEvents(BacktestJob job) {
    Path events = job.events();
    try {
      if (events != null) {
        Files.deleteIfExists(events);
      }
    } catch (IOException e) {
      LOG.warn("Events of a backtest cannot be deleted: {}", e.getMessage());
    }
  }

  /** Ends all, and deletes their files. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      jobs.values().forEach(BacktestJob::cancel);
      notifyAll();
    }
    boolean interrupted = false;
    while (runner.isAlive()) {
      try {
        runner.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      delete(folder);
    } catch (IOException e) {
      LOG.warn("Files of backtests cannot be deleted: {}", e.getMessage());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path all) throws IOException {
    if (!Files.exists(all)) {
      return;
    }
    Files.walkFileTree(
        all,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
