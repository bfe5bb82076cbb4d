package io.tripline.app.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An output that may be a pipe, unbuffered. Unlike {@code System.out} it reports errors; that of a
 * reader that has gone is a {@link BrokenPipeException}.
 */
final class PipeOutput extends OutputStream {
  private final OutputStream out;

  PipeOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    try {
      out.write(b);
    } catch (IOException e) {
      throw translated(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw translated(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw translated(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static IOException translated(IOException e) {
    // Java has no type for EPIPE; Windows says it in other words.
    String message = String.valueOf(e.getMessage());
    return message.contains("Broken pipe") || message.contains("pipe is being closed")
        ? new BrokenPipeException(e)
        : e;
  }
}
