package io.tripline.engine.pipeline;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.contents.Piece;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.explain.EventFields;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StorageException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is in blocks of the journal, which are given one after another: events with the fields
 * that were declared when they came. Not thread-safe.
 */
public final class JournalTeller {
  private final RuleVersions versions;
  private final RuleSetReader reader;
  private final boolean showPii;
  private final EventView view = new EventView();
  private final Map<EventLayout, EventFields> fields = new IdentityHashMap<>();
  private @Nullable PastSchemas schemas;
  private long next = -1;

  /**
   * @param showPii whether values are told that are personal data
   */
  public JournalTeller(RuleVersions versions, RuleSetReader reader, boolean showPii) {
    this.versions = versions;
    this.reader = reader;
    this.showPii = showPii;
  }

  /**
   * Tells a block.
   *
   * @param first sequence of its first entry
   * @param from the first entry that is told
   * @param to takes them, for as long as it wants more
   * @return whether it wants more
   * @throws StorageException if the block, or a deployment before it, cannot be read
   */
  public boolean tell(long first, byte[] block, long from, Predicate<JournalEntry> to) {
    PastSchemas known = first == next ? schemas : null;
    // What was written under other declarations than those that are known is not guessed at.
    schemas = null;
    if (known == null) {
      fields.clear();
      known = new PastSchemas(versions, reader, Schema.Fields.DECLARED, first);
    }
    Telling telling = new Telling(known, from, to);
    next = JournalBlock.read(first, block, telling);
    schemas = known;
    return telling.wantsMore;
  }

  /** One block. */
  private final class Telling implements JournalBlock.RunVisitor {
    private final PastSchemas past;
    private final long from;
    private final Predicate<JournalEntry> to;
    private long events;
    private boolean wantsMore = true;

    Telling(PastSchemas past, long from, Predicate<JournalEntry> to) {
      this.past = past;
      this.from = from;
      this.to = to;
    }

    @Override
    public void eventsBefore(long count) {
      events = count;
    }

    private void give(
        long sequence, String what, JournalEntry.@Nullable Event event, List<NamedValue> details) {
      if (wantsMore && sequence >= from) {
        wantsMore = to.test(new JournalEntry(sequence, what, event, details));
      }
    }

    @Override
    public void run(long first, int many, EntryKind kind, byte[] bytes, int offset, int length) {
      byte[] entry =
          kind == EntryKind.EVENTS || kind == EntryKind.CONTENTS
              ? bytes
              : Arrays.copyOfRange(bytes, offset, offset + length);
      String what = kind.name().toLowerCase(Locale.ROOT);
      switch (kind) {
        case EVENTS -> events(first, bytes, offset, offset + length);
        case DEPLOY, UNDEPLOY -> {
          RuleSetEntryCodec.Entry deployment = RuleSetEntryCodec.decode(entry);
          give(first, what, null, told(deployment));
          fields.clear();
          if (kind == EntryKind.DEPLOY) {
            past.deployed(deployment);
          } else {
            past.undeployed(deployment);
          }
        }
        case MODES -> give(first, what, null, told(ModeEntryCodec.decode(entry)));
        case CONTENTS -> give(first, what, null, told(Piece.decode(bytes, offset, length)));
        case SOURCE, TIME, IDLE -> give(first, what, null, ofSource(kind, entry));
        case END -> give(first, what, null, List.of());
        case BARRIER -> throw new IllegalStateException("a barrier in the journal");
      }
    }

    private void events(long first, byte[] bytes, int offset, int end) {
      long sequence = first;
      for (int at = offset; at < end; at += view.wrap(bytes, at).length()) {
        events++;
        if (wantsMore && sequence >= from) {
          give(sequence, "event", event(view.wrap(bytes, at), events), List.of());
        }
        sequence++;
      }
    }

    private JournalEntry.Event event(EventView event, long number) {
      EventLayout layout = past.layout(event);
      EventFields read =
          fields.computeIfAbsent(layout, declared -> new EventFields(declared, showPii));
      return new JournalEntry.Event(
          number, read.type(), event.source(), event.time(), read.read(event));
    }
  }

  private static List<NamedValue> told(RuleSetEntryCodec.Entry entry) {
    RuleMode mode = entry.mode();
    TimeMarks.Mark warm = entry.from();
    return List.of(
        text("ruleset", entry.name()),
        number("version", entry.version()),
        new NamedValue("deployed_at", new Value.Timestamp(entry.deployedAt())),
        text("mode", mode == null ? null : mode.text()),
        number("restores", entry.restores()),
        new NamedValue(
            "warm_from", warm == null ? new Value.Null() : new Value.Int(warm.sequence())),
        new NamedValue("drain", new Value.Bool(entry.drain())));
  }

  private static List<NamedValue> told(ModeEntryCodec.Entry entry) {
    RuleModes.Change change = entry.change();
    String says =
        switch (change) {
          case RuleModes.Change.To to -> "mode " + to.mode().text();
          case RuleModes.Change.Pause _ -> "pause";
          case RuleModes.Change.Resume _ -> "resume";
          case RuleModes.Change.Fail fail -> "failed: " + fail.reason();
          case RuleModes.Change.Drained drained -> "drained, of version " + drained.version();
        };
    return List.of(
        text("ruleset", entry.ruleSet()),
        text("rule", change.rule()),
        text("change", says),
        new NamedValue("changed_at", new Value.Timestamp(entry.changedAt())));
  }

  private static List<NamedValue> told(Piece piece) {
    return List.of(
        text("name", piece.name()),
        new NamedValue("replaces", new Value.Bool(piece.replaces())),
        number("entries", piece.count()),
        new NamedValue("first_part", new Value.Bool(piece.first())),
        new NamedValue("last_part", new Value.Bool(piece.last())),
        text("changed_by", piece.by()),
        new NamedValue("changed_at", new Value.Timestamp(piece.at())));
  }

  private static List<NamedValue> ofSource(EntryKind kind, byte[] entry) {
    ByteSource source = SourceEntryCodec.read(entry);
    NamedValue number = number("source", source.getInt());
    return switch (kind) {
      case SOURCE -> List.of(number, text("name", source.getText()));
      case TIME -> List.of(number, new NamedValue("time", new Value.Timestamp(source.getLong())));
      default -> List.of(number);
    };
  }

  private static NamedValue number(String name, long value) {
    return new NamedValue(name, new Value.Int(value));
  }

  private static NamedValue text(String name, @Nullable String value) {
    return new NamedValue(name, value == null ? new Value.Null() : new Value.Text(value));
  }
}
