package io.tripline.ingest.file;

import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.EventTarget;
import java.io.IOException;
import java.util.List;

/** Feeds files of events to the engine. One run at a time. */
public final class FileIngest {
  private final EventTarget target;
  private final FileIngestSettings settings;

  public FileIngest(Engine engine) {
    this(EventTarget.of(engine), FileIngestSettings.defaults());
  }

  public FileIngest(EventTarget target, FileIngestSettings settings) {
    this.target = target;
    this.settings = settings;
  }

  /**
   * Reads the files to their end, in the caller's thread and one reading thread a file, and closes
   * them. Several files are merged by event time: of the next events of all files the one with the
   * least time comes first, of equal ones that of the earlier file; each file keeps its own order.
   * On return all events are in the journal, but perhaps not yet matched ({@link
   * Engine#endOfInput}).
   *
   * @return the figures at the end
   * @throws IOException with a sentence for the user, if a file cannot be read to its end (a gzip
   *     file that is cut off, for instance); the events before that place were taken
   * @throws InterruptedException if interrupted; some of the events were taken
   */
  public FileProgress run(
      List<EventFile> files, RejectedConsumer rejected, ProgressListener listener)
      throws IOException, InterruptedException {
    throw new UnsupportedOperationException(target + " " + settings);
  }
}
