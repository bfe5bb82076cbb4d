package io.tripline.ingest.file;

import io.tripline.ingest.json.DecodeLimits;

/**
 * How {@link FileIngest} works.
 *
 * @param source number that the events carry as their source
 * @param blockBytes bytes of lines that are read, decoded and published at once
 * @param queuedBlocks the most blocks a file has read ahead, where several are merged
 * @param decoders threads that decode a single file
 * @param rejectedBytes the most bytes of a rejected line that are handed on
 * @param limits of one event; a line longer than {@code maxEventBytes} is rejected
 */
public record FileIngestSettings(
    int source,
    int blockBytes,
    int queuedBlocks,
    int decoders,
    int rejectedBytes,
    DecodeLimits limits) {

  public FileIngestSettings {
    if (blockBytes < 1 || queuedBlocks < 1 || decoders < 1 || rejectedBytes < 0) {
      throw new IllegalArgumentException("file ingest settings out of range");
    }
  }

  /**
   * Blocks of 256 KiB, which stay in a core's cache until they are decoded; two ahead; a decoder
   * for each core, but no more than four, which are faster than the one stage that comes next; 16
   * KiB of a rejected line.
   */
  public static FileIngestSettings defaults() {
    int decoders = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    return new FileIngestSettings(0, 256 << 10, 2, decoders, 16 << 10, DecodeLimits.defaults());
  }
}
