package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Decision;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.event.EventContent;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.DecisionLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the alert handler that decides: makes the answers to those who wait, stores them, and
 * counts what rules decide. Where nobody asks, it looks at no event.
 */
final class Answers {
  private final DecisionLog log;
  private final Decided decided;
  private final @Nullable Questions questions;
  private boolean replaying;
  private long stored;

  // Of the slot at hand, by rising number of their events.
  private final List<AnswerDraft> drafts = new ArrayList<>();
  private final EventView event = new EventView();
  // What was last counted.
  private long countedEvent;
  private @Nullable Decision countedAs;
  // Not stored yet.
  private final List<Made> made = new ArrayList<>();

  private record Made(Question question, Answer answer) {}

  /**
   * @param questions who waits; null where nobody ever does
   * @param replaying whether the first events come out of a journal, with nobody waiting
   */
  Answers(DecisionLog log, Decided decided, @Nullable Questions questions, boolean replaying) {
    this.log = log;
    this.decided = decided;
    this.questions = questions;
    this.replaying = replaying;
    this.stored = replaying ? log.lastEvent() : 0;
  }

  /** The journal is through; answers on events after this one were lost with it. */
  void replayed(long lastEvent) {
    replaying = false;
    stored = Math.min(stored, lastEvent);
  }

  /** Before the matches of a slot. */
  void begin(Slot slot, Schema schema) {
    Question question = slot.question();
    if (question != null) {
      drafts.add(new AnswerDraft(question, slot.firstNumber(), slot.verdict(0)));
    } else if (replaying && slot.kind() == EntryKind.EVENTS) {
      findAsked(slot, schema);
    }
  }

  /** In a replay: the events that somebody asked about, and may ask about again. */
  private void findAsked(Slot slot, Schema schema) {
    event.wrap(slot.data(), slot.start());
    for (int i = 0; i < slot.count(); i++) {
      long number = slot.firstNumber() + i;
      if (event.isAsked() && number > stored) {
        EventLayout layout = schema.layoutOf(event);
        String id = Questions.idOf(event, layout);
        if (id != null) {
          Question question =
              new Question(layout.type().name(), id, EventContent.hash(layout, event));
          drafts.add(new AnswerDraft(question, number, slot.verdict(i)));
        }
      }
      event.next();
    }
  }

  /**
   * A match, in the order of alerts: counts its decision.
   *
   * @return the answer that it belongs to, or null if nobody asks
   */
  @Nullable AnswerDraft matched(PendingMatch pending) {
    Decision decision = pending.rule().rule().decision();
    long completing = pending.event();
    if (decision != null && completing != PendingMatch.NO_EVENT) {
      if (completing != countedEvent) {
        count();
        countedEvent = completing;
      }
      countedAs = AnswerDraft.moreSevere(countedAs, decision);
    }
    for (int i = 0; i < drafts.size(); i++) {
      AnswerDraft draft = drafts.get(i);
      if (draft.event() == completing) {
        draft.decides(pending.rule());
        return draft;
      }
    }
    return null;
  }

  private void count() {
    if (countedAs != null) {
      decided.count(countedEvent, countedAs);
      countedAs = null;
    }
  }

  /** After the matches of a slot. */
  void end(Slot slot) {
    count();
    for (int i = 0; i < drafts.size(); i++) {
      AnswerDraft draft = drafts.get(i);
      made.add(new Made(draft.question(), draft.answer(slot.features(draft.event()))));
    }
    drafts.clear();
  }

  /** Stores what was made, and tells those who wait. */
  void flush() {
    if (made.isEmpty()) {
      return;
    }
    List<Answer> toStore = new ArrayList<>();
    for (Made each : made) {
      if (each.question.id() != null) {
        toStore.add(each.answer);
      }
    }
    if (!toStore.isEmpty()) {
      log.append(toStore);
    }
    if (questions != null) {
      for (Made each : made) {
        questions.answered(each.question, each.answer);
      }
    }
    made.clear();
  }
}
