package io.tripline.app.backtest;

import io.tripline.ingest.file.FileProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A line on a terminal that shows how far a backtest is, drawn again five times a second by a
 * thread of its own, and wiped by {@link #close}.
 */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long PERIOD_MILLIS = 200;
  private static final String WIPE = "\r\u001b[K";

  private final PrintStream err;
  private final Supplier<FileProgress> progress;
  private final long startNanos = System.nanoTime();
  private final Thread thread;

  /**
   * Starts to draw.
   *
   * @param progress as of now; asked on the bar's own thread
   */
  ProgressBar(PrintStream err, Supplier<FileProgress> progress) {
    this.err = err;
    this.progress = progress;
    thread = Thread.ofPlatform().daemon().name("progress-bar").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD_MILLIS);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        err.print(WIPE + line(progress.get(), seconds));
        err.flush();
      }
    } catch (InterruptedException e) {
      // This is how close() ends it.
    }
  }

  /** What stands on the line. */
  static String line(FileProgress progress, double seconds) {
    long events = progress.events();
    String counts =
        String.format(Locale.ROOT, "%,d events, %,.0f/s", events, events / Math.max(seconds, 1e-3));
    if (progress.totalBytes() <= 0) {
      return counts;
    }
    double share = Math.min(1, (double) progress.bytesRead() / progress.totalBytes());
    int full = (int) (share * WIDTH);
    String left =
        share < 0.01
            ? ""
            : String.format(Locale.ROOT, ", %.0f s left", seconds * (1 - share) / share);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %s%s",
        "#".repeat(full),
        ".".repeat(WIDTH - full),
        100 * share,
        counts,
        left);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    err.print(WIPE);
    err.flush();
  }
}
