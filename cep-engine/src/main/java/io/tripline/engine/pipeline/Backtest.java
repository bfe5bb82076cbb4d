package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.contents.Piece;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.Storage;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A rule set over events of the past, beside an engine that runs: what would it have found? In the
 * caller's thread, in memory, without a ring, and with nothing that the engine notices. Rule sets
 * of the engine that make events which the rule set takes run with it; of their alerts nobody is
 * told.
 *
 * <p>Either over what the engine's journal has ({@link #readJournal}): events, the sources that
 * brought them, the time that passed, and lists and tables as they changed. Of the rules that the
 * engine has had since before its first event the alerts are those that it raised. Or over events
 * from elsewhere ({@link #onEvents}).
 *
 * <p>Not thread-safe; {@link #progress}, {@link #events} and {@link #bytes} may be asked from the
 * {@code pace} of a call, too.
 */
public final class Backtest implements AutoCloseable {
  private final Past past;
  private final String name;
  private final EngineSettings settings;
  private final boolean contentsAsNow;
  private final Running running;
  private final List<EntryForm> forms;
  private final WorkerMemory memory = new WorkerMemory();
  private final RuleFiguresRegistry figures = new RuleFiguresRegistry();
  private final DeploymentPlan plan;
  private final Consumer<Alert> alerts;
  private final List<Filled> filled = new ArrayList<>();
  private @Nullable Matching matching;
  private @Nullable PastEntries entries;
  private Coverage coverage = new Coverage(OptionalLong.empty(), true);
  private long contentsBytes;
  private long from;
  private long end;

  /** What it takes from the engine. */
  record Past(
      Storage storage,
      RuleSetReader reader,
      PastRecords records,
      TimeMarks marks,
      Map<String, Contents> contents,
      long clock) {}

  /**
   * From where on the journal was read.
   *
   * @param since event time, ms: what came after it; empty if that is all that ever came
   * @param complete whether the journal reaches back to the first event
   */
  public record Coverage(OptionalLong since, boolean complete) {}

  /**
   * A list or a table that the rules look things up in, and what it began with.
   *
   * @param entries how many; −1 if the engine has none that is declared like this
   */
  public record Filled(String name, int entries) {}

  private Backtest(
      Past past,
      String name,
      int version,
      RuleSet ruleSet,
      List<Running.Set> beside,
      EngineSettings settings,
      boolean contentsAsNow,
      Consumer<Alert> alerts) {
    this.past = past;
    this.name = name;
    this.settings = settings;
    this.contentsAsNow = contentsAsNow;
    this.alerts = alerts;
    DeploymentPlanner planner =
        new DeploymentPlanner(
            Schema.Fields.DECLARED,
            PredicateSet.Way.BY_NUMBER,
            settings.maxRunsPerKey(),
            List.of(memory),
            figures);
    Running all = deployed(planner, Running.NOTHING, name, version, ruleSet);
    for (Running.Set set : beside) {
      all = deployed(planner, all, set.name(), set.version(), set.ruleSet());
    }
    this.running = all;
    this.plan = planner.restore(all, DeploymentPlan.Start.NOTHING);
    Set<String> lookedUp = new HashSet<>();
    all.rules().forEach(rule -> lookedUp.addAll(WarmPart.lookedUp(rule.rule())));
    this.forms =
        all.sets().stream()
            .flatMap(set -> EntryForm.all(set.ruleSet()).stream())
            .filter(form -> lookedUp.remove(form.name()))
            .toList();
  }

  /**
   * Prepares one.
   *
   * @param version that its alerts have
   * @param besides rule sets that run, of which those are taken that make events for it
   * @throws DeploymentRefusedException if the rules are larger than an engine allows
   */
  static Backtest of(
      Past past,
      String name,
      int version,
      RuleSet ruleSet,
      List<Running.Set> besides,
      EngineSettings settings,
      boolean contentsAsNow,
      Consumer<Alert> alerts) {
    List<Running.Set> makers = makersFor(name, ruleSet, besides);
    return new Backtest(past, name, version, ruleSet, makers, settings, contentsAsNow, alerts);
  }

  private static List<Running.Set> makersFor(
      String name, RuleSet ruleSet, List<Running.Set> besides) {
    Set<String> taken = typesOf(ruleSet);
    List<Running.Set> makers = new ArrayList<>();
    List<Running.Set> left = new ArrayList<>(besides);
    left.removeIf(set -> set.name().equals(name));
    boolean found = true;
    while (found) {
      found = false;
      for (Running.Set set : List.copyOf(left)) {
        if (set.ruleSet().rules().stream()
            .map(rule -> Optional.ofNullable(rule.emission()))
            .flatMap(Optional::stream)
            .anyMatch(emission -> taken.contains(emission.type().name()))) {
          left.remove(set);
          makers.add(set);
          taken.addAll(typesOf(set.ruleSet()));
          found = true;
        }
      }
    }
    return makers;
  }

  private static Set<String> typesOf(RuleSet ruleSet) {
    Set<String> names = new HashSet<>();
    ruleSet.eventTypes().forEach(type -> names.add(type.name()));
    return names;
  }

  private static Running deployed(
      DeploymentPlanner planner, Running before, String name, int version, RuleSet ruleSet) {
    return planner
        .deploy(before, name, version, 0, "", ruleSet, null, RuleSetVersion.NONE, false)
        .target();
  }

  /** What events from elsewhere are to be written for. */
  public Schema schema() {
    return running.schema();
  }

  // ---- what happens

  /**
   * Goes through all that the journal has by now. Once, and in place of {@link #onEvents}. While it
   * does, the journal drops nothing.
   *
   * @param pace called now and then; may wait, or break off by an exception
   * @throws DeploymentRefusedException if what lists and tables held then is not known any more
   * @throws io.tripline.engine.port.StorageException if the journal cannot be read
   */
  public void readJournal(Runnable pace) {
    Journal journal = past.storage().journal();
    if (journal.discards()) {
      throw new DeploymentRefusedException("Nothing is journaled here.", null);
    }
    try (Journal.Hold _ = journal.hold()) {
      end = journal.lastSequence() + 1;
      TimeMarks.Mark mark = mark(journal);
      from = mark.sequence();
      if (mark.sequence() > 0) {
        coverage = new Coverage(OptionalLong.of(mark.time().clock()), false);
      }
      Matching into = begin(mark.time());
      PastEntries reading =
          new PastEntries(
              journal,
              from,
              new PastSchemas(
                  past.storage().ruleVersions(), past.reader(), Schema.Fields.DECLARED, from),
              schema(),
              PastEntries.typesFor(running, schema(), forms),
              contentsAsNow ? List.of() : forms,
              past.records(),
              new Into(into),
              new PastEntries.End.Entry(end),
              pace);
      entries = reading;
      reading.readContentsBefore();
      if (end > from) {
        reading.read();
      }
    }
  }

  private TimeMarks.Mark mark(Journal journal) {
    Journal.Block oldest = journal.blockAt(0);
    long first = oldest == null ? 0 : oldest.firstSequence();
    if (first > 0 && !forms.isEmpty() && !contentsAsNow) {
      throw new DeploymentRefusedException(
          "What "
              + forms.getFirst().name()
              + " held before is not known any more, as the journal does not reach back to its"
              + " beginning. Ask for lists and tables as they are now.",
          null);
    }
    TimeMarks.Mark mark = past.marks().before(Long.MIN_VALUE, first);
    if (mark == null) {
      throw new DeploymentRefusedException(
          "The journal has nothing of before the last checkpoint that could be read again.", null);
    }
    return mark;
  }

  private Matching begin(TimeReading time) {
    Matching begun =
        new Matching(
            plan,
            plan.worker(0).runs(),
            memory,
            0,
            1,
            new Matching.Beginning(time, settings.maxHeldEvents(), settings.maxRememberedIds()),
            MemoryStorage.passing(this::raised),
            figures,
            AlertListener.NONE,
            Decided.Listener.NONE);
    matching = begun;
    if (contentsAsNow) {
      forms.forEach(form -> fill(begun, form));
    }
    return begun;
  }

  private void fill(Matching into, EntryForm form) {
    Contents now = past.contents().get(form.name());
    if (now == null || now.form().fingerprint() != form.fingerprint()) {
      filled.add(new Filled(form.name(), -1));
      return;
    }
    Change copy = now.copy(past.clock());
    contentsBytes += copy.bytes();
    filled.add(new Filled(form.name(), copy.count()));
    into.beforeAll(copy);
  }

  private void raised(Alert alert) {
    if (alert.ruleSet().equals(name)) {
      alerts.accept(alert);
    }
  }

  /**
   * Takes events in their order, of source 0.
   *
   * @param events written for {@link #schema}
   */
  public void onEvents(EventWriter events) {
    matching().onEvents(events.bytes(), 0, events.count());
  }

  /**
   * Ends the input: moves the watermark to infinity, so that all that time can still complete does.
   * Not for a journal, whose stream goes on.
   */
  public void endOfInput() {
    matching().endOfInput();
  }

  private Matching matching() {
    Matching begun = matching;
    return begun == null ? begin(TimeReading.START) : begun;
  }

  private record Into(Matching matching) implements PastSink {
    @Override
    public void before(Piece piece) {
      matching.before(piece);
    }

    @Override
    public void put(
        EntryKind kind,
        byte[] data,
        int offset,
        int length,
        int count,
        Slot.@Nullable PassedOver passedOver) {
      matching.onEntry(kind, data, offset, length, count, passedOver);
    }
  }

  // ---- what is known of it

  /** How much of the journal was gone through, 0 to 1. */
  public double progress() {
    PastEntries reading = entries;
    return reading == null || end <= from ? 0 : (double) (reading.next() - from) / (end - from);
  }

  /** Events that came, those included that no rule takes. */
  public long events() {
    Matching begun = matching;
    return begun == null ? 0 : begun.events();
  }

  /**
   * Events of the journal that the rules take, but whose records do not fit what their type is
   * declared as by them.
   */
  public long unreadable() {
    PastEntries reading = entries;
    return reading == null ? 0 : reading.unreadable();
  }

  /** Bytes of memory that the rules take for what they remember, and lists and tables, about. */
  public long bytes() {
    Matching begun = matching;
    return (begun == null ? 0 : begun.keyBytes()) + contentsBytes;
  }

  /** From where on the journal was read. */
  public Coverage coverage() {
    return coverage;
  }

  /** What lists and tables began with, if they are to be as they are now. */
  public List<Filled> filled() {
    return List.copyOf(filled);
  }

  /** Figures of the rules, in their order. */
  public List<RuleStats> rules() {
    Matching begun = matching;
    return begun == null
        ? List.of()
        : begun.rules().stream().filter(rule -> rule.ruleSet().equals(name)).toList();
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    if (matching != null) {
      matching.clear();
    }
  }
}
