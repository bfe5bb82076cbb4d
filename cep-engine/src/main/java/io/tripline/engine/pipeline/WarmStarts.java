package io.tripline.engine.pipeline;

import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.Storage;
import io.tripline.engine.predicate.PredicateSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes what begins with a deployment as if it had been there before: from what the journal still
 * has. The same place, rules and journal give the same states, so a replay makes them again.
 */
final class WarmStarts {
  private final Storage storage;
  private final RuleSetReader reader;
  private final PastRecords records;
  private final EngineSettings settings;
  private final PredicateSet.Way way;
  private final Schema.Fields fields;

  WarmStarts(
      Storage storage,
      RuleSetReader reader,
      PastRecords records,
      EngineSettings settings,
      PredicateSet.Way way,
      Schema.Fields fields) {
    this.storage = storage;
    this.reader = reader;
    this.records = records;
    this.settings = settings;
    this.way = way;
    this.fields = fields;
  }

  /**
   * What a backtest takes from the engine.
   *
   * @param clock event time, ms: the greatest so far
   */
  Backtest.Past past(TimeMarks marks, Map<String, Contents> contents, long clock) {
    return new Backtest.Past(storage, reader, records, marks, contents, clock);
  }

  /**
   * What to read for what a deployment begins.
   *
   * @param from where that begins
   * @param complete whether nothing that is older can make a difference
   */
  record Choice(TimeMarks.Mark from, boolean complete) {}

  /**
   * Chooses from where to read.
   *
   * @param target what runs after the deployment
   * @param settled see {@link TimeReading#settled}
   * @return null if nothing begins
   * @throws DeploymentRefusedException if what would be needed is not there any more
   */
  @Nullable Choice choose(Running current, Running target, TimeMarks marks, long settled) {
    WarmPart part = new WarmPart(current, target);
    if (part.isEmpty()) {
      return null;
    }
    Journal.Block oldest = storage.journal().blockAt(0);
    long first = oldest == null ? 0 : oldest.firstSequence();
    List<EntryForm> forms = part.forms();
    if (first > 0 && !forms.isEmpty()) {
      throw new DeploymentRefusedException(
          "What lists and tables held before is not known any more, as the journal does not reach"
              + " back to its beginning; so the rules that look things up in "
              + forms.getFirst().name()
              + " cannot be given the past. Deploy them without a warm start.",
          null);
    }
    long reach = part.reach();
    boolean all = reach == WarmPart.ENDLESS || forms.stream().anyMatch(WarmStarts::isFollowing);
    long time = all ? Long.MIN_VALUE : SourceClocks.before(settled, reach);
    TimeMarks.Mark mark = marks.before(time, first);
    if (mark == null) {
      throw new DeploymentRefusedException(
          "The journal has nothing of before the last checkpoint that could be read again. Deploy"
              + " without a warm start.",
          null);
    }
    boolean complete = mark.sequence() == 0 || !all && mark.time().clock() <= time;
    return new Choice(mark, complete);
  }

  private static boolean isFollowing(EntryForm form) {
    return form.followedType() != null;
  }

  /**
   * Prepares the states that a plan starts with, of which nothing is made yet but the contents of
   * lists and tables.
   *
   * @param from where that begins which is read
   * @param pace called now and then while the journal is read
   */
  WarmStart prepare(Running current, DeploymentPlan plan, TimeMarks.Mark from, Runnable pace) {
    WarmPart part = new WarmPart(current, plan.target());
    Running running = part.running();
    List<EntryForm> forms = part.forms();
    WarmRun run = new WarmRun(running, from.time(), fields, way, settings);
    PastEntries entries =
        new PastEntries(
            storage.journal(),
            from.sequence(),
            new PastSchemas(storage.ruleVersions(), reader, fields, from.sequence()),
            plan.target().schema(),
            PastEntries.typesFor(running, plan.target().schema(), forms),
            forms,
            records,
            run,
            new PastEntries.End.Deployment(plan.entry()),
            pace);
    entries.readContentsBefore();
    run.start();
    WarmStart start = new WarmStart(run, entries, part.begins(), settings.workers());
    plan.startWarm(from, start);
    return start;
  }
}
