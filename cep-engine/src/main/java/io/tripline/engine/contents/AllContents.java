package io.tripline.engine.contents;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Table;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.port.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lists and tables of all rule sets that run, and every change of them. One thread calls it, in
 * the order of the ring; only {@link #current} may be called by others.
 *
 * <p>They live as long as some running rule set declares them with a form that takes their entries.
 */
public final class AllContents {
  private static final long NOTHING_FOLLOWED = -1;

  // By name; sorted, so that nothing depends on an order of hashes.
  private volatile Map<String, Contents> current = Map.of();
  private Contents[] all = {};
  // By event type.
  private Followed[][] followed = {};
  private long followedLateness = NOTHING_FOLLOWED;
  private long nextStateId;
  private @Nullable Staged staged;
  private final Deque<Settling> settling = new ArrayDeque<>();
  private final List<Long> dropped = new ArrayList<>();

  /** Of a change that has begun, what there is so far. */
  private static final class Staged {
    final Contents of;
    final Origin origin;
    final @Nullable Generation replacement;
    final List<byte[]> pieces = new ArrayList<>();
    int count;

    Staged(Contents of, Origin origin, @Nullable Generation replacement) {
      this.of = of;
      this.origin = origin;
      this.replacement = replacement;
    }
  }

  /**
   * Something behind which there is what nobody will ask for once all are past it.
   *
   * @param entry null for a whole generation
   */
  private record Settling(Contents of, Generation generation, @Nullable Entry entry) {
    Origin origin() {
      return entry == null ? generation.origin() : entry.origin();
    }
  }

  /** There are none yet. */
  public AllContents() {
    this(ContentsReading.START, List.of(), Schema.EMPTY);
  }

  /**
   * @param start as of the last checkpoint; the entries come by {@link #restore}
   * @param running the rule sets of then
   * @param schema of their events
   */
  public AllContents(ContentsReading start, Collection<RuleSet> running, Schema schema) {
    nextStateId = start.nextStateId();
    Map<String, Contents> restored = new TreeMap<>();
    forms(running)
        .forEach(
            (name, form) -> {
              ContentsReading.Named known = start.find(name);
              if (known == null || known.fingerprint() != form.fingerprint()) {
                throw new StorageException(
                    "This version of Tripline lays the entries of "
                        + name
                        + " out differently than the one that wrote the store. Use the version"
                        + " that wrote it, or start on an empty store.");
              }
              restored.put(name, restored(form, known));
            });
    publish(restored);
    follow(schema);
  }

  private Contents restored(EntryForm form, ContentsReading.Named known) {
    EntryKeys keys = new EntryKeys(form);
    Contents contents = null;
    for (ContentsReading.Generation each : known.generations()) {
      Origin origin = new Origin(each.by(), each.changedAt()).at(each.time(), each.number());
      Generation generation = new Generation(form, keys, origin, each.stateId(), each.count());
      if (contents == null) {
        contents = new Contents(form, generation);
      } else {
        contents.replace(generation);
        settling.add(new Settling(contents, generation, null));
      }
    }
    if (contents == null) {
      throw new StorageException("The checkpoint has no entries of " + form.name() + ".");
    }
    return contents;
  }

  /** The forms of all that rule sets declare, by name. */
  public static Map<String, EntryForm> forms(Collection<RuleSet> running) {
    Map<String, Supplier<EntryForm>> declared = new TreeMap<>();
    for (RuleSet ruleSet : running) {
      ruleSet.lists().forEach(list -> declared.put(list.name(), () -> EntryForm.of(list)));
      ruleSet.tables().forEach(table -> declared.put(table.name(), () -> EntryForm.of(table)));
    }
    Map<String, EntryForm> forms = new TreeMap<>();
    declared.forEach((name, form) -> forms.put(name, form.get()));
    return forms;
  }

  /** By name, all that there are. Any thread. */
  public Map<String, Contents> current() {
    return current;
  }

  /** Other rule sets run from here on: what none of them declares is gone. */
  public Map<String, Contents> install(Collection<RuleSet> running, Schema schema) {
    return install(forms(running), schema, null);
  }

  /**
   * The same.
   *
   * @param forms of all that they declare; see {@link #forms}
   * @param past has what tables hold that follow events, had they been declared before; null where
   *     those begin empty that were not. Nobody may use it meanwhile
   */
  public Map<String, Contents> install(
      Map<String, EntryForm> forms, Schema schema, @Nullable AllContents past) {
    Map<String, Contents> before = new HashMap<>(current);
    Map<String, Contents> after = new TreeMap<>();
    forms.forEach(
        (name, form) -> {
          Contents known = before.get(name);
          if (known != null && form.takes(known.form())) {
            known.form(form);
            after.put(name, known);
            before.remove(name);
          } else {
            Contents begun = new Contents(form, empty(form, Origin.START, 0));
            after.put(name, begun);
            if (past != null && form.followedType() != null) {
              past.copyTo(begun, this);
            }
          }
        });
    before.values().forEach(this::drop);
    publish(after);
    follow(schema);
    return current;
  }

  /** Adds all that a table of the same name and form has here. */
  private void copyTo(Contents begun, AllContents of) {
    Contents own = current.get(begun.form().name());
    if (own == null || !begun.form().takes(own.form())) {
      return;
    }
    EntryIndex index = own.newest().index();
    Deque<Entry> versions = new ArrayDeque<>();
    for (int place = 0; place < index.room(); place++) {
      for (Entry each = index.at(place); each != null; each = each.older()) {
        versions.push(each);
      }
      while (!versions.isEmpty()) {
        Entry each = versions.pop();
        of.add(begun, new Entry(each.bytes(), each.base(), each.origin(), each.isRemoval()));
      }
    }
  }

  // ---- tables that follow events

  private void follow(Schema schema) {
    followed = new Followed[schema.layouts().size()][];
    followedLateness = NOTHING_FOLLOWED;
    for (EventLayout layout : schema.layouts()) {
      List<Followed> ofType = new ArrayList<>();
      for (Contents contents : all) {
        Table table = contents.form().table();
        Table.Source source = table == null ? null : table.source();
        if (source != null && source.type().name().equals(layout.type().name())) {
          ofType.add(new Followed(contents, source, layout));
          followedLateness = Math.max(followedLateness, layout.type().arrival().latenessMillis());
        }
      }
      followed[layout.typeId()] = ofType.toArray(Followed[]::new);
    }
  }

  /** Whether a table follows events, so that {@link #follow} has to be told of all of them. */
  public boolean follows() {
    return followedLateness != NOTHING_FOLLOWED;
  }

  /** How late events may come that a table follows, ms. */
  public long followedLateness() {
    return followedLateness;
  }

  /**
   * Takes an event that rules see: where a table follows its type, it is the row from then on.
   *
   * @param time its own; of one that is late, the clock, ms
   * @param number the event's
   */
  public void follow(EventView event, long time, long number) {
    for (Followed each : followed[event.typeId()]) {
      Entry row = each.row(event, new Origin("", 0).at(time, number));
      if (row != null) {
        add(each.contents(), row);
      }
    }
  }

  private void publish(Map<String, Contents> contents) {
    current = Map.copyOf(contents);
    all = contents.values().toArray(Contents[]::new);
  }

  private Generation empty(EntryForm form, Origin origin, int expected) {
    return new Generation(form, new EntryKeys(form), origin, nextStateId++, expected);
  }

  private void drop(Contents gone) {
    Generation generation = gone.newest();
    while (generation != null) {
      dropped.add(generation.stateId());
      generation = generation.older();
    }
    settling.removeIf(each -> each.of() == gone);
    if (staged != null && staged.of == gone) {
      staged = null;
    }
  }

  /**
   * Takes a piece of a change; with its last piece the change takes effect.
   *
   * @param clock event time of that, ms
   * @param number of the last event before it
   */
  public void change(Piece piece, long clock, long number) {
    if (piece.first()) {
      // A change that was not all there before the engine stopped is void.
      staged = begin(piece);
    }
    Staged change = staged;
    if (change == null || !change.of.form().name().equals(piece.name())) {
      throw new StorageException(
          "The journal holds a change of " + piece.name() + " that has no beginning.");
    }
    if (change.replacement != null) {
      change.replacement.begin(piece.entries());
    } else {
      change.pieces.add(piece.entries());
    }
    change.count = piece.count();
    if (piece.last()) {
      staged = null;
      change.origin.at(clock, number);
      takeEffect(change);
    }
  }

  private Staged begin(Piece piece) {
    Contents of = current.get(piece.name());
    if (of == null || of.form().fingerprint() != piece.fingerprint()) {
      throw new StorageException(
          "The journal holds a change of "
              + piece.name()
              + " that does not fit what the running rules declare.");
    }
    Origin origin = new Origin(piece.by(), piece.at());
    return new Staged(
        of, origin, piece.replaces() ? empty(of.form(), origin, piece.count()) : null);
  }

  private void takeEffect(Staged change) {
    Contents of = change.of;
    if (change.replacement != null) {
      of.replace(change.replacement);
      settling.add(new Settling(of, change.replacement, null));
      of.count(change.count);
      return;
    }
    for (byte[] entries : change.pieces) {
      EventView view = new EventView().wrap(entries, 0);
      while (view.base() < entries.length) {
        boolean isRemoval = view.source() == Change.REMOVED;
        add(of, new Entry(entries, view.base(), change.origin, isRemoval));
        view.next();
      }
    }
  }

  /** Takes an entry that an event brought, at its place. */
  void add(Contents of, Entry entry) {
    Generation generation = of.at(entry.origin());
    if (generation.add(entry)) {
      settling.add(new Settling(of, generation, entry));
    }
    of.count(1);
  }

  /**
   * Forgets what nobody can ask for any more, once all that asks is past a place.
   *
   * @param clock no one asks as of an earlier one, and nothing earlier will be changed
   * @param number no one asks who has not seen the event with that number
   */
  public void passed(long clock, long number) {
    while (!settling.isEmpty()) {
      Settling next = settling.getFirst();
      Origin origin = next.origin();
      if (origin.time() >= clock || origin.number() > number) {
        return;
      }
      settling.removeFirst();
      if (next.entry() != null) {
        next.generation().settle(next.entry());
      } else {
        Generation older = next.generation().older();
        next.generation().older(null);
        if (older != null) {
          dropped.add(older.stateId());
        }
      }
    }
    for (Contents each : all) {
      each.newest().expire(clock);
    }
  }

  // ---- checkpoints

  /** At a barrier: which there are, for the checkpoint's head. */
  public ContentsReading read() {
    List<ContentsReading.Named> named = new ArrayList<>();
    current.forEach(
        (name, contents) -> {
          List<ContentsReading.Generation> generations = new ArrayList<>();
          for (Generation g = contents.newest(); g != null; g = g.older()) {
            generations.addFirst(
                new ContentsReading.Generation(
                    g.stateId(),
                    g.origin().time(),
                    g.origin().number(),
                    g.origin().by(),
                    g.origin().changedAt(),
                    g.count()));
          }
          named.add(new ContentsReading.Named(name, contents.form().fingerprint(), generations));
        });
    named.sort((a, b) -> a.name().compareTo(b.name()));
    return new ContentsReading(nextStateId, named);
  }

  /**
   * At a barrier: gives what has changed since the one before.
   *
   * @return the ids under which nothing is needed any more
   */
  public List<Long> handOver(List<StateChange> target) {
    for (Contents contents : all) {
      Generation generation = contents.newest();
      while (generation != null) {
        StoredEntries.handOver(generation, target);
        generation = generation.older();
      }
    }
    List<Long> gone = List.copyOf(dropped);
    dropped.clear();
    return gone;
  }

  /** Takes in a stored state, before the first entry; false if it is not of contents. */
  public boolean restore(long stateId, byte[] key, byte[] value) {
    if (stateId < ContentsReading.FIRST_STATE_ID) {
      return false;
    }
    for (Contents contents : all) {
      Generation generation = contents.newest();
      while (generation != null && generation.stateId() != stateId) {
        generation = generation.older();
      }
      if (generation != null) {
        for (Entry entry : StoredEntries.restore(generation, key, value)) {
          settling.add(new Settling(contents, generation, entry));
        }
        return true;
      }
    }
    throw new StorageException("The store holds entries of a list or table that is not declared.");
  }
}
