package io.tripline.rest.http;

import io.javalin.http.Context;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies within two bounds: of one body (unpacked), and of all bodies that are in
 * memory at one time. Takes {@code Content-Encoding: gzip}. Thread-safe.
 */
public final class BodyReader {
  private static final int FIRST_CHUNK = 16 << 10;

  private final int maxBytes;
  private final AtomicLong left;

  /**
   * @param maxBytes of one body
   * @param maxBytesInFlight of all bodies being handled
   */
  public BodyReader(int maxBytes, long maxBytesInFlight) {
    this.maxBytes = maxBytes;
    this.left = new AtomicLong(maxBytesInFlight);
  }

  /**
   * Reads the whole body.
   *
   * @throws ProblemException 400, 413, 415 or 429
   */
  public Body read(Context ctx) {
    long declared = ctx.req().getContentLengthLong();
    if (declared > maxBytes) {
      throw tooLarge();
    }
    Reservation reservation = new Reservation();
    try (InputStream in = unpacked(ctx, FIRST_CHUNK)) {
      // One more than declared, so that the end is seen without growing.
      int first = declared >= 0 ? (int) declared + 1 : FIRST_CHUNK;
      return read(in, reservation.grown(null, Math.min(first, maxBytes + 1)), reservation);
    } catch (ZipException | EOFException e) {
      reservation.release();
      throw Problem.of(
              ProblemType.BAD_REQUEST, "The body is incomplete, or not what its encoding says.")
          .exception();
    } catch (IOException e) {
      reservation.release();
      throw Problem.of(ProblemType.BAD_REQUEST, "The body could not be read to its end.")
          .exception();
    } catch (RuntimeException e) {
      reservation.release();
      throw e;
    }
  }

  private Body read(InputStream in, byte[] buffer, Reservation reservation) throws IOException {
    int length = 0;
    while (true) {
      int count = in.read(buffer, length, buffer.length - length);
      if (count < 0) {
        return new Body(buffer, length, reservation::release);
      }
      length += count;
      if (length > maxBytes) {
        throw tooLarge();
      }
      if (length == buffer.length) {
        int more = (int) Math.min(maxBytes + 1L, Math.max(FIRST_CHUNK, buffer.length * 2L));
        buffer = reservation.grown(buffer, more);
      }
    }
  }

  /**
   * Opens the body as a stream that is read bit by bit, and may be of any length; see {@link
   * BodyStream}.
   *
   * @param usualBytes that are in memory at a time; more, up to the bound of one body, where what
   *     has to stay together is longer
   * @throws ProblemException 415 or 429
   * @throws IOException if it cannot be read
   */
  public BodyStream stream(Context ctx, int usualBytes) throws IOException {
    Reservation reservation = new Reservation();
    int usual = Math.min(usualBytes, maxBytes);
    // As large as the body says it is: most are small, and clearing memory is what costs most then.
    long declared = ctx.req().getContentLengthLong();
    int first = (int) Math.min(usual, declared >= 0 ? declared + 1 : FIRST_CHUNK);
    byte[] buffer = reservation.grown(null, first);
    try {
      return new BodyStream(unpacked(ctx, FIRST_CHUNK), buffer, usual, this::grown, reservation);
    } catch (IOException | RuntimeException e) {
      reservation.release();
      throw e;
    }
  }

  private byte[] grown(byte[] buffer, Reservation reservation) {
    if (buffer.length >= maxBytes) {
      throw tooLarge();
    }
    long more = Math.max(FIRST_CHUNK, 2L * buffer.length);
    return reservation.grown(buffer, (int) Math.min(maxBytes, more));
  }

  /**
   * The body of a request as it was before it was packed for the way.
   *
   * @param buffer bytes that are unpacked at a time
   * @throws ProblemException 415 if it is packed otherwise than by gzip
   */
  static InputStream unpacked(Context ctx, int buffer) throws IOException {
    InputStream held = HeldBody.find(ctx);
    if (held != null) {
      return held;
    }
    String encoding = ctx.header("Content-Encoding");
    InputStream in = ctx.req().getInputStream();
    return BodyWitness.seen(ctx, unpacked(encoding, in, buffer));
  }

  private static InputStream unpacked(@Nullable String encoding, InputStream in, int buffer)
      throws IOException {
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> in;
      case "gzip", "x-gzip" -> new GZIPInputStream(in, buffer);
      default ->
          throw Problem.of(
                  ProblemType.UNSUPPORTED_MEDIA_TYPE,
                  "Of content encodings, only gzip is taken here.")
              .withHeader("Accept-Encoding", "gzip")
              .exception();
    };
  }

  private ProblemException tooLarge() {
    return Problem.of(
            ProblemType.BODY_TOO_LARGE, "A body may have %d bytes here.".formatted(maxBytes))
        .with("limit", maxBytes)
        .exception();
  }

  /** What one body holds of the budget. Used by one thread until it is handed to the body. */
  final class Reservation {
    private long held;

    byte[] grown(byte @Nullable [] buffer, int size) {
      long more = size - held;
      if (left.addAndGet(-more) < 0) {
        left.addAndGet(more);
        throw Problem.of(
                ProblemType.BUSY, "Too many requests with large bodies are under way; try again.")
            .withHeader("Retry-After", "1")
            .exception();
      }
      held = size;
      return buffer == null ? new byte[size] : Arrays.copyOf(buffer, size);
    }

    void release() {
      left.addAndGet(held);
      held = 0;
    }
  }
}
