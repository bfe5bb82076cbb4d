package io.tripline.ingest.file;

import io.tripline.ingest.csv.CsvFormatException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of events that is open for reading: one JSON object a line, or CSV (which of them its name
 * tells), plain or gzipped (which of them its first bytes tell). Read once, by {@link FileIngest},
 * which closes it. Not thread-safe, but for {@link #bytesRead}.
 */
public final class EventFile implements AutoCloseable {
  /** In place of {@link #size} where it is not known. */
  public static final long UNKNOWN = -1;

  private static final int BUFFER = 64 << 10;

  private final String name;
  private final FileFormat format;
  private final long size;
  private final CountingStream counting;
  private final InputStream content;

  private EventFile(String name, FileFormat format, long size, InputStream in) throws IOException {
    this.name = name;
    this.format = format;
    this.size = size;
    counting = new CountingStream(in);
    PushbackInputStream start = new PushbackInputStream(counting, 2);
    byte[] magic = start.readNBytes(2);
    start.unread(magic);
    boolean gzipped = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    content = gzipped ? new GZIPInputStream(new NeverIdle(start), BUFFER) : start;
  }

  /**
   * Opens a file, or standard input for {@code -}.
   *
   * @throws IOException with a sentence for the user, if it cannot be read
   */
  public static EventFile open(String pathOrDash) throws IOException {
    return pathOrDash.equals("-")
        ? of("standard input", UNKNOWN, System.in)
        : open(Path.of(pathOrDash));
  }

  /** Opens a file; likewise. */
  public static EventFile open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a directory, not a file of events.");
    }
    InputStream in;
    try {
      in = Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new IOException("There is no file " + path + ".", e);
    } catch (AccessDeniedException e) {
      throw new IOException("The file " + path + " may not be read.", e);
    }
    // A pipe has no size worth mentioning.
    long size = Files.isRegularFile(path) ? Files.size(path) : UNKNOWN;
    return of(path.toString(), FileFormat.of(path.toString()), size, in);
  }

  /** Reads JSON lines from a stream; see the other method. */
  public static EventFile of(String name, long size, InputStream in) throws IOException {
    return of(name, FileFormat.JSON_LINES, size, in);
  }

  /**
   * Reads from a stream.
   *
   * @param name for messages
   * @param size in bytes as it comes from the stream, or {@link #UNKNOWN}
   */
  public static EventFile of(String name, FileFormat format, long size, InputStream in)
      throws IOException {
    try {
      return new EventFile(name, format, size, in);
    } catch (IOException e) {
      in.close();
      throw new IOException("Cannot read " + name + ": " + e.getMessage() + ".", e);
    }
  }

  /** As the user named it. */
  public String name() {
    return name;
  }

  /** How it holds its events. */
  public FileFormat format() {
    return format;
  }

  /** Bytes on disk, or {@link #UNKNOWN}. */
  public long size() {
    return size;
  }

  /** Bytes read so far, as they lie on disk. Any thread may ask. */
  public long bytesRead() {
    return counting.count;
  }

  /** The lines, unzipped. */
  InputStream content() {
    return content;
  }

  /** What the user is told when reading has failed. */
  IOException failed(IOException e) {
    if (e instanceof CsvFormatException) {
      return e; // has its own sentence
    }
    String sentence =
        e instanceof EOFException
            ? name + " is cut off: its gzip data ends too early. The events before were taken."
            : "Cannot read "
                + name
                + " to its end: "
                + e.getMessage()
                + ". The events before were taken.";
    return new IOException(sentence, e);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private static final class CountingStream extends FilterInputStream {
    /** Written by the reading thread alone. */
    private volatile long count;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      add(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      add(Math.max(0, n));
      return n;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void add(int n) {
      count += n;
    }
  }

  /**
   * GZIPInputStream takes "nothing available just now" for the end of a file made of several gzip
   * members; a pipe says so at any time.
   */
  private static final class NeverIdle extends FilterInputStream {
    NeverIdle(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      return Math.max(1, super.available());
    }
  }
}
