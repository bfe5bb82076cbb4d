package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.port.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An engine that is fed with words, in which every event type has the fields {@code id}, {@code
 * time} and {@code k}, and time is in milliseconds:
 *
 * <pre>
 *   a1@10        an event of type A with the id a1, at time 10, of the key k
 *   a1@10/x      the same, of the key x
 *   s:a1@10      the same, from the source s
 *   s:time@10    the source s says that it has come to time 10; likewise without a source
 *   s:idle       the source s is silent
 *   checkpoint   a checkpoint is taken
 *   restart      the engine is closed, and opened with another number of workers
 *   crash        the engine is left as it is, and opened on what the store held
 *   end          the input is at its end
 *   +l/x  -l/x   a list or a table is changed; see {@link TestContents}
 * </pre>
 */
final class Timeline implements AutoCloseable {
  private static final String SET = "set";
  private static final Duration LONG = Duration.ofMinutes(5);

  private final EventWriter writer = new EventWriter();
  private EngineSettings settings;
  private MemoryStorage storage;
  private Engine engine;

  private Timeline(Storage store, MemoryStorage storage, EngineSettings settings) {
    this.settings = settings;
    this.storage = storage;
    this.engine = open(store);
  }

  /** An engine with one worker. */
  static Timeline of(String rules) throws InterruptedException {
    return of(rules, TestEngine.settings(1));
  }

  static Timeline of(String rules, EngineSettings settings) throws InterruptedException {
    MemoryStorage storage = MemoryStorage.keeping();
    return on(storage, storage, settings).deploy(rules);
  }

  /**
   * An engine on a store of its own, as it is.
   *
   * @param store what the engine is given
   * @param storage what is behind it
   */
  static Timeline on(Storage store, MemoryStorage storage, EngineSettings settings) {
    return new Timeline(store, storage, settings);
  }

  /** What a rule set of these declarations finds in a stream, of which this is the end. */
  static List<String> alerts(String rules, String words) throws InterruptedException {
    try (Timeline timeline = of(rules)) {
      return timeline.feed(words).alerts();
    }
  }

  /** Declares a type as all are here. */
  static String type(String name, String time) {
    return "event %s { id string @id  time timestamp @time%s  k string }\n".formatted(name, time);
  }

  static RuleSet read(String text) {
    Compilation compiled = RuleCompiler.compile(List.of(new SourceFile("set.trip", text)));
    assertThat(compiled.diagnostics()).isEmpty();
    return Poison.in(Objects.requireNonNull(compiled.ruleSet()));
  }

  private Engine open(Storage store) {
    return Engine.open(settings, store, (name, text) -> read(text));
  }

  /** Entries so far. */
  int entries() {
    return (int) engine.stats().lastSequence() + 1;
  }

  Timeline deploy(String rules) throws InterruptedException {
    deployed(rules);
    return this;
  }

  Engine.Deployment deployed(String rules) throws InterruptedException {
    return engine.deploy(SET, rules, read(rules));
  }

  Engine.Deployment deployWarm(String rules) throws InterruptedException {
    return engine.deploy(SET, rules, read(rules), Engine.Options.USUAL.with(Engine.Start.WARM));
  }

  Engine.Deployment deployDraining(String rules) throws InterruptedException {
    return engine.deploy(SET, rules, read(rules), Engine.Options.USUAL.with(Engine.Start.DRAIN));
  }

  /** Gives a rule a mode, or all if it is null. */
  Timeline mode(@Nullable String rule, String mode) throws InterruptedException {
    return change(new RuleModes.Change.To(rule, RuleMode.parse(mode).orElseThrow()));
  }

  Timeline pause(@Nullable String rule) throws InterruptedException {
    return change(new RuleModes.Change.Pause(rule));
  }

  Timeline resume(@Nullable String rule) throws InterruptedException {
    return change(new RuleModes.Change.Resume(rule));
  }

  private Timeline change(RuleModes.Change change) throws InterruptedException {
    assertThat(engine.change(SET, change)).isPresent();
    return this;
  }

  Timeline undeploy() throws InterruptedException {
    engine.undeploy(SET);
    return this;
  }

  Timeline feed(String words) throws InterruptedException {
    for (String word : words.split("\\s+")) {
      if (!word.isEmpty()) {
        feedWord(word);
      }
    }
    if (!words.contains("end")) {
      engine.awaitProcessed();
    }
    return this;
  }

  private void feedWord(String word) throws InterruptedException {
    if ("+-=".indexOf(word.charAt(0)) >= 0) {
      TestContents.apply(engine, word);
      return;
    }
    int colon = word.indexOf(':');
    int source = colon < 0 ? 0 : engine.source(word.substring(0, colon));
    String what = word.substring(colon + 1);
    switch (what) {
      case "idle" -> engine.idle(source);
      case "checkpoint" -> engine.checkpoint();
      case "restart" -> {
        engine.close();
        reopen();
      }
      case "crash" -> {
        engine.awaitProcessed();
        MemoryStorage left = storage.copy();
        engine.close();
        storage = left;
        reopen();
      }
      case "end" -> engine.endOfInput();
      default -> {
        if (what.startsWith("time@")) {
          long time = Long.parseLong(what.substring("time@".length()));
          assertThat(engine.timePasses(source, time, LONG)).isTrue();
        } else {
          writer.clear();
          write(writer, engine.schema(), source, what);
          assertThat(engine.publish(writer, engine.schema().id(), LONG))
              .isEqualTo(Published.ACCEPTED);
        }
      }
    }
  }

  private void reopen() {
    settings =
        new EngineSettings(
                1 + settings.workers() % 4,
                settings.ringSize(),
                0,
                settings.maxRunsPerKey(),
                settings.stateBytes(),
                settings.maxEventBytes())
            .withTime(0, settings.maxHeldEvents())
            .withRememberedIds(settings.maxRememberedIds());
    engine = open(storage);
  }

  /** Writes the event of a word, as of a source. */
  static void write(EventWriter writer, Schema schema, int source, String word) {
    String[] parts = word.split("[@/]");
    String id = parts[0];
    EventLayout layout = schema.get(id.substring(0, 1).toUpperCase(Locale.ROOT));
    writer.begin(layout);
    text(writer, layout.type().indexOf("id"), id);
    writer.setLong(layout.type().timeField(), Long.parseLong(parts[1]));
    text(writer, layout.type().indexOf("k"), parts.length > 2 ? parts[2] : "k");
    byte[] raw = id.getBytes(StandardCharsets.UTF_8);
    writer.end(source, raw, 0, raw.length);
  }

  private static void text(EventWriter writer, int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, utf8, 0, utf8.length);
  }

  Engine engine() {
    return engine;
  }

  EngineStats.TimeStats time() {
    return engine.stats().time();
  }

  /** The store as it is now. */
  MemoryStorage storage() {
    return storage;
  }

  /**
   * All alerts so far: {@code rule@time/key a1 b2}, without the key {@code k}; those in shadow with
   * a {@code ~} before them.
   */
  List<String> alerts() {
    return storage.alerts().all().stream().map(Timeline::text).toList();
  }

  private static String text(Alert alert) {
    String key =
        alert.key().stream()
            .map(part -> part.value() instanceof Value.Text(String text) ? text : "")
            .filter(part -> !part.equals("k"))
            .collect(Collectors.joining(","));
    String ids =
        alert.match().stream()
            .flatMap(binding -> binding.ids().stream())
            .collect(Collectors.joining(" "));
    return (alert.inShadow() ? "~" : "")
        + alert.rule()
        + "@"
        + alert.time()
        + (key.isEmpty() ? "" : "/" + key)
        + " "
        + ids;
  }

  @Override
  public void close() {
    engine.close();
  }
}
