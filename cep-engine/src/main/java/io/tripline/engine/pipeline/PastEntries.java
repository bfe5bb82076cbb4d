package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType.Arrival;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.contents.Piece;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StorageException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives what the journal has to rules: events under the layouts that they read, time, and changes
 * of lists and tables; up to a deployment or an entry. Events of which its rules need nothing but
 * their time and their number are passed over, and so are those that were declared otherwise then,
 * unless their records can be read anew. Not thread-safe.
 */
final class PastEntries {
  private final Journal journal;
  private final PastSchemas schemas;
  private final Schema target;
  private final Set<String> wanted;
  private final List<EntryForm> forms;
  private final PastRecords.Reader records;
  private final PastSink into;
  private final End end;
  private final Runnable pace;

  private final EventView event = new EventView();
  // By the layout that events were written under, whether they read the same under the target's.
  private final Map<EventLayout, Boolean> readAsBefore = new IdentityHashMap<>();
  private byte[] buffer = new byte[2 * Slot.BYTES];
  private int buffered;
  private int count;
  private int passed;
  private int passedSource;
  private long passedTime;
  private long next;
  private boolean reached;
  private long events;
  private long unreadable;

  /**
   * @param from sequence of the first entry that is given
   * @param schemas as of then
   * @param target the schema of the rules
   * @param wanted the types of events that they take, or that tables follow
   * @param forms of the lists and tables that they look things up in
   * @param end where to stop
   * @param pace called now and then: may wait, or break off by an exception
   */
  PastEntries(
      Journal journal,
      long from,
      PastSchemas schemas,
      Schema target,
      Set<String> wanted,
      List<EntryForm> forms,
      PastRecords records,
      PastSink into,
      End end,
      Runnable pace) {
    this.journal = journal;
    this.next = from;
    this.schemas = schemas;
    this.target = target;
    this.wanted = Set.copyOf(wanted);
    this.forms = List.copyOf(forms);
    this.records = records.reader();
    this.into = into;
    this.end = end;
    this.pace = pace;
  }

  /** Where the past ends. */
  sealed interface End {
    /** The deployment that the rules begin with, which may not be there yet. */
    record Deployment(RuleSetEntryCodec.Entry entry) implements End {}

    /** The entry of a sequence, which is not given any more. */
    record Entry(long sequence) implements End {}
  }

  /**
   * The types of events that have to be given.
   *
   * @param running the rules
   * @param target their schema
   * @param forms of the lists and tables that they look things up in
   */
  static Set<String> typesFor(Running running, Schema target, List<EntryForm> forms) {
    Set<String> types = new HashSet<>();
    running.rules().forEach(rule -> rule.types().forEach(type -> types.add(type.name())));
    for (EventLayout layout : target.layouts()) {
      if (layout.type().arrival().dedupeMillis() != Arrival.NO_DEDUPLICATION) {
        types.add(layout.type().name()); // one that came before lets no time pass
      }
    }
    for (EntryForm form : forms) {
      String followed = form.followedType();
      if (followed != null) {
        types.add(followed);
      }
    }
    return types;
  }

  /** Events that were given to rules so far. */
  long events() {
    return events;
  }

  /** Events that they take, of which what they were declared as cannot be read any more. */
  long unreadable() {
    return unreadable;
  }

  /** Sequence of the next entry. */
  long next() {
    return next;
  }

  /** Whether it has come to the end. */
  boolean hasReachedIt() {
    return reached;
  }

  /** Gives what lists and tables were filled with before the first entry. */
  void readContentsBefore() {
    long end = next;
    if (forms.isEmpty() || end == 0) {
      return;
    }
    Before before = new Before(end);
    journal.readWhile(
        0,
        (first, block) -> {
          if (before.next == 0 && first > 0) {
            throw new StorageException(
                "The journal does not reach back to its beginning any more.");
          }
          before.next = JournalBlock.read(first, block, before);
          pace.run();
          return before.next < end;
        });
  }

  /** Looks at changes of lists and tables alone. */
  private final class Before implements JournalBlock.RunVisitor {
    private final long end;
    private long next;

    Before(long end) {
      this.end = end;
    }

    @Override
    public void run(long first, int many, EntryKind kind, byte[] bytes, int offset, int length) {
      if (kind == EntryKind.CONTENTS && first < end) {
        Piece piece = Piece.decode(bytes, offset, length);
        if (isWanted(piece)) {
          into.before(piece);
        }
      }
    }
  }

  /** Gives all that is in the journal by now, or until the end. */
  void read() {
    journal.readWhile(
        next,
        (first, block) -> {
          if (first > next) {
            throw new StorageException("The journal lacks entry " + next + ".");
          }
          JournalBlock.read(first, block, this::onRun);
          flush();
          return !reached;
        });
  }

  private void onRun(long first, int many, EntryKind kind, byte[] bytes, int offset, int length) {
    if (end instanceof End.Entry(long sequence) && first >= sequence) {
      reached = true;
    }
    if (reached || first + many <= next) {
      return;
    }
    switch (kind) {
      case EVENTS -> onEvents(first, bytes, offset, offset + length);
      case CONTENTS -> {
        if (isWanted(Piece.decode(bytes, offset, length))) {
          put(kind, bytes, offset, length);
        }
      }
      case SOURCE, TIME, IDLE -> put(kind, bytes, offset, length);
      case DEPLOY, UNDEPLOY -> {
        byte[] entry = Arrays.copyOfRange(bytes, offset, offset + length);
        onDeployment(kind, RuleSetEntryCodec.decode(entry));
      }
      case MODES, BARRIER, END -> {}
    }
    next = first + many;
  }

  private boolean isWanted(Piece piece) {
    return forms.stream()
        .anyMatch(
            form -> form.name().equals(piece.name()) && form.fingerprint() == piece.fingerprint());
  }

  private void put(EntryKind kind, byte[] bytes, int offset, int length) {
    flush();
    into.put(kind, bytes, offset, length, 1, null);
  }

  private void onDeployment(EntryKind kind, RuleSetEntryCodec.Entry entry) {
    if (end instanceof End.Deployment(RuleSetEntryCodec.Entry until)
        && entry.name().equals(until.name())
        && entry.version() == until.version()) {
      reached = true;
      flush();
    } else if (kind == EntryKind.DEPLOY) {
      schemas.deployed(entry);
      readAsBefore.clear();
    } else {
      schemas.undeployed(entry);
      readAsBefore.clear();
    }
  }

  // ---- events

  private void onEvents(long first, byte[] bytes, int offset, int end) {
    long at = first;
    for (int from = offset; from < end; from += event.length(), at++) {
      event.wrap(bytes, from);
      if (at >= next) {
        onEvent();
      }
    }
  }

  private void onEvent() {
    EventLayout layout = schemas.layout(event);
    String type = layout.type().name();
    byte[] same = wanted.contains(type) ? underTarget(layout, type) : null;
    if (same == null) {
      passOver();
      return;
    }
    if (passed > 0 || buffered + same.length > Slot.BYTES) {
      flush();
    }
    if (same.length > buffer.length) {
      buffer = new byte[same.length];
    }
    System.arraycopy(same, 0, buffer, buffered, same.length);
    buffered += same.length;
    count++;
    events++;
  }

  private byte @Nullable [] underTarget(EventLayout layout, String type) {
    if (readAsBefore.computeIfAbsent(layout, target::readsAsBefore)) {
      return target.convert(schemas.schema(), event.withoutRecord());
    }
    byte[] anew = records.read(target, type, event.raw(), event.source());
    unreadable += anew == null ? 1 : 0;
    return anew;
  }

  private void passOver() {
    if (count > 0 || passed > 0 && passedSource != event.source()) {
      flush();
    }
    passedTime = passed == 0 ? event.time() : Math.max(passedTime, event.time());
    passedSource = event.source();
    passed++;
  }

  private void flush() {
    if (count > 0) {
      into.put(EntryKind.EVENTS, buffer, 0, buffered, count, null);
      count = 0;
      buffered = 0;
      pace.run();
    }
    if (passed > 0) {
      byte[] entry = SourceEntryCodec.time(passedSource, passedTime);
      into.put(EntryKind.TIME, entry, 0, entry.length, 1, new Slot.PassedOver(passed));
      passed = 0;
      pace.run();
    }
  }
}
