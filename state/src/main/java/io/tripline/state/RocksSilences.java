package io.tripline.state;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The silences by their ids, all of them also in memory, and of each alert that is silenced by
 * which. Changing them and storing alerts exclude each other, so that each alert is either before
 * or after a change.
 */
final class RocksSilences implements Silences {
  private static final int FORMAT = 1;
  private static final int MARK_FORMAT = 1;

  private final Database db;
  private final LongSupplier clock;
  private final Map<String, Silence> silences = new ConcurrentHashMap<>();
  private final AtomicLong silenced = new AtomicLong();

  /**
   * @param clock wall clock, ms since 1970
   */
  RocksSilences(Database db, LongSupplier clock) {
    this.db = db;
    this.clock = clock;
    db.scan(
        Family.SILENCES,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            byte[] record = cursor.value();
            Silence silence = db.decoding("a silence", () -> decode(record));
            silences.put(silence.id(), silence);
          }
          return null;
        });
  }

  /** Runs the body, which stores alerts, with the silences that hold now until it returns. */
  synchronized void whileFixed(Consumer<List<Silence>> body) {
    if (silences.isEmpty()) {
      body.accept(List.of());
      return;
    }
    long now = clock.getAsLong();
    // The oldest first: of several that fit, it is the one that is told of.
    body.accept(
        silences.values().stream()
            .filter(each -> each.isActive(now))
            .sorted(Comparator.comparingLong(Silence::createdAt).thenComparing(Silence::id))
            .toList());
  }

  /**
   * Decides whether an alert is silenced, and puts that into the batch that stores it.
   *
   * @param active those that hold now
   */
  boolean silences(Batch batch, Alert alert, List<Silence> active) {
    for (Silence each : active) {
      if (each.isAbout(alert)) {
        batch.put(
            Family.SILENCED,
            Bytes.ofLong(alert.ordinal()),
            new RecordWriter().u8(MARK_FORMAT).text(each.id()).done());
        silenced.incrementAndGet();
        return true;
      }
    }
    return false;
  }

  /** By which silence an alert is silenced; null if it is not. */
  static @Nullable String of(Database db, long ordinal) {
    byte[] record = db.get(Family.SILENCED, Bytes.ofLong(ordinal));
    return record == null
        ? null
        : db.decoding("the silence of alert " + ordinal, () -> decodeMark(record));
  }

  static String decodeMark(byte[] record) {
    RecordReader in = new RecordReader(record);
    in.format(MARK_FORMAT);
    String id = in.text();
    in.end();
    return id;
  }

  @Override
  public synchronized boolean add(Silence silence, long nowMillis) {
    if (silences.containsKey(silence.id())) {
      throw new IllegalArgumentException("there is a silence " + silence.id());
    }
    Silence forgotten = silences.size() < MOST ? null : overFirst(nowMillis);
    if (forgotten == null && silences.size() >= MOST) {
      return false;
    }
    db.write(
        batch -> {
          if (forgotten != null) {
            batch.delete(Family.SILENCES, Bytes.utf8(forgotten.id()));
          }
          batch.put(Family.SILENCES, Bytes.utf8(silence.id()), encode(silence));
        });
    if (forgotten != null) {
      silences.remove(forgotten.id());
    }
    silences.put(silence.id(), silence);
    return true;
  }

  private @Nullable Silence overFirst(long now) {
    return silences.values().stream()
        .filter(each -> each.isOver(now))
        .min(Comparator.comparingLong(Silence::until).thenComparing(Silence::id))
        .orElse(null);
  }

  @Override
  public @Nullable Silence find(String id) {
    db.checkOpen();
    return silences.get(id);
  }

  @Override
  public List<Silence> list() {
    db.checkOpen();
    List<Silence> list = new ArrayList<>(silences.values());
    list.sort(Comparator.comparingLong(Silence::createdAt).reversed().thenComparing(Silence::id));
    return list;
  }

  @Override
  public synchronized @Nullable Silence end(String id, long nowMillis) {
    db.checkOpen();
    Silence silence = silences.get(id);
    if (silence == null || silence.isOver(nowMillis)) {
      return silence;
    }
    Silence ended = silence.endedAt(nowMillis);
    db.write(batch -> batch.put(Family.SILENCES, Bytes.utf8(id), encode(ended)));
    silences.put(id, ended);
    return ended;
  }

  @Override
  public long silenced() {
    db.checkOpen();
    return silenced.get();
  }

  static byte[] encode(Silence silence) {
    SilenceMatcher matcher = silence.matcher();
    RecordWriter out = new RecordWriter().u8(FORMAT).text(silence.id());
    out.texts(matcher.filter().ruleSets());
    out.texts(matcher.filter().rules());
    out.texts(matcher.filter().tags());
    out.texts(matcher.severities().stream().map(Severity::text).toList());
    out.i32(matcher.key().size());
    matcher.key().forEach((name, value) -> out.text(name).text(value));
    return out.i64(silence.from())
        .i64(silence.until())
        .text(silence.reason())
        .text(silence.by())
        .i64(silence.createdAt())
        .done();
  }

  static Silence decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    in.format(FORMAT);
    String id = in.text();
    AlertFilter filter = new AlertFilter(in.texts(), in.texts(), in.texts(), null);
    List<Severity> severities = in.texts().stream().map(RocksSilences::severity).toList();
    SortedMap<String, String> key = new TreeMap<>();
    for (int i = in.count(8); i > 0; i--) {
      key.put(in.text(), in.text());
    }
    long from = in.i64();
    long until = in.i64();
    if (id.isEmpty() || until < from) {
      throw new RecordReader.MalformedException("a silence from " + from + " until " + until);
    }
    Silence silence =
        new Silence(
            id,
            new SilenceMatcher(filter, severities, key),
            from,
            until,
            in.text(),
            in.text(),
            in.i64());
    in.end();
    return silence;
  }

  private static Severity severity(String text) {
    for (Severity each : Severity.values()) {
      if (each.text().equals(text)) {
        return each;
      }
    }
    throw new RecordReader.MalformedException("there is no severity " + text);
  }
}
