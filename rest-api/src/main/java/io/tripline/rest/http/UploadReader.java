package io.tripline.rest.http;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * Gives the bodies of uploads as streams, which are never in memory as a whole: within a bound on
 * the bytes of one, unpacked, and on how many there are at a time. Takes {@code Content-Encoding:
 * gzip}. Thread-safe.
 */
public final class UploadReader {
  private static final int BUFFER = 1 << 16;

  private final long maxBytes;
  private final Semaphore free;

  /**
   * @param maxBytes of one upload, unpacked
   * @param atATime how many there may be
   */
  public UploadReader(long maxBytes, int atATime) {
    this.maxBytes = maxBytes;
    this.free = new Semaphore(atATime);
  }

  /** An upload; to be closed. */
  public final class Upload implements AutoCloseable {
    private final InputStream in;

    private Upload(InputStream in) {
      this.in = in;
    }

    /** The body, unpacked; reading too much of it is a {@link ProblemException}. */
    public InputStream stream() {
      return in;
    }

    @Override
    public void close() {
      free.release();
    }
  }

  /**
   * Opens a request's body.
   *
   * @throws ProblemException 413, 415, or 429 if there are as many as there may be
   * @throws IOException if it cannot be read
   */
  public Upload open(Context ctx) throws IOException {
    if (ctx.req().getContentLengthLong() > maxBytes) {
      throw tooLarge();
    }
    if (!free.tryAcquire()) {
      throw Problem.of(ProblemType.BUSY, "Other uploads are under way; try again.")
          .withHeader("Retry-After", "1")
          .exception();
    }
    try {
      return new Upload(new Bounded(BodyReader.unpacked(ctx, BUFFER)));
    } catch (IOException | RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private ProblemException tooLarge() {
    return Problem.of(
            ProblemType.BODY_TOO_LARGE, "An upload may have %d bytes here.".formatted(maxBytes))
        .with("limit", maxBytes)
        .exception();
  }

  private final class Bounded extends FilterInputStream {
    private long left = maxBytes;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = super.read(bytes, from, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw tooLarge();
      }
      return count;
    }
  }
}
