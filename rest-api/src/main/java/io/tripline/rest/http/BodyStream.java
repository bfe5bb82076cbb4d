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
  private final int usual;
  private final BiFunction<byte[], Reservation, byte[]> growth;
  private final Reservation reservation;
  private byte[] bytes;
  private int length;
  private boolean atEnd;

  /**
   * @param buffer to begin with
   * @param usual bytes that are in memory at a time
   */
  BodyStream(
      InputStream in,
      byte[] buffer,
      int usual,
      BiFunction<byte[], Reservation, byte[]> growth,
      Reservation reservation) {
    this.in = in;
    this.bytes = buffer;
    this.usual = usual;
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
   * Reads on until as much is in memory as usually is, or the body ends; where that much is there
   * already, until the memory has doubled.
   *
   * @throws ProblemException 400 if the body cannot be read to its end, 413 if the memory is as
   *     large as one body may be, 429 if there is none left
   */
  public void fill() {
    int enough = length < usual ? usual : length + 1;
    try {
      while (!atEnd && (length < enough || length < bytes.length)) {
        if (length == bytes.length) {
          bytes = growth.apply(bytes, reservation);
        }
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
