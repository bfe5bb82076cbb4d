package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.PendingState;
import io.tripline.engine.match.RuleCounters;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.match.Workbench;
import io.tripline.engine.pipeline.StoredStates.Settings;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the states of a rule with its own matcher, which is given no event. */
final class RuleStateReader implements StateReader {
  private static final RuleCounters NOTHING_HAPPENS =
      new RuleCounters() {
        @Override
        public void evaluationError(Place place, String what) {}

        @Override
        public void runsDropped(int count) {}

        @Override
        public void matchesLimited() {}
      };

  private final RunningRule rule;
  private final Schema schema;
  private final Workbench workbench;
  private final Settings settings;
  private final RuleKey key;

  /** Made with the first state: it takes a compiler. */
  private @Nullable RuleMatcher matcher;

  RuleStateReader(RunningRule rule, Schema schema, Workbench workbench, Settings settings) {
    this.rule = rule;
    this.schema = schema;
    this.workbench = workbench;
    this.settings = settings;
    this.key = RuleKey.of(rule.rule(), schema);
  }

  @Override
  public String name() {
    return "rule " + StoredStates.name(rule);
  }

  private RuleMatcher matcher() {
    RuleMatcher made = matcher;
    if (made == null) {
      made =
          new RuleMatcher(
              rule.program(), schema, Integer.MAX_VALUE, NOTHING_HAPPENS, workbench, null);
      matcher = made;
    }
    return made;
  }

  @Override
  public StoredState tell(KeyName of, KeyState stored) {
    RuleMatcher reader = matcher();
    int state = reader.decode(stored.value());
    if (state == StateHeap.NONE) {
      throw new IllegalArgumentException("it holds nothing");
    }
    try {
      PendingState holds = reader.tell(state, settings.most(), settings.showPii());
      return new StoredState.OfRule(
          StoredStates.name(rule),
          rule.version(),
          rule.program().matching().name().toLowerCase(Locale.ROOT),
          settings.showPii() ? key.values(of.key()) : key.masked(of.key()),
          stored.deadline(),
          rule.takesMadeEvents() ? holds.withPlaces(RuleStateReader::withNumber) : holds);
    } finally {
      reader.free(state);
    }
  }

  private static PendingState.Taken withNumber(PendingState.Taken taken) {
    return new PendingState.Taken(
        taken.variables(),
        EventPlace.number(taken.number()),
        EventPlace.isMade(taken.number()),
        taken.id(),
        taken.clock());
  }
}
