package io.tripline.app.cli;

import java.io.IOException;

/** Whoever read our standard output has gone, as {@code head} does; no mistake of anybody. */
public final class BrokenPipeException extends IOException {
  public BrokenPipeException(IOException cause) {
    super("nobody reads the output any more", cause);
  }
}
