package io.tripline.ingest.file;

import io.tripline.ingest.json.DecodeLimits;

/**
 * How {@link FileIngest} works.
 *
 * @param source number that the events carry as their source
 * @param batchBytes bytes of lines handed over from the reading thread at once
 * @param queuedBatches the most batches a file has read ahead
 * @param rejectedBytes the most bytes of a rejected line that are handed on
 * @param limits of one event; a line longer than {@code maxEventBytes} is rejected
 */
public record FileIngestSettings(
    int source, int batchBytes, int queuedBatches, int rejectedBytes, DecodeLimits limits) {

  public FileIngestSettings {
    if (batchBytes < 1 || queuedBatches < 1 || rejectedBytes < 0) {
      throw new IllegalArgumentException("file ingest settings out of range");
    }
  }

  /** Batches of 128 KiB, four ahead, 16 KiB of a rejected line. */
  public static FileIngestSettings defaults() {
    return new FileIngestSettings(0, 128 << 10, 4, 16 << 10, DecodeLimits.defaults());
  }
}
