package io.tripline.ingest.file;

/** Gets the lines that were not taken, in their order, on the thread that runs the ingest. */
@FunctionalInterface
public interface RejectedConsumer {
  void rejected(RejectedLine line);
}
