package io.tripline.app.crash;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.ReadEntry;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.event.EventView;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.port.Storage;
import io.tripline.ingest.BodyForm;
import io.tripline.ingest.EventIntake;
import io.tripline.ingest.EventQuestions;
import io.tripline.ingest.IntakeResult;
import io.tripline.ingest.IntakeSettings;
import io.tripline.ingest.contents.EntryFormat;
import io.tripline.ingest.contents.EntryReader;
import io.tripline.rest.json.AlertJson;
import io.tripline.rest.json.EntryJson;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import io.tripline.state.StoredAlert;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process with an engine on a store, which takes its steps one after the other and ends itself in
 * the middle of some write. It says on its standard output what was answered to whoever took a step
 * ({@code step}, {@code answer}), what it found at its start ({@code found}), where it ended
 * ({@code kill}), and, at the end of all steps, what there is ({@code alert}, {@code entry}).
 */
final class KilledEngine {
  static final String SET = "crashed";

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Engine engine;
  private final List<Step> steps;
  private final EventIntake intake;
  private final EventQuestions questions;

  KilledEngine(Engine engine, Storage storage, List<Step> steps) {
    this.engine = engine;
    this.steps = steps;
    IntakeSettings settings = IntakeSettings.defaults().withMaxAhead(Duration.ZERO);
    intake = new EventIntake(engine, storage.rejected(), settings);
    questions = new EventQuestions(engine, intake, storage.rejected(), settings);
  }

  /**
   * Arguments: folder, seed, how many steps there are, how many were answered, workers, when to end
   * ({@code never}; {@code upload}, from the next large change on; {@code any}, or the name of a
   * port whose writes are counted, from the start on), at which write, and whether after it.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<Step> steps = Step.of(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    int from = Integer.parseInt(arguments[3]);
    // The ring is small, so that there are many writes.
    EngineSettings settings =
        new EngineSettings(Integer.parseInt(arguments[4]), 4, 0, 1_000, 1L << 30, 1 << 16);
    int write = Integer.parseInt(arguments[6]);
    boolean after = Boolean.parseBoolean(arguments[7]);
    try (RocksStorage rocks = RocksStorage.open(folder, StoreSettings.defaults())) {
      KillingStorage killing = new KillingStorage(rocks);
      String when = arguments[5];
      boolean armed = when.equals("upload");
      if (!armed && !when.equals("never")) {
        killing.killAt(when.equals("any") ? "" : when, write, after);
      }
      try (Engine engine = Engine.open(settings, killing.storage(), KilledEngine::compile)) {
        AtomicBoolean waits = new AtomicBoolean(armed);
        KilledEngine self = new KilledEngine(engine, killing.storage(), steps);
        self.takeAll(
            from,
            step -> {
              if (step.isLarge() && waits.getAndSet(false)) {
                killing.killAt("", write, after);
              }
            });
        self.tellAll(rocks);
      }
    }
  }

  /** Takes the steps from the first that nobody has answered to. */
  void takeAll(int from, Consumer<Step> before) throws Exception {
    boolean taken = from < steps.size() && isTaken(from);
    for (int i = from; i < steps.size(); i++) {
      before.accept(steps.get(i));
      take(steps.get(i), i == from && taken);
      say("step " + i);
    }
    askAgain();
    engine.awaitProcessed();
  }

  /** Says what there is after all steps. */
  void tellAll(RocksStorage rocks) {
    rocks.alertReader().list(0, Integer.MAX_VALUE).forEach(KilledEngine::tell);
    contents(true).forEach((name, entry) -> say("entry " + name + " " + entry));
  }

  static RuleSet compile(String name, String text) {
    return Objects.requireNonNull(
        RuleCompiler.compile(List.of(new SourceFile(name, text))).ruleSet());
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void tell(StoredAlert stored) {
    StringBuilder line = new StringBuilder("alert ");
    AlertJson.append(stored.alert(), line);
    say(line + " " + stored.suppressed());
  }

  /** Whether the step that nobody has answered to is there; what was answered must be. */
  private boolean isTaken(int from) {
    Step step = steps.get(from);
    long events = steps.subList(0, from).stream().filter(Step::isEvent).count();
    long more = engine.stats().events() - events;
    if (more != 0 && (more != 1 || !step.isEvent())) {
      throw new AssertionError(more + " events more than the " + events + " that were answered");
    }
    SortedMap<String, String> found = contents(false);
    boolean before = found.equals(Step.contentsAfter(steps, from));
    if (!before && !found.equals(Step.contentsAfter(steps, from + 1))) {
      throw new AssertionError("half a change, or less than was answered: " + step.name());
    }
    if (step.isLarge()) {
      say("found " + (before ? "nothing" : "all"));
    }
    return more == 1;
  }

  /** The value of each entry, by its list's or table's name and its key. */
  private SortedMap<String, String> contents(boolean withFollowed) {
    SortedMap<String, String> read = new TreeMap<>();
    for (Contents contents : engine.contents().values()) {
      String name = contents.form().name();
      if (withFollowed || !name.equals("tiers")) {
        for (ReadEntry entry : contents.list(null, Integer.MAX_VALUE, engine.clock())) {
          JsonNode json = JSON.readTree(EntryJson.one(entry, true));
          boolean isTable = contents.form().isTable();
          read.put(
              name + "/" + json.path(isTable ? "card" : "value").asString(),
              json.path(name.equals("limits") ? "daily" : "tier").asString(""));
        }
      }
    }
    return read;
  }

  /**
   * Does what the step says.
   *
   * @param taken whether its event is there already
   */
  private void take(Step step, boolean taken) throws Exception {
    byte[] body = step.body().getBytes(StandardCharsets.UTF_8);
    switch (step.kind()) {
      case DEPLOY -> engine.deploy(SET, step.body(), compile(SET, step.body()));
      case EVENT -> {
        if (!taken) {
          int accepted = intake.accept(body, body.length, BodyForm.JSON, "test").accepted();
          check(accepted == 1, step.body());
        }
      }
      case ASK -> ask(body, taken);
      case WRONG -> {
        IntakeResult outcome = intake.accept(body, body.length, BodyForm.JSON, "test");
        check(outcome.accepted() == 0, step.body());
      }
      case FILL, ADD, REMOVE -> change(step, body);
      case MODE -> check(engine.change(SET, modeChange(step)).isPresent(), step.name());
      case CHECKPOINT -> engine.checkpoint();
    }
  }

  private static RuleModes.Change modeChange(Step step) {
    String rule = step.name().isEmpty() ? null : step.name();
    return switch (step.body()) {
      case "pause" -> new RuleModes.Change.Pause(rule);
      case "resume" -> new RuleModes.Change.Resume(rule);
      default -> new RuleModes.Change.To(rule, RuleMode.parse(step.body()).orElseThrow());
    };
  }

  private void change(Step step, byte[] body) throws Exception {
    Contents contents = Objects.requireNonNull(engine.contents().get(step.name()));
    Change change = new Change(contents.form(), step.kind() == Step.Kind.FILL);
    EntryReader reader = new EntryReader(change);
    if (step.kind() == Step.Kind.REMOVE) {
      EventView key = Objects.requireNonNull(reader.key(step.body(), null));
      change.remove(key, contents.form().ofKeys());
    } else {
      read(reader, body);
    }
    check(engine.change(change, "test"), step.name());
  }

  private static void read(EntryReader reader, byte[] body) throws IOException {
    reader.read(new ByteArrayInputStream(body), EntryFormat.JSON_LINES);
    check(reader.wrongCount() == 0, reader.wrong().toString());
  }

  private void ask(byte[] body, boolean taken) throws Exception {
    EventQuestions.Outcome outcome = questions.ask(body, body.length, 0, "test", LONG);
    if (!(outcome instanceof EventQuestions.Outcome.Answering answering)) {
      throw new AssertionError(outcome);
    }
    check(answering.asked().again() == taken, "matched again, or never: " + answering.asked().id());
    Answer answer = answering.asked().answer().get(LONG.toSeconds(), TimeUnit.SECONDS);
    say("answer " + answer);
  }

  private void askAgain() throws Exception {
    for (Step step : steps) {
      if (step.kind() == Step.Kind.ASK) {
        ask(step.body().getBytes(StandardCharsets.UTF_8), true);
      }
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
