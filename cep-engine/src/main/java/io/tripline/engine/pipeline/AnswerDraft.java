package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Decision;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.decision.Answer.ByRule;
import io.tripline.engine.decision.Answer.Raised;
import io.tripline.engine.decision.Answer.Taken;
import io.tripline.engine.explain.Pii;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer that is being put together of the matches that its event has completed. */
final class AnswerDraft {
  private final Question question;
  private final long event;
  private final Taken taken;
  private final Set<ByRule> rules = new LinkedHashSet<>();
  private final List<Raised> alerts = new ArrayList<>();
  private int moreAlerts;
  private @Nullable Decision decision;

  /**
   * @param event its number
   * @param verdict of the intake
   */
  AnswerDraft(Question question, long event, Verdict verdict) {
    this.question = question;
    this.event = event;
    this.taken =
        switch (verdict) {
          case MATCH -> Taken.BY_RULES;
          case DUPLICATE -> Taken.DUPLICATE;
          case DIVERTED, DROPPED -> Taken.LATE;
        };
  }

  Question question() {
    return question;
  }

  long event() {
    return event;
  }

  /** Takes the decision of a rule that has fired on the event, if it decides. */
  void decides(RunningRule rule) {
    Decision its = rule.rule().decision();
    if (its != null) {
      rules.add(new ByRule(rule.ruleSet(), rule.name(), its));
      decision = moreSevere(decision, its);
    }
  }

  /** The later one wins; see {@link Decision}. */
  static Decision moreSevere(@Nullable Decision one, Decision other) {
    return one == null || one.compareTo(other) < 0 ? other : one;
  }

  /** Takes an alert of the event. */
  void alerts(PendingMatch match, String id, @Nullable Boolean suppressed) {
    if (alerts.size() == Answer.MOST_ALERTS) {
      moreAlerts++;
      return;
    }
    RunningRule running = match.rule();
    Rule rule = running.rule();
    AlertSpec alert = requireNonNull(rule.alert());
    alerts.add(
        new Raised(
            id,
            running.ruleSet(),
            running.name(),
            rule.severity(),
            alert.score(),
            Pii.isInMessage(rule) ? Value.MASKED : match.match().message(),
            suppressed));
  }

  Answer answer(List<NamedValue> features) {
    String id = question.id();
    return new Answer(
        question.type(),
        id == null ? Long.toString(event) : id,
        event,
        question.content(),
        taken,
        decision,
        List.copyOf(rules),
        alerts,
        moreAlerts,
        features);
  }
}
