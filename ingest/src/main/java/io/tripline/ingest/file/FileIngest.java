package io.tripline.ingest.file;

import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.EventTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Feeds files of events to the engine. Each run stands for itself; thread-safe. */
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
   * Reads the files to their end, and closes them: a single file in some threads that read and
   * decode, several in the caller's thread and one reading thread each. Several files are merged by
   * event time: of the next events of all files the one with the least time comes first, of equal
   * ones that of the earlier file; each file keeps its own order. On return all events are in the
   * journal, but perhaps not yet matched ({@link Engine#endOfInput}).
   *
   * @return the figures at the end
   * @throws IOException with a sentence for the user, if a file cannot be read to its end (a gzip
   *     file that is cut off, for instance); the events before that place were taken
   * @throws InterruptedException if interrupted; some of the events were taken
   * @throws io.tripline.engine.pipeline.EngineFailedException if the engine has stopped
   */
  public FileProgress run(
      List<EventFile> files, RejectedConsumer rejected, ProgressListener listener)
      throws IOException, InterruptedException {
    Feed feed = new Feed(target, settings, files, rejected, listener);
    try {
      if (files.size() == 1) {
        new SingleFile(feed, files.getFirst()).run();
      } else {
        merge(feed, files);
      }
    } catch (IOException e) {
      target.awaitDurable(); // what was read before it counts
      throw e;
    } finally {
      for (EventFile file : files) {
        file.close();
      }
    }
    target.awaitDurable();
    return feed.progress();
  }

  private void merge(Feed feed, List<EventFile> files) throws IOException, InterruptedException {
    List<BlockQueue> readers = new ArrayList<>();
    try {
      files.forEach(file -> readers.add(new BlockQueue(file, settings)));
      new MergedFiles(feed, readers).run();
    } finally {
      for (BlockQueue reader : readers) {
        reader.close();
      }
    }
  }
}
