package io.tripline.ingest;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.ingest.json.DecodeLimits;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one buffer that are decoded and handed to the engine together: what sources are made
 * of. When rules were deployed in between, all of them are decoded again, so that a chunk is seen
 * by one schema as a whole. Reused; not thread-safe.
 */
public final class RecordChunk {
  /**
   * A record that is no event.
   *
   * @param number as given to {@link #add}
   * @param start of its bytes in the buffer
   */
  public record Rejected(long number, int start, int length, Rejection rejection) {}

  /** Such an event would take the time with it, and make all that follow late. */
  private static final Rejection TOO_FAR_AHEAD =
      new Rejection(
          "too_far_ahead", "The event's time is too far ahead of the clock of this server.");

  private final EventTarget target;
  private int source;
  private final DecodeLimits limits;
  private final int fullBytes;
  private final EventWriter events;
  private final List<Rejected> rejected = new ArrayList<>();
  private RecordForm form = RecordForm.JSON;
  private JsonEventDecoder json;
  private RecordForm.Decoder decoder;

  private long latest = Long.MAX_VALUE;
  private byte[] buffer = {};
  private int count;
  private int recordBytes;
  private int[] starts = new int[256];
  private int[] lengths = new int[256];
  private long[] numbers = new long[256];

  /** For the records that are known to be no events without decoding; null for the others. */
  private @Nullable Rejection[] verdicts = new @Nullable Rejection[256];

  /**
   * @param fullBytes from how many bytes on, of events or of records, a chunk is full
   */
  public RecordChunk(EventTarget target, int source, DecodeLimits limits, int fullBytes) {
    this.target = target;
    this.source = source;
    this.limits = limits;
    this.fullBytes = fullBytes;
    events = new EventWriter(target.keepsRecords());
    json = new JsonEventDecoder(target.schema(), source, limits);
    decoder = form.decoder(json);
  }

  /**
   * Starts a chunk of another source, likewise.
   *
   * @param recordForm how its records are written
   * @param latestTime what lies later is rejected, ms
   */
  public void start(byte[] records, RecordForm recordForm, int newSource, long latestTime) {
    source = newSource;
    json.source(newSource);
    if (form != recordForm) {
      form = recordForm;
      decoder = form.decoder(json);
    }
    latest = latestTime;
    start(records);
  }

  /** Starts a chunk; the buffer must stay as it is until the chunk is published. */
  public void start(byte[] records) {
    buffer = records;
    count = 0;
    recordBytes = 0;
    forgetOutcome();
    refreshDecoder();
  }

  /**
   * Adds a record.
   *
   * @param number by which {@link Rejected} names it
   */
  public void add(int start, int length, long number) {
    note(start, length, number, null);
    decode(count - 1);
  }

  /** Adds bytes of which it is known already that they are no event. */
  public void addRejected(int start, int length, long number, Rejection rejection) {
    note(start, length, number, rejection);
    decode(count - 1);
  }

  /** Whether it should be published before more is added. */
  public boolean isFull() {
    return events.length() >= fullBytes || recordBytes >= fullBytes;
  }

  /**
   * Hands the events to the engine; after that {@link #accepted} and {@link #rejected} hold.
   *
   * @return false if the engine had no room in time; nothing was taken, and it can be tried again
   */
  public boolean publish(Duration patience) throws InterruptedException {
    while (true) {
      if (refreshDecoder()) {
        decodeAll();
      }
      if (events.count() == 0) {
        return true;
      }
      Published outcome = target.publish(events, json.schema().id(), patience);
      if (outcome != Published.STALE_SCHEMA) {
        return outcome == Published.ACCEPTED;
      }
    }
  }

  /** How many events it has. */
  public int accepted() {
    return events.count();
  }

  /** Its other records, in their order; valid until the next {@link #start}. */
  public List<Rejected> rejected() {
    return rejected;
  }

  private boolean refreshDecoder() {
    if (json.schema().id() == target.schema().id()) {
      return false;
    }
    json = new JsonEventDecoder(target.schema(), source, limits);
    decoder = form.decoder(json);
    return true;
  }

  private void decodeAll() {
    forgetOutcome();
    for (int i = 0; i < count; i++) {
      decode(i);
    }
  }

  private void forgetOutcome() {
    events.clear();
    rejected.clear();
  }

  private void decode(int record) {
    Rejection rejection = verdicts[record];
    if (rejection == null) {
      rejection = decoder.decode(buffer, starts[record], lengths[record], events);
      if (rejection == null && events.lastTime() > latest) {
        rejection = TOO_FAR_AHEAD;
        events.removeLast();
      }
    }
    if (rejection != null) {
      rejected.add(new Rejected(numbers[record], starts[record], lengths[record], rejection));
    }
  }

  private void note(int start, int length, long number, @Nullable Rejection verdict) {
    if (count == starts.length) {
      int room = 2 * count;
      starts = Arrays.copyOf(starts, room);
      lengths = Arrays.copyOf(lengths, room);
      numbers = Arrays.copyOf(numbers, room);
      verdicts = Arrays.copyOf(verdicts, room);
    }
    starts[count] = start;
    lengths[count] = length;
    numbers[count] = number;
    verdicts[count] = verdict;
    recordBytes += length;
    count++;
  }
}
