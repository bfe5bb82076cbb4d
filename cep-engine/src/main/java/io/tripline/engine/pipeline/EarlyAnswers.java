package io.tripline.engine.pipeline;

import io.tripline.engine.decision.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The stage that answers as soon as all match workers are through with an event, before its journal
 * block is on disk. It knows of no {@code once per}, which decides about alerts and not about
 * answers; the alert handler makes the answer again, and stores it.
 */
final class EarlyAnswers implements Stage {
  private final int workers;
  private final AlertFactory factory = new AlertFactory();
  private final List<PendingMatch> found = new ArrayList<>();
  private final RuleErrors errors;
  private long next;

  /**
   * @param workers how many have put matches into a slot
   * @param errors where rules have failed; what they say then is left out
   * @param next sequence of the first entry that will come
   */
  EarlyAnswers(int workers, RuleErrors errors, long next) {
    this.workers = workers;
    this.errors = errors;
    this.next = next;
  }

  @Override
  public void onSlot(Slot slot, boolean endOfBatch) {
    errors.take(slot, Integer.MAX_VALUE, next);
    answer(slot);
    next += slot.count();
  }

  private void answer(Slot slot) {
    Question question = slot.question();
    if (question == null) {
      return;
    }
    for (int worker = 0; worker < workers; worker++) {
      found.addAll(slot.matches(worker));
    }
    errors.leaveOut(found, next);
    Collections.sort(found);
    AnswerDraft draft = new AnswerDraft(question, slot.firstNumber(), slot.verdict(0));
    for (PendingMatch each : found) {
      if (each.event() == draft.event() && !each.inShadow()) {
        draft.decides(each.rule());
        if (each.rule().rule().alert() != null) {
          draft.alerts(each, factory.id(each.rule(), each.key(), each.match()), null);
        }
      }
    }
    found.clear();
    Answer answer = draft.answer(slot.features(draft.event()));
    question.answer().complete(answer);
  }
}
