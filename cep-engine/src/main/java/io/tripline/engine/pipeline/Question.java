package io.tripline.engine.pipeline;

import io.tripline.engine.decision.Answer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way through the ring, on which somebody waits for an answer. It travels with the
 * event's slot, so that handlers need not look anything up. Each has a future of its own: nobody
 * waits on what others wait on.
 */
final class Question {
  private final String type;
  private final @Nullable String id;
  private final long content;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  // Handed over with the slot.
  private @Nullable InOrder inOrder;

  /**
   * @param type name of the event's type
   * @param id of the event; null if it has none
   * @param content see {@link io.tripline.engine.event.EventContent}
   */
  Question(String type, @Nullable String id, long content) {
    this.type = type;
    this.id = id;
    this.content = content;
  }

  String type() {
    return type;
  }

  @Nullable String id() {
    return id;
  }

  long content() {
    return content;
  }

  @Nullable InOrder inOrder() {
    return inOrder;
  }

  void inOrder(@Nullable InOrder known) {
    inOrder = known;
  }

  CompletableFuture<Answer> answer() {
    return answer;
  }
}
