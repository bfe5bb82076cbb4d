package io.tripline.rest.backtest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes what somebody sends. That it cannot be kept is told by an exception of its own: where bytes
 * are copied, that what is read has ended too early is an {@link IOException}, too.
 */
public final class UploadedFile extends OutputStream {
  private final OutputStream out;

  /** The file cannot be written; its cause says why. */
  public static final class NotKeptException extends IOException {
    private static final long serialVersionUID = 1;

    private NotKeptException(IOException cause) {
      super(cause);
    }
  }

  private UploadedFile(OutputStream out) {
    this.out = out;
  }

  /**
   * Makes a file, or empties the one that is there.
   *
   * @throws NotKeptException if that fails
   */
  static UploadedFile create(Path file) throws NotKeptException {
    try {
      return new UploadedFile(Files.newOutputStream(file));
    } catch (IOException e) {
      throw new NotKeptException(e);
    }
  }

  @Override
  public void write(int b) throws NotKeptException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws NotKeptException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw new NotKeptException(e);
    }
  }

  @Override
  public void close() throws NotKeptException {
    try {
      out.close();
    } catch (IOException e) {
      throw new NotKeptException(e);
    }
  }
}
