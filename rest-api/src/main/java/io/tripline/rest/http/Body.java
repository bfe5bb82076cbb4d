package io.tripline.rest.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A request's body in memory, unpacked. Must be closed, which gives its bytes back to the budget.
 */
public final class Body implements AutoCloseable {
  private final byte[] bytes;
  private final int length;
  private final Runnable release;

  Body(byte[] bytes, int length, Runnable release) {
    this.bytes = bytes;
    this.length = length;
    this.release = release;
  }

  /** The bytes, of which the first {@link #length} count. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /**
   * The body as text.
   *
   * @throws ProblemException if it is not UTF-8
   */
  public String text() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw Problem.of(ProblemType.BAD_REQUEST, "The body is not UTF-8 text.").exception();
    }
  }

  @Override
  public void close() {
    release.run();
  }
}
