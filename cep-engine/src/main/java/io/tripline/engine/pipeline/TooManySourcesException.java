package io.tripline.engine.pipeline;

/** A store knows as many sources as it can; see {@link Engine#source}. */
public final class TooManySourcesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManySourcesException() {
    super(
        "There are "
            + SourceRegistry.MOST
            + " sources already, which is the most; send the events under one of their names.");
  }
}
