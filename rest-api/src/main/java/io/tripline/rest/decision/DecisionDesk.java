package io.tripline.rest.decision;

import io.tripline.engine.decision.Answer;
import io.tripline.engine.pipeline.Asked;
import io.tripline.engine.pipeline.Asked.WithdrawnException;
import io.tripline.engine.pipeline.EngineFailedException;
import io.tripline.ingest.EventQuestions;
import io.tripline.ingest.EventQuestions.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the rules, and waits for their answer until the deadline; after that the answer is the
 * default one, and the rules' own is counted and told to the log when it comes. Thread-safe; each
 * caller waits on a future of its event alone.
 */
public final class DecisionDesk {
  private final EventQuestions questions;
  private final DecisionSettings settings;
  private final DecisionCounts counts;
  private final LateAnswers late;

  /**
   * @param late hears of answers that come after their deadline
   */
  public DecisionDesk(
      EventQuestions questions,
      DecisionSettings settings,
      DecisionCounts counts,
      LateAnswers late) {
    this.questions = questions;
    this.settings = settings;
    this.counts = counts;
    this.late = late;
  }

  /** What a caller is told, or why there is nothing to tell. */
  public sealed interface Decided {
    /** The answer. */
    record Told(Reply reply) implements Decided {}

    /** There is no event to decide on. */
    record Refused(Outcome why) implements Decided {}
  }

  /**
   * Decides on the event of a body; see {@link EventQuestions#ask}.
   *
   * @param startedAt when the request began, by {@link System#nanoTime}
   * @param deadline how long the caller waits, from then on
   * @throws io.tripline.ingest.IntakeBusyException if the engine had no room until the deadline
   */
  public Decided decide(
      byte[] body, int length, int source, String sourceName, long startedAt, Duration deadline)
      throws InterruptedException {
    while (true) {
      Duration patience = Duration.ofNanos(Math.max(0, left(startedAt, deadline)));
      Outcome outcome = questions.ask(body, length, source, sourceName, patience);
      if (!(outcome instanceof Outcome.Answering(Asked.Taken asked))) {
        return new Decided.Refused(outcome);
      }
      try {
        Reply reply = await(asked, startedAt, deadline);
        counts.count(reply);
        return new Decided.Told(reply);
      } catch (WithdrawnException e) {
        // Whoever asked first about this event had no room; it is this caller's turn.
      }
    }
  }

  private static long left(long startedAt, Duration deadline) {
    return deadline.toNanos() - (System.nanoTime() - startedAt);
  }

  private Reply await(Asked.Taken asked, long startedAt, Duration deadline)
      throws InterruptedException, WithdrawnException {
    CompletableFuture<Answer> answer = asked.answer();
    try {
      // An answer that is there is given, be the deadline over.
      long left = answer.isDone() ? 0 : Math.max(0, left(startedAt, deadline));
      Answer told = answer.get(left, TimeUnit.NANOSECONDS);
      return Reply.of(told, asked.again(), settings.otherwise(), System.nanoTime() - startedAt);
    } catch (TimeoutException e) {
      answer.whenCompleteAsync(
          (told, failure) -> {
            if (told != null) {
              counts.countLate();
              late.came(told, settings.otherwise(), System.nanoTime() - startedAt);
            }
          },
          Thread::startVirtualThread);
      return new Reply(
          asked.type(),
          asked.id(),
          settings.otherwise(),
          false,
          true,
          asked.again(),
          null,
          System.nanoTime() - startedAt);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case WithdrawnException withdrawn -> throw withdrawn;
        case EngineFailedException failed ->
            throw new EngineFailedException(String.valueOf(failed.getMessage()), failed);
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
