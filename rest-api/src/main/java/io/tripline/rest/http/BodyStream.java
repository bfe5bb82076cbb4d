package io.tripline.rest.http;

import io.tripline.rest.http.BodyReader.Reservation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;
import java.util.zip.ZipException;

/**
 * A request's body of which a part is in memory at a time. Whoever is slower to take it than the
 * caller is to send it is waited for: nothing is read ahead. Must be closed. Not thread-safe.
 */
public final class BodyStream implements AutoCloseable {
  private final InputStream in;
  private final BiFunction<byte[], Reservation, byte[]> growth;
  private final Reservation reservation;
  private byte[] bytes;
  private int length;
  private boolean atEnd;

  BodyStream(
      InputStream in,
      byte[] buffer,
      BiFunction<byte[], Reservation, byte[]> growth,
      Reservation reservation) {
    this.in = in;
    this.bytes = buffer;
    this.growth = growth;
    this.reservation = reservation;
  }

  /** What is in memory: the first {@link #length} bytes. Another array after {@link #fill}. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Whether nothing comes after what is in memory. */
  public boolean isAtEnd() {
    return atEnd;
  }

  /**
   * Reads on until the memory is full, or the body ends; where it is full already, it grows.
   *
   * @throws ProblemException 400 if the body cannot be read to its end, 413 if the memory is as
   *     large as one body may be, 429 if there is none left
   */
  public void fill() {
    if (length == bytes.length && !atEnd) {
      bytes = growth.apply(bytes, reservation);
    }
    try {
      while (length < bytes.length && !atEnd) {
        int count = in.read(bytes, length, bytes.length - length);
        atEnd = count < 0;
        length += Math.max(0, count);
      }
    } catch (ZipException | EOFException e) {
      throw Problem.of(
              ProblemType.BAD_REQUEST, "The body is incomplete, or not what its encoding says.")
          .exception();
    } catch (IOException e) {
      throw Problem.of(ProblemType.BAD_REQUEST, "The body could not be read to its end.")
          .exception();
    }
  }

  /** Lets go of the first so many bytes; what comes after them moves to the front. */
  public void consume(int count) {
    System.arraycopy(bytes, count, bytes, 0, length - count);
    length -= count;
  }

  @Override
  public void close() {
    reservation.release();
  }
}
