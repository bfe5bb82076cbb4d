package io.tripline.engine.pipeline;

import io.tripline.engine.decision.Answer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What became of a question to the rules; see {@link Engine#ask}. */
public sealed interface Asked {
  /**
   * There will be an answer.
   *
   * @param answer completed by a thread of the engine, which must not be held up: whoever does more
   *     than wait does it asynchronously. Not to be completed or cancelled by anybody else, as
   *     others may wait for it, too. It ends with an {@link EngineFailedException} if the engine
   *     stops on an error, and with a {@link WithdrawnException} if whoever asked first had to give
   *     up before the event was taken: then ask again
   * @param again whether the same event was asked about before
   * @param type name of the event's type
   * @param id of the event, or null if its type has none
   */
  record Taken(CompletableFuture<Answer> answer, boolean again, String type, @Nullable String id)
      implements Asked {}

  /** Nothing was taken: rules were deployed since the event was decoded; decode it again. */
  record StaleSchema() implements Asked {}

  /** Nothing was taken: the ring stayed full for the whole of the patience. */
  record Full() implements Asked {}

  /** Nothing was taken: another event of this type with this id was asked about before. */
  record IdReused() implements Asked {}

  /** Whoever asked first about the event had to give up. */
  final class WithdrawnException extends Exception {
    private static final long serialVersionUID = 1L;

    WithdrawnException() {
      super("the question was withdrawn", null, false, false);
    }
  }
}
