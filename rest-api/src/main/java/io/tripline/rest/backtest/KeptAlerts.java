package io.tripline.rest.backtest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first alerts of a backtest, in a file, each twice: as people may see it, and as it is.
 * Written by one thread; read by any.
 */
public final class KeptAlerts implements AutoCloseable {
  private final Path file;
  private final int most;
  // Where each begins, and, behind the last, where the next will.
  private long[] starts = new long[64];
  private int[] maskedLengths = new int[64];
  private int count;
  private int written;
  private OutputStream out = OutputStream.nullOutputStream();

  KeptAlerts(Path file, int most) {
    this.file = file;
    this.most = most;
  }

  /** Begins to write. */
  synchronized void open() throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** Takes an alert, if there is room for more. */
  synchronized void add(String masked, String asItIs) throws IOException {
    if (count == most) {
      return;
    }
    if (count + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
      maskedLengths = Arrays.copyOf(maskedLengths, 2 * maskedLengths.length);
    }
    byte[] first = masked.getBytes(StandardCharsets.UTF_8);
    byte[] second = asItIs.getBytes(StandardCharsets.UTF_8);
    out.write(first);
    out.write(second);
    maskedLengths[count] = first.length;
    starts[count + 1] = starts[count] + first.length + second.length;
    count++;
  }

  /** How many there are. */
  public synchronized int count() {
    return count;
  }

  /**
   * Some of them, as JSON.
   *
   * @param after so many are left out
   * @param limit the most
   * @param masked whether personal data is masked
   * @throws IOException if they cannot be read
   */
  public synchronized List<String> read(long after, int limit, boolean masked) throws IOException {
    List<String> found = new ArrayList<>();
    if (after >= count) {
      return found;
    }
    if (written < count) {
      out.flush();
      written = count;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      int end = (int) Math.min(count, after + limit);
      for (int i = (int) after; i < end; i++) {
        long from = masked ? starts[i] : starts[i] + maskedLengths[i];
        long to = masked ? starts[i] + maskedLengths[i] : starts[i + 1];
        byte[] bytes = new byte[(int) (to - from)];
        in.seek(from);
        in.readFully(bytes);
        found.add(new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
