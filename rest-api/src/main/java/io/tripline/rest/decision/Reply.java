package io.tripline.rest.decision;

import io.tripline.dsl.ir.Decision;
import io.tripline.engine.decision.Answer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told.
 *
 * @param type name of the event's type
 * @param id of the event; null where its type has none and it is not known yet which number it got
 * @param decided whether a rule has decided
 * @param timedOut whether the rules have not answered in time; the decision is the default one
 * @param repeated whether the same event was asked about before
 * @param answer of the rules; null if it did not come in time
 * @param nanos from the start of the request
 */
public record Reply(
    String type,
    @Nullable String id,
    Decision decision,
    boolean decided,
    boolean timedOut,
    boolean repeated,
    @Nullable Answer answer,
    long nanos) {

  /** Why no rule took the event: {@code duplicate} or {@code late}; null if they did. */
  public @Nullable String notMatched() {
    return answer == null || answer.taken() == Answer.Taken.BY_RULES
        ? null
        : answer.taken().name().toLowerCase(Locale.ROOT);
  }

  /** Of what the rules have answered. */
  static Reply of(Answer answer, boolean repeated, Decision otherwise, long nanos) {
    Decision decision = answer.decision();
    boolean decided = decision != null;
    Decision told =
        decision != null
            ? decision
            : answer.taken() == Answer.Taken.BY_RULES ? Decision.APPROVE : otherwise;
    return new Reply(answer.type(), answer.id(), told, decided, false, repeated, answer, nanos);
  }
}
