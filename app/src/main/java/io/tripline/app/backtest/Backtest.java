package io.tripline.app.backtest;

import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Change;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineFailedException;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.pipeline.EngineStats;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.Storage;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.FileIngest;
import io.tripline.ingest.file.FileProgress;
import io.tripline.ingest.file.ProgressListener;
import io.tripline.ingest.file.RejectedConsumer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** One run of recorded events through rules, in memory. */
public final class Backtest {
  /**
   * Some 2 MB of events between source and rules: as much as stays in a core's cache, and enough
   * that neither waits for the other at each turn.
   */
  private static final int RING_SIZE = 64;

  private final String name;
  private final RuleSet ruleSet;
  private final List<Change> contents;
  private final EngineSettings settings;

  /**
   * @param name of the rule set; the alerts' ids depend on it
   * @param contents what lists and tables hold before the first event
   * @param settings of the engine, without checkpoints; its ring is made small
   */
  public Backtest(String name, RuleSet ruleSet, List<Change> contents, EngineSettings settings) {
    this.name = name;
    this.contents = List.copyOf(contents);
    this.ruleSet = ruleSet;
    this.settings = settings.withRingSize(Math.min(settings.ringSize(), RING_SIZE));
  }

  /**
   * What came of it.
   *
   * @param progress of the ingest at its end
   * @param stats of the engine at its end
   * @param decides whether any of the rules decides
   * @param nanos from the start of the engine to its rest
   */
  public record Result(FileProgress progress, EngineStats stats, boolean decides, long nanos) {}

  /**
   * Runs to the end of the input.
   *
   * @param alerts gets the alerts as JSON lines, in their one order, on a thread of the engine; not
   *     closed
   * @param showPii whether values are written that are personal data
   * @throws IOException if the alerts cannot be written
   * @throws WrongUseException if the input cannot be read to its end
   * @throws io.tripline.engine.pipeline.DeploymentRefusedException if the rules cannot run
   */
  public Result run(
      List<EventFile> files,
      OutputStream alerts,
      boolean showPii,
      RejectedConsumer rejected,
      ProgressListener listener)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    AlertLines lines = new AlertLines(alerts, showPii);
    try (Storage storage = MemoryStorage.passing(lines);
        Engine engine = Engine.open(settings, storage, noRecovery())) {
      engine.deploy(name, "", ruleSet);
      for (Change change : contents) {
        engine.change(change, "");
      }
      FileProgress progress = ingest(engine, files, rejected, listener);
      engine.endOfInput();
      boolean decides = ruleSet.rules().stream().anyMatch(rule -> rule.decision() != null);
      return new Result(progress, engine.stats(), decides, System.nanoTime() - start);
    } catch (EngineFailedException e) {
      IOException failure = lines.failure();
      if (failure != null) {
        throw failure;
      }
      throw new FailedException("the engine has stopped: " + e.getMessage(), e);
    }
  }

  private static FileProgress ingest(
      Engine engine, List<EventFile> files, RejectedConsumer rejected, ProgressListener listener)
      throws InterruptedException {
    try {
      return new FileIngest(engine).run(files, rejected, listener);
    } catch (IOException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }

  private static RuleSetReader noRecovery() {
    return (ruleSetName, text) -> {
      throw new IllegalStateException("a backtest starts from nothing");
    };
  }
}
