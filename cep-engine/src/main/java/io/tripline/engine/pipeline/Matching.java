package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.contents.Piece;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.EngineStats.RuleStats;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.Storage;
import io.tripline.engine.predicate.PredicateSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All rules of a rule set over a stream of events, in the caller's thread: the stages of an {@link
 * Engine} one after the other, without a ring, a journal, a store or a clock. The alerts are those
 * of a fresh engine that is given the rule set under the same name, and then the same events. When
 * a call returns, its alerts were given away; those of rules with a lateness come when their events
 * had their turn.
 *
 * <p>For measuring, and for programs that bring order, storage and threads of their own. Not
 * thread-safe.
 *
 * <pre>
 *   Matching matching = Matching.of("cards", ruleSet, alert -> …);
 *   EventWriter events = …;                                  // written for matching.schema()
 *   matching.onEvents(events.bytes(), 0, events.count());
 *   matching.endOfInput();
 * </pre>
 */
public final class Matching {
  /** In a fresh engine the deployment is entry 0. */
  private static final long FIRST_EVENT = 1;

  private static final byte[] NOTHING = {};

  // What is read of events before they are looked at; not for so few events.
  private static final int NEAR = 1 << 12;
  private static final int FEW = 32;
  private static final int CACHE_LINE = 64;

  private final Running running;
  private final List<RuleRun> runs;
  private final RuleFiguresRegistry figures;
  private final Decided decided;
  private final Intake intake;
  private final MatchHandler matcher;
  private final AlertHandler alerting;
  private final Slot slot;
  private final EventView view = new EventView();
  private boolean ended;
  // Written so that the compiler must not leave reads out.
  private int nothing;

  /**
   * @param plan what is to be run
   * @param runs of its rules, made for this worker
   * @param memory what their matchers are bound to; given back by {@link #clear}
   * @param storage takes the alerts; nothing is read from it
   * @param listener told of each match as it is decided on
   * @param decisions told of each event that rules decide on
   */
  Matching(
      DeploymentPlan plan,
      List<RuleRun> runs,
      WorkerMemory memory,
      int worker,
      int workers,
      Storage storage,
      RuleFiguresRegistry figures,
      AlertListener listener,
      Decided.Listener decisions) {
    this(
        plan,
        runs,
        memory,
        worker,
        workers,
        new Beginning(TimeReading.START, Integer.MAX_VALUE, Integer.MAX_VALUE),
        storage,
        figures,
        listener,
        decisions);
  }

  /**
   * Where it begins, and what it remembers at most.
   *
   * @param heldEvents see {@link EngineSettings#maxHeldEvents}
   * @param ids see {@link EngineSettings#maxRememberedIds}
   */
  record Beginning(TimeReading time, int heldEvents, int ids) {}

  /** The same from a place in the past on. */
  Matching(
      DeploymentPlan plan,
      List<RuleRun> runs,
      WorkerMemory memory,
      int worker,
      int workers,
      Beginning beginning,
      Storage storage,
      RuleFiguresRegistry figures,
      AlertListener listener,
      Decided.Listener decisions) {
    this.running = plan.target();
    this.decided = new Decided(decisions);
    this.runs = runs;
    this.figures = figures;
    slot = new Slot(workers);
    StateCache unbounded = new StateCache(Long.MAX_VALUE, () -> 0, () -> {});
    intake =
        new Intake(
            beginning.time(),
            ContentsReading.of(running.sets().stream().map(Running.Set::ruleSet).toList()),
            running,
            beginning.heldEvents(),
            beginning.ids());
    boolean traced = runs.stream().anyMatch(RuleRun::isWatched);
    matcher =
        new MatchHandler(
            worker,
            workers,
            memory,
            storage.states(),
            unbounded,
            FIRST_EVENT,
            false,
            traced,
            new RuleErrors(),
            null);
    // Only this worker's part is asked for.
    List<SeriesRun> series = plan.worker(0).series().stream().map(SeriesRun::fromNothing).toList();
    DeploymentPlan.Worker part = DeploymentPlan.Worker.of(runs, series, plan.dispatch());
    matcher.install(
        DeploymentPlan.restoring(
            running, plan.dispatch(), Collections.nCopies(workers, part), intake.start()));
    alerting =
        new AlertHandler(
            storage,
            Meta.START,
            running,
            FIRST_EVENT,
            new AlertFigures(-1),
            figures,
            List.of(),
            listener,
            new Answers(storage.decisions(), decided, null, false),
            _ -> {
              throw new IllegalStateException("here errors of rules are thrown on");
            },
            false,
            (ticket, sequence, meta, droppedStateIds, clocks, needs) -> {
              throw new IllegalStateException("there is nothing to write to");
            });
  }

  /**
   * Compiles a rule set.
   *
   * @param name of the rule set; the alerts' ids depend on it
   * @param alerts given each alert once, in their order; an exception in it leaves this unusable
   * @throws DeploymentRefusedException if it is larger than an engine allows
   */
  public static Matching of(String name, RuleSet ruleSet, Consumer<Alert> alerts) {
    return worker(name, ruleSet, 0, 1, alerts);
  }

  /**
   * Compiles a rule set, for one of several workers that are given the same events: each finds the
   * matches of the keys that are its own, together they find all. The ordinals of the alerts count
   * those of this worker.
   *
   * @param worker which one, from 0
   * @param workers how many there are
   * @throws DeploymentRefusedException if it is larger than an engine allows
   */
  public static Matching worker(
      String name, RuleSet ruleSet, int worker, int workers, Consumer<Alert> alerts) {
    if (worker < 0 || worker >= workers || workers > EngineSettings.MAX_WORKERS) {
      throw new IllegalArgumentException("worker " + worker + " of " + workers);
    }
    MemoryStorage storage = MemoryStorage.passing(alerts);
    RuleFiguresRegistry figures = new RuleFiguresRegistry();
    WorkerMemory memory = new WorkerMemory();
    int maxRunsPerKey = EngineSettings.defaults().maxRunsPerKey();
    DeploymentPlan plan =
        new DeploymentPlanner(
                Schema.Fields.READ,
                PredicateSet.Way.BY_NUMBER,
                maxRunsPerKey,
                List.of(memory),
                figures)
            .deploy(Running.NOTHING, name, 1, 0, "", ruleSet, null, RuleSetVersion.NONE, false);
    return new Matching(
        plan,
        plan.worker(0).runs(),
        memory,
        worker,
        workers,
        storage,
        figures,
        AlertListener.NONE,
        Decided.Listener.NONE);
  }

  /** What events are to be written for; they hold the fields that the rules read. */
  public Schema schema() {
    return running.schema();
  }

  /**
   * Takes events in their order. They are not copied, and not needed any more on return.
   *
   * @param data holds them one after another, each of {@link #schema}; {@code
   *     IllegalArgumentException} otherwise
   * @param from where the first begins
   * @param count how many they are
   * @throws IllegalStateException if the input has ended
   */
  public void onEvents(byte[] data, int from, int count) {
    int at = from;
    int left = count;
    int near = at;
    while (left > 0) {
      int start = at;
      int n = 0;
      // As many as a slot of the ring would hold, so that what is kept about each stays small.
      do {
        if (at >= near && left - n > FEW) {
          near = bringNear(data, at);
        }
        view.wrap(data, at);
        if (view.schemaId() != running.schema().id()) {
          throw new IllegalArgumentException("an event of another schema");
        }
        at += view.length();
        n++;
      } while (n < left && at - start < Slot.BYTES);
      slot.lend(EntryKind.EVENTS, data, start, at - start, n);
      pass();
      left -= n;
    }
  }

  /**
   * Reads some of what comes, line by line: memory that is read in order, the processor fetches
   * ahead of the program, and events are read here and there. Up to where it has read.
   */
  private int bringNear(byte[] data, int from) {
    int to = Math.min(data.length, from + NEAR);
    int sum = 0;
    for (int at = from; at < to; at += CACHE_LINE) {
      sum += data[at];
    }
    nothing = sum;
    return to;
  }

  /** Takes an event, likewise. */
  public void onEvent(EventView event) {
    onEvents(event.bytes(), event.base(), 1);
  }

  /**
   * Lets time pass without an event, as if source 0 had said that it has come to a time.
   *
   * @param time event time, ms
   */
  public void timePasses(long time) {
    byte[] entry = SourceEntryCodec.time(0, time);
    slot.lend(EntryKind.TIME, entry, 0, entry.length, 1);
    pass();
  }

  /**
   * Changes a list or a table, between the events so far and those that follow.
   *
   * @throws io.tripline.engine.port.StorageException if no such list or table is declared
   */
  public void change(Change change) {
    change.encode(
        "",
        0,
        entry -> {
          slot.lend(EntryKind.CONTENTS, entry, 0, entry.length, 1);
          pass();
        });
  }

  /**
   * Ends the input: moves the watermark to infinity, so that all that time can still complete does.
   * No event can follow.
   */
  public void endOfInput() {
    slot.lend(EntryKind.END, NOTHING, 0, 0, 1);
    pass();
    ended = true;
  }

  /** A change of a list or table from before all else. */
  void before(Piece piece) {
    intake.before(piece);
  }

  /** The same of a whole one. */
  void beforeAll(Change change) {
    change.encode("", 0, entry -> intake.before(Piece.decode(entry, 0, entry.length)));
  }

  /** Takes an entry of a journal, or a run of events; see {@link PastSink}. */
  void onEntry(
      EntryKind kind,
      byte[] data,
      int offset,
      int length,
      int count,
      Slot.@Nullable PassedOver passedOver) {
    slot.lend(kind, data, offset, length, count, passedOver);
    pass();
  }

  /** The slot through all stages, as the ring would bring it. */
  private void pass() {
    if (ended) {
      throw new IllegalStateException("the input has ended");
    }
    // A reading is made when it is asked for.
    intake.onSlot(slot, false);
    matcher.onSlot(slot, true);
    alerting.onSlot(slot, true);
  }

  /** Number of events so far; also that of the last one. */
  public long events() {
    return intake.read().events();
  }

  /** The greatest event time so far, ms; {@code Long.MAX_VALUE} after the end of the input. */
  public long watermark() {
    return intake.read().clock();
  }

  /** Keys of rules with something pending. */
  public long keyStates() {
    return matcher.keyStates();
  }

  /** Bytes of memory that these keys take, and what is pending for them. */
  public long keyBytes() {
    return matcher.bytes();
  }

  /** How often a key was looked up, for tests that count instead of measuring. */
  long lookUps() {
    return matcher.lookUps();
  }

  /** How often a matcher was given an event, likewise. */
  long offers() {
    return matcher.offers();
  }

  /** Gives the memory back that it was made with. */
  void clear() {
    matcher.clear();
  }

  /** Figures of every rule, in the order of the rule set. */
  public List<RuleStats> rules() {
    return runs.stream()
        .map(
            run -> {
              RunningRule rule = run.rule();
              return figures
                  .of(rule.ruleSet(), rule.name())
                  .read(rule, null, List.of(run.figures()), running.schema());
            })
        .toList();
  }
}
