package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.Storage;
import io.tripline.engine.port.StorageException;
import io.tripline.engine.predicate.PredicateSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine: one ring, its workers, and what they share. All methods are thread-safe unless they
 * say otherwise.
 */
public final class Engine implements AutoCloseable {
  private static final long REFUSED = -1;

  private final EngineSettings settings;
  private final Storage storage;
  private final Failure failure = new Failure();
  private final Ring ring;
  private final Publisher publisher;
  private final Deployer deployer;
  private final WarmStarts warmStarts;
  private final DeploymentPlanner planner;
  private final Checkpointer checkpointer;
  private final CheckpointWriter checkpointWriter;
  private final Intake intake;
  private final SourceRegistry sources;
  private final IdleWatch idleWatch;
  private final FailedRules failedRules;
  private final DrainWatch drainWatch;
  private final List<MatchHandler> matchers = new ArrayList<>();
  private final List<StageRunner> workerRunners = new ArrayList<>();
  private final RuleFiguresRegistry figures = new RuleFiguresRegistry();
  private final AlertFigures alertFigures;
  private final AlertHandler alertHandler;
  private final Decided decided = new Decided(Decided.Listener.NONE);
  private final Questions questions;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock closing = new ReentrantLock();
  // Null where the journal keeps nothing, and nobody has to wait for it.
  private final @Nullable Progress journaled;
  private long recoveredEntries;
  private boolean closed;

  private Engine(
      EngineSettings settings,
      PredicateSet.Way way,
      Storage storage,
      Recovery recovery,
      WarmStarts warmStarts) {
    this.settings = settings;
    this.storage = storage;
    this.warmStarts = warmStarts;
    int workers = settings.workers();
    ring = new Ring(settings.ringSize(), workers, failure);
    checkpointer =
        new Checkpointer(
            ring,
            failure,
            workers,
            settings.checkpointIntervalMillis(),
            settings.checkpointPauseMillis());
    alertFigures = new AlertFigures(recovery.next() - 1);
    KeySweep sweep = new KeySweep(storage.states(), matchers);
    checkpointWriter =
        new CheckpointWriter(
            storage.states(),
            storage.journal(),
            sweep,
            alertFigures,
            failure,
            ring::cursor,
            settings.checkpointIntervalMillis());
    List<WorkerMemory> memories = Stream.generate(WorkerMemory::new).limit(workers).toList();
    planner =
        new DeploymentPlanner(recovery.fields(), way, settings.maxRunsPerKey(), memories, figures);
    long next = recovery.next();
    journaled = journal(storage.journal(), next, recovery.meta().time().events());
    intake =
        new Intake(
            recovery.meta().time(),
            recovery.meta().contents(),
            recovery.atCheckpoint(),
            settings.maxHeldEvents(),
            settings.maxRememberedIds());
    DeploymentPlan start = planner.restore(recovery.atCheckpoint(), intake.start());
    WorkersMeeting meeting = workers == 1 ? null : new WorkersMeeting(workers, failure);
    for (int i = 0; i < workers; i++) {
      StateCache cache =
          new StateCache(
              settings.stateBytes() / workers, alertFigures::lastBarrier, checkpointer::request);
      MatchHandler matcher =
          new MatchHandler(
              i,
              workers,
              memories.get(i),
              storage.states(),
              cache,
              next,
              true,
              false,
              new RuleErrors(storage.ruleVersions()),
              meeting);
      matcher.install(start);
      matchers.add(matcher);
    }
    sources = new SourceRegistry(recovery.meta().time().sources());
    publisher =
        new Publisher(ring, failure, sources, settings.maxEventBytes(), recovery.atCheckpoint());
    questions = new Questions(publisher, storage.decisions(), failure);
    failedRules =
        new FailedRules(this::stop, publisher::isClosed, e -> failure.set("failed rules", e));
    alertHandler =
        new AlertHandler(
            storage,
            recovery.meta(),
            recovery.atCheckpoint(),
            next,
            alertFigures,
            figures,
            listeners,
            AlertListener.NONE,
            new Answers(storage.decisions(), decided, questions, journaled != null),
            failedRules::add,
            journaled != null,
            checkpointWriter);
    boolean early = settings.answersEarly() && journaled != null;
    if (workers == 1) {
      // Threads of their own would only cost: the intake is in nobody's way here, and where there
      // is no journal, alerts do not wait for it.
      Stage matching = intake.then(matchers.getFirst());
      if (journaled == null) {
        workerRunners.add(ring.last("match worker 0", matching.then(alertHandler)));
      } else {
        workerRunners.add(
            ring.first("match worker 0", early ? matching.then(earlyAnswers(1, next)) : matching));
        ring.last("alert worker", alertHandler);
      }
    } else {
      StageRunner front = ring.first("intake", intake);
      for (int i = 0; i < workers; i++) {
        workerRunners.add(ring.behind(front, "match worker " + i, matchers.get(i)));
      }
      if (early) {
        ring.behindAll(workerRunners, "answers", earlyAnswers(workers, next));
      }
      ring.last("alert worker", alertHandler);
    }
    idleWatch = new IdleWatch(publisher, sources, intake::reading, failure, settings.idleMillis());
    WarmDeployment warm =
        new WarmDeployment(
            warmStarts,
            storage.journal(),
            ring,
            alertHandler.marks(),
            () -> intake.reading().settled(),
            checkpointer,
            publisher,
            failure,
            Math.max(
                settings.stateBytes() / WarmDeployment.BYTES_OF_A_STATE,
                (long) workers * WarmDeployment.LEAST_STATES));
    deployer =
        new Deployer(
            planner,
            publisher,
            intake::contents,
            ring.processed(),
            storage.ruleVersions(),
            warm,
            id -> pending(matchers, id),
            settings.ruleLimits(),
            storage.crashPoints());
    drainWatch =
        new DrainWatch(
            deployer::endDrained, publisher::isClosed, e -> failure.set("drained rules", e));
  }

  private EarlyAnswers earlyAnswers(int workers, long next) {
    return new EarlyAnswers(workers, new RuleErrors(storage.ruleVersions()), next);
  }

  private void stop(RuleFailure failed) throws InterruptedException {
    deployer.stop(failed);
  }

  /** Adds what writes the journal; what tells when something is durable there. */
  private @Nullable Progress journal(Journal journal, long next, long events) {
    if (journal.discards()) {
      return null;
    }
    StageRunner writer =
        ring.firstInLargeBatches("journal", new JournalHandler(journal, next, events));
    return journal.syncMillis() == 0
        ? writer.progress()
        : ring.syncBehind(writer, journal).progress();
  }

  /** What a rule has pending in some workers. Any thread. */
  static Deployment.Pending pending(List<MatchHandler> workers, long stateId) {
    return workers.stream()
        .flatMap(worker -> worker.pendingOf(stateId))
        .map(figures -> new Deployment.Pending(figures.keys(), figures.runs()))
        .reduce(Deployment.Pending.NOTHING, Deployment.Pending::plus);
  }

  private void recover(Recovery recovery, EngineSettings settings) {
    recovery.restoreStates(intake, matchers, alertHandler);
    matchers.forEach(MatchHandler::noteFigures);
    ring.start();
    checkpointWriter.start();
    checkpointer.start(); // a long replay takes checkpoints on its way
    publisher.recovered(recovery.replay(ring, planner, warmStarts, sources, checkpointer));
    recoveredEntries = alertFigures.lastSequence() - recovery.next() + 1;
    long events = intake.reading().events();
    recovery.forgetWhatIsLost(alertFigures.lastSequence(), alertFigures.ordinal(), events);
    alertHandler.replayed(events);
    if (intake.reading().ended()) {
      publisher.close("The input has ended.");
    }
    idleWatch.start();
    // Some may have failed right before the process ended.
    storage.ruleVersions().failures().forEach(failedRules::add);
    failedRules.start();
    if (settings.checkpointIntervalMillis() > 0) {
      drainWatch.start(); // else nothing is put in by the clock
    }
  }

  /**
   * Opens an engine on a store: reads the last checkpoint, replays the journal after it, and is
   * then ready for events. Blocks until the replay is through.
   *
   * @throws io.tripline.engine.port.StorageException if the store is damaged
   */
  public static Engine open(EngineSettings settings, Storage storage, RuleSetReader reader) {
    return open(settings, storage, reader, PastRecords.NONE);
  }

  /**
   * The same.
   *
   * @param records reads events of the past whose types are declared otherwise since, for rules
   *     that are given the past
   */
  public static Engine open(
      EngineSettings settings, Storage storage, RuleSetReader reader, PastRecords records) {
    return open(settings, PredicateSet.Way.BY_NUMBER, storage, reader, records);
  }

  /** The same with a way to evaluate predicates, for tests of that way. */
  static Engine open(
      EngineSettings settings,
      PredicateSet.Way way,
      Storage storage,
      RuleSetReader reader,
      PastRecords records) {
    Recovery recovery = new Recovery(storage, reader);
    WarmStarts warmStarts =
        new WarmStarts(storage, reader, records, settings, way, recovery.fields());
    Engine engine = new Engine(settings, way, storage, recovery, warmStarts);
    try {
      engine.recover(recovery, settings);
    } catch (EngineFailedException e) {
      engine.abandon(e);
      throw e.getCause() instanceof StorageException cause ? cause : e;
    } catch (Throwable e) {
      engine.abandon(e);
      throw e;
    }
    return engine;
  }

  /** The event types known now. Decode against it; {@link #publish} says when it has changed. */
  public Schema schema() {
    return publisher.running().schema();
  }

  /** Outcome of {@link #publish}. */
  public enum Published {
    /** In the ring; {@link #awaitDurable} tells when it is in the journal. */
    ACCEPTED,
    /** Nothing was taken: rules were deployed since the events were decoded; decode them again. */
    STALE_SCHEMA,
    /** Nothing was taken: the ring stayed full for the whole of the patience. */
    FULL
  }

  /**
   * Puts all events of the writer into the ring, in their order and with nothing between them that
   * came from the same call. May be split over ring slots as the ring has room; FULL is only
   * answered while nothing was taken.
   *
   * @param events all of one schema, none larger than {@link EngineSettings#maxEventBytes} ({@code
   *     IllegalArgumentException} otherwise); best given in calls of some 32 KB
   * @param schemaId of the schema that they were decoded against
   * @param patience how long to wait for room; a source that can wait gives a long one
   * @throws EngineFailedException if the engine has stopped on an error
   * @throws IllegalStateException if the engine is closed, or its input has ended
   */
  public Published publish(EventWriter events, int schemaId, Duration patience)
      throws InterruptedException {
    return publisher.publish(events, schemaId, patience);
  }

  /**
   * Publishes an event and asks what the rules say of it. The answer comes once all of them have
   * seen it and it is in the journal, or without waiting for that ({@link
   * EngineSettings#answersEarly}). An event with an id is matched once: who asks again, while the
   * first still waits or within what {@link DecisionLog} remembers, also after a restart, has the
   * same answer. An event of a type without an id is one of its own each time.
   *
   * @param event exactly one; see {@link #publish} for the rest
   * @throws EngineFailedException if the engine has stopped on an error
   * @throws IllegalStateException if the engine is closed, or its input has ended
   */
  public Asked ask(EventWriter event, int schemaId, Duration patience) throws InterruptedException {
    return questions.ask(event, schemaId, patience);
  }

  /**
   * The number of a source, which {@link EventWriter#end} writes into its events. Each source has a
   * watermark of its own, and rules with a lateness wait for the slowest of them; so a source is
   * what brings its events in order, as far as they are. Source 0 is known from the start, and is
   * called {@code default}. A name that is new is known from now on, also after a restart.
   *
   * @param name 1 to 200 characters
   * @throws TooManySourcesException if there are a thousand others
   */
  public int source(String name) {
    if (name.isEmpty() || name.length() > SourceRegistry.LONGEST_NAME) {
      throw new IllegalArgumentException("a source cannot be called \"" + name + "\"");
    }
    int known = sources.find(name);
    return known >= 0 ? known : publisher.source(name);
  }

  /**
   * Lets time pass without an event: a source says that it has come to a time. All follows that
   * would if it brought an event of that time that no rule takes.
   *
   * @param time event time, ms
   * @param patience how long to wait for room
   * @return false if the ring stayed full for the whole of the patience; then nothing was taken
   */
  public boolean timePasses(int source, long time, Duration patience) throws InterruptedException {
    return publisher.time(source, time, patience);
  }

  /**
   * Declares a source idle: nothing waits for it until it brings an event again. Done by the engine
   * itself after {@link EngineSettings#idleMillis}.
   */
  public void idle(int source) {
    publisher.idle(source);
  }

  /** See {@link EngineSettings#maxEventBytes}. */
  public int maxEventBytes() {
    return settings.maxEventBytes();
  }

  /** Whether events are journaled, and so have to bring their raw records. */
  public boolean keepsRecords() {
    return journaled != null;
  }

  /** Blocks until everything that this thread has published so far is in the journal. */
  public void awaitDurable() throws InterruptedException {
    failure.check();
    if (journaled != null) {
      journaled.await(ring.cursor(), Long.MAX_VALUE);
    }
  }

  /** Blocks until everything published so far has been matched and its alerts stored. */
  public void awaitProcessed() throws InterruptedException {
    ring.processed().await(ring.cursor(), Long.MAX_VALUE);
    failure.check();
  }

  /**
   * Makes a rule set run from some point between two events on, in place of its version before.
   * Durable and in effect on return. The same text as the running version changes nothing.
   *
   * @throws DeploymentRefusedException if it does not go together with the other rule sets, or is
   *     larger than the engine allows
   */
  public Deployment deploy(String name, String text, RuleSet ruleSet) throws InterruptedException {
    return deployer.deploy(name, text, ruleSet, Options.USUAL);
  }

  /** With what states new rules and windows begin. */
  public enum Start {
    /** With none. */
    COLD,
    /**
     * With those that they would have, had they been there before: what the journal still has is
     * given to them, beside the stream, and without alerts. Takes as long as that takes.
     */
    WARM,
    /**
     * With none; but rules that are changed or gone, so that their states go, complete first what
     * they have begun, and begin nothing more.
     */
    DRAIN
  }

  /**
   * The same with a choice of how new rules begin.
   *
   * @throws DeploymentRefusedException also if they cannot be given the past, for a reason that its
   *     message tells
   */
  public Deployment deploy(String name, String text, RuleSet ruleSet, Options options)
      throws InterruptedException {
    return deployer.deploy(name, text, ruleSet, options);
  }

  /**
   * What a deployment would do now: its version, and what would become of each rule and of what it
   * has pending. Nothing happens; its sequence is −1. What new rules would be given of the past is
   * not worked out.
   *
   * @throws DeploymentRefusedException as the deployment would
   */
  public Deployment foresee(String name, String text, RuleSet ruleSet, Options options)
      throws InterruptedException {
    return deployer.foresee(name, text, ruleSet, options);
  }

  /**
   * How a rule set takes effect.
   *
   * @param start with what states new rules begin
   * @param mode of all its rules; null if rules keep those that they have, and new ones get that of
   *     the set: live if it is new
   * @param restores the version whose text it is, if it is brought back; for those who read what
   *     was deployed
   * @param expected asked of the version that runs before, {@link RuleSetVersion#NONE} if none
   *     does; see {@link OtherVersionException}
   */
  public record Options(Start start, @Nullable RuleMode mode, int restores, IntPredicate expected) {
    /** Without states, in the modes that there are, and whatever runs. */
    public static final Options USUAL =
        new Options(Start.COLD, null, RuleSetVersion.NONE, version -> true);

    public Options with(Start other) {
      return new Options(other, mode, restores, expected);
    }

    public Options with(@Nullable RuleMode other) {
      return new Options(start, other, restores, expected);
    }

    public Options restoring(int version) {
      return new Options(start, mode, version, expected);
    }

    public Options expecting(IntPredicate version) {
      return new Options(start, mode, restores, version);
    }
  }

  /**
   * Changes the modes of running rules, at some place between two events. Durable and in effect on
   * return. No rule loses a state by it.
   *
   * @return empty if there is no such rule set, or no such rule in it
   */
  public Optional<Modes> change(String ruleSet, RuleModes.Change change)
      throws InterruptedException {
    return deployer.change(ruleSet, change);
  }

  /**
   * The modes of a rule set after a change.
   *
   * @param rules all of the set
   * @param changed whether they were others before
   */
  public record Modes(String ruleSet, List<String> rules, RuleModes modes, boolean changed) {}

  /**
   * Takes a rule set away, likewise.
   *
   * @return empty if there was none
   */
  public Optional<Deployment> undeploy(String name) throws InterruptedException {
    return undeploy(name, Options.USUAL.expected());
  }

  /**
   * The same, if the version that runs is as expected.
   *
   * @param expected as in {@link Options}
   * @throws OtherVersionException if another version runs, or none
   */
  public Optional<Deployment> undeploy(String name, IntPredicate expected)
      throws InterruptedException {
    return deployer.undeploy(name, expected);
  }

  /**
   * Changes a list or a table, at some place between two events. Durable and in effect on return:
   * every event that is published after it sees it.
   *
   * @param by who changes it, for those who read it; may be empty
   * @return false if the list or table is not declared, or no longer as {@link Change#form} has it;
   *     then nothing was changed
   * @throws EngineFailedException if the engine has stopped on an error
   * @throws IllegalStateException if the engine is closed, or its input has ended
   */
  public boolean change(Change change, String by) throws InterruptedException {
    long now = System.currentTimeMillis(); // for people only
    return deployer.between(
        () -> {
          long at =
              publisher.put(
                  () ->
                      publisher.isDeclared(change.form())
                          ? putUndivided(change, by, now)
                          : REFUSED);
          if (at != REFUSED) {
            ring.processed().await(at, Long.MAX_VALUE);
          }
          return at != REFUSED;
        });
  }

  /** Puts the pieces of a change in, with no other change and no barrier between them. */
  private long putUndivided(Change change, String by, long now) {
    checkpointer.hold();
    try {
      change.encode(
          by, now, entry -> ring.put(EntryKind.CONTENTS, entry, 0, entry.length, 1, null));
      return ring.cursor();
    } finally {
      checkpointer.resume();
    }
  }

  /** The greatest event time so far, ms; {@code Long.MIN_VALUE} before the first event. */
  public long clock() {
    return intake.reading().clock();
  }

  /**
   * What rules and windows that run keep for a key, as of the last checkpoint.
   *
   * @param parts by the names that rules give them after {@code by}, as JSON text has them
   * @return empty if none of them has a key of these names, and values of these types
   * @throws StorageException if the store cannot be read
   */
  public Optional<KeyReading> readKey(Map<String, String> parts, StoredStates.Settings settings) {
    return new KeyReader(storage.states(), publisher::running).read(parts, settings);
  }

  /** The lists and tables that the running rule sets declare, by name. */
  public Map<String, Contents> contents() {
    return intake.contents();
  }

  /**
   * What a deployment did.
   *
   * @param modes that its rules have now
   * @param warm what rules were given of the past; null if none were
   */
  public record Deployment(
      String name,
      int version,
      long sequence,
      List<RuleChange> rules,
      RuleModes modes,
      @Nullable Warm warm) {
    /**
     * What new rules and windows were given.
     *
     * @param since event time, ms: what came after it; empty if that is all that ever came
     * @param events how many they took
     * @param unreadable events that they would have taken, but whose records do not fit what their
     *     type is declared as now
     * @param states of keys: one for each key and each rule or window that has something of it
     * @param complete whether nothing that came before could make a difference
     */
    public record Warm(
        OptionalLong since, long events, long unreadable, long states, boolean complete) {}

    /**
     * What is pending of a rule.
     *
     * @param keys with anything that it remembers
     * @param partialMatches of all of them, those included whose time is over and that are not
     *     cleared away yet
     */
    public record Pending(long keys, long partialMatches) {
      public static final Pending NOTHING = new Pending(0, 0);

      Pending plus(Pending other) {
        return new Pending(keys + other.keys, partialMatches + other.partialMatches);
      }
    }

    /**
     * What became of a rule.
     *
     * @param rule its name; {@code set.rule} for one of another rule set that this deployment has
     *     taken states from; {@code rule@version} for one that has drained until now
     * @param newWindows whether it reads windows or features that begin with this deployment
     * @param had what was pending before: it goes on or is dropped, as the kind says
     * @param warm what it begins with of the past; null if it was given none
     */
    public record RuleChange(
        String rule, Kind kind, boolean newWindows, Pending had, @Nullable Pending warm) {
      public RuleChange(String rule, Kind kind) {
        this(rule, kind, false);
      }

      public RuleChange(String rule, Kind kind, boolean newWindows) {
        this(rule, kind, newWindows, Pending.NOTHING, null);
      }
    }

    /** See {@link RuleChange}. */
    public enum Kind {
      NEW,
      /** It is the same as before, and goes on with its states. */
      KEPT,
      /** It has changed in what its states do not depend on, and goes on with them. */
      CARRIED_OVER,
      /** Its states are dropped, as they mean nothing to what it is now. */
      RESET,
      /** It is no more, nor are its states. */
      GONE,
      /**
       * As it was, it completes what it has begun, and begins nothing more. What it is now, if it
       * is there, begins without states.
       */
      DRAINING
    }
  }

  /** A rule set that is running. */
  public record RunningRuleSet(
      String name, int version, String text, RuleSet ruleSet, RuleModes modes) {}

  /** The rule sets that are running, sorted by name. */
  public List<RunningRuleSet> ruleSets() {
    return publisher.running().deployed().stream()
        .map(
            set ->
                new RunningRuleSet(
                    set.name(), set.version(), set.text(), set.ruleSet(), set.modes()))
        .toList();
  }

  /**
   * Prepares to run a rule set over the past, beside what runs. Nothing of the engine changes by
   * it.
   *
   * @param version that its alerts have
   * @param contentsAsNow whether lists and tables begin with what they hold now, and stay so; else
   *     they are as they were
   * @param alerts given each alert of it once, in their order, by whoever runs it
   * @throws DeploymentRefusedException if the rules are larger than the engine allows
   */
  public Backtest backtest(
      String name, int version, RuleSet ruleSet, boolean contentsAsNow, Consumer<Alert> alerts) {
    return Backtest.of(
        warmStarts.past(alertHandler.marks(), intake.contents(), intake.reading().clock()),
        name,
        version,
        ruleSet,
        publisher.running().deployed(),
        settings,
        contentsAsNow,
        alerts);
  }

  /** Takes rules out of the stream that have drained, which is done by the clock otherwise. */
  void endDrained() throws InterruptedException {
    deployer.endDrained();
  }

  /** Takes a checkpoint now and waits for it. */
  public void checkpoint() throws InterruptedException {
    publisher.put(checkpointer::send).awaitWritten();
  }

  /**
   * Ends a finite input: moves the watermark to infinity, so that all that time can still complete
   * does, and waits until it is processed. For backtests.
   */
  public void endOfInput() throws InterruptedException {
    long at =
        publisher.putLast(
            "The input has ended.", () -> ring.put(EntryKind.END, new byte[0], 0, 0, 1, null));
    ring.processed().await(at, Long.MAX_VALUE);
  }

  /** Calls the listener, on an engine thread, after alerts were stored; it must return at once. */
  public void onAlertsStored(Runnable listener) {
    listeners.add(listener);
  }

  /** Whether it runs, and how far it has come. */
  public EngineHealth health() {
    TimeReading time = intake.reading();
    return new EngineHealth(
        time.events(),
        time.counts().late(),
        alertFigures.lastSequence(),
        time.clock(),
        alertFigures.alerts(),
        failure.message());
  }

  /** Figures as of now, also of every rule. */
  public EngineStats stats() {
    TimeReading time = intake.reading();
    List<EngineStats.RuleStats> rules = new ArrayList<>();
    List<EngineStats.RuleCost> costs = new ArrayList<>();
    Running running = publisher.running();
    Map<Long, List<PendingFigures>> pendingOf = new HashMap<>();
    matchers.forEach(matcher -> matcher.addPending(pendingOf));
    for (Running.Set set : running.deployed()) {
      for (RunningRule rule : set.rules()) {
        List<PendingFigures> pending = pendingOf.getOrDefault(rule.stateId(), List.of());
        String failed = set.modes().failed().get(rule.name());
        costs.add(
            new EngineStats.RuleCost(
                rule.ruleSet(),
                rule.name(),
                pending.stream().mapToLong(each -> each.cost().events()).sum(),
                pending.stream().mapToLong(each -> each.cost().nanos()).sum(),
                pending.stream().mapToLong(each -> each.cost().bytes(each.keys())).sum()));
        RuleFigures ofRule = figures.of(rule.ruleSet(), rule.name());
        rules.add(ofRule.read(rule, failed, pending, running.schema()));
      }
    }
    return new EngineStats(
        alertFigures.lastSequence(),
        time.events(),
        time.clock(),
        time.stats(),
        intake.ids(),
        ring.used(),
        ring.size(),
        keyStats(),
        alertFigures.checkpoints(pauses(WorkerCheckpoints::pauses)),
        Durations.together(workerRunners.stream().map(StageRunner::handOvers).toList()),
        recoveredEntries,
        alertFigures.alerts(),
        alertFigures.inShadow(),
        rules,
        draining(running),
        decided.read(questions.waiting()),
        new EngineStats.FlowStats(alertFigures.latencies(), sources.flows(), costs),
        failure.message());
  }

  private List<EngineStats.DrainStats> draining(Running running) {
    return running.draining().stream()
        .flatMap(set -> set.rules().stream())
        .map(
            rule -> {
              Deployment.Pending left = pending(matchers, rule.stateId());
              return new EngineStats.DrainStats(
                  rule.ruleSet(), rule.name(), rule.version(), left.keys(), left.partialMatches());
            })
        .toList();
  }

  private EngineStats.KeyStats keyStats() {
    return new EngineStats.KeyStats(
        matchers.stream().mapToLong(MatchHandler::keyStates).sum(),
        matchers.stream().mapToLong(MatchHandler::keyBytes).sum(),
        matchers.stream().anyMatch(MatchHandler::isPartial),
        pauses(WorkerCheckpoints::memoryWaits));
  }

  private EngineStats.Durations pauses(Function<WorkerCheckpoints, Durations> which) {
    return Durations.together(matchers.stream().map(MatchHandler::checkpoints).map(which).toList());
  }

  /** Stops as after a crash. */
  private void abandon(Throwable because) {
    failure.set("recovery", because);
    idleWatch.stop();
    failedRules.stop();
    drainWatch.stop();
    checkpointer.stop();
    ring.stop();
    checkpointWriter.stop();
  }

  private void stop() {
    boolean failedBefore = failure.isSet();
    idleWatch.stop();
    failedRules.stop();
    drainWatch.stop();
    checkpointer.stop();
    publisher.close("The engine is closed.");
    try {
      if (!failedBefore) {
        // What nothing can be recovered from needs no checkpoint.
        if (!storage.journal().discards() && checkpointer.isDue()) {
          checkpointer.send();
        }
        ring.processed().awaitUninterruptibly(ring.cursor());
        // Workers go on handing over until nothing is left, also while they are being stopped.
      }
    } finally {
      ring.stop();
      checkpointWriter.stop();
    }
    if (!failedBefore) {
      failure.check();
    }
  }

  /** Stops: takes no more events, works off the ring, takes a last checkpoint. */
  @Override
  public void close() {
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        stop();
      }
    } finally {
      closing.unlock();
    }
  }
}
