package io.tripline.ingest.file;

/** Hears of progress some hundred times a second, on the thread that runs the ingest. */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener NONE = progress -> {};

  void progress(FileProgress progress);
}
