package io.tripline.ingest.file;

import io.tripline.ingest.EventTarget;
import io.tripline.ingest.json.Rejection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What the ways of reading share in one run: where things go, and the count of them. */
final class Feed {
  /** How long to wait at a time for room in the engine. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final EventTarget target;
  private final FileIngestSettings settings;
  private final List<EventFile> files;
  private final RejectedConsumer rejectedConsumer;
  private final ProgressListener listener;
  private final long totalBytes;
  private long events;
  private long rejected;

  Feed(
      EventTarget target,
      FileIngestSettings settings,
      List<EventFile> files,
      RejectedConsumer rejectedConsumer,
      ProgressListener listener) {
    this.target = target;
    this.settings = settings;
    this.files = List.copyOf(files);
    this.rejectedConsumer = rejectedConsumer;
    this.listener = listener;
    totalBytes =
        files.stream().anyMatch(file -> file.size() == EventFile.UNKNOWN)
            ? EventFile.UNKNOWN
            : files.stream().mapToLong(EventFile::size).sum();
  }

  EventTarget target() {
    return target;
  }

  FileIngestSettings settings() {
    return settings;
  }

  void published(int count) {
    events += count;
    listener.progress(progress());
  }

  void reject(EventFile file, long line, Rejection rejection, byte[] bytes, int start, int length) {
    rejected++;
    byte[] raw =
        Arrays.copyOfRange(bytes, start, start + Math.min(length, settings.rejectedBytes()));
    rejectedConsumer.rejected(
        new RejectedLine(file.name(), line, rejection.code(), rejection.reason(), raw));
  }

  FileProgress progress() {
    long read = files.stream().mapToLong(EventFile::bytesRead).sum();
    return new FileProgress(read, totalBytes, events, rejected);
  }
}
