package io.tripline.app.lsp;

import java.io.PrintStream;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The server's threads: one that reads messages, one that owns the workspace, and some that
 * compute. A task that fails is told of on standard error, and nothing else happens. Thread-safe.
 */
final class ServerThreads implements AutoCloseable {
  private static final int OTHERS = 3;

  private final PrintStream log;
  private final ExecutorService reader = Executors.newSingleThreadExecutor(named("lsp-reader"));
  private final ScheduledThreadPoolExecutor workspace =
      new ScheduledThreadPoolExecutor(1, named("lsp-workspace"));
  private final ExecutorService others = Executors.newFixedThreadPool(OTHERS, named("lsp-worker"));

  /**
   * @param log where failures are told
   */
  ServerThreads(PrintStream log) {
    this.log = log;
    workspace.setRemoveOnCancelPolicy(true);
  }

  /** Where messages are read; it is busy until the input ends. */
  ExecutorService reader() {
    return reader;
  }

  /** For tasks whose failure the caller hears of. */
  Executor workspace() {
    return workspace;
  }

  /** For tasks whose failure the caller hears of. */
  Executor others() {
    return others;
  }

  /** Runs in the workspace's thread, after all that was put there before. */
  void execute(Runnable task) {
    run(workspace, task);
  }

  /** Runs in the workspace's thread, later. */
  ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return workspace.schedule(guarded(task), delay, unit);
  }

  /** Runs beside the workspace's thread. */
  void executeElsewhere(Runnable task) {
    run(others, task);
  }

  private void run(Executor executor, Runnable task) {
    try {
      executor.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      // The server is ending.
    }
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        tell(e);
      }
    };
  }

  /** Tells of a failure that is a bug. */
  void tell(Throwable e) {
    synchronized (log) {
      log.println("tripline lsp: an unexpected failure; the server goes on");
      e.printStackTrace(log);
      log.flush();
    }
  }

  @Override
  public void close() {
    reader.shutdownNow();
    workspace.shutdownNow();
    others.shutdownNow();
  }

  private static java.util.concurrent.ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }
}
