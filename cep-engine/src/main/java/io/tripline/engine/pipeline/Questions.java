package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.event.EventContent;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.Asked.WithdrawnException;
import io.tripline.engine.pipeline.Engine.Published;
import io.tripline.engine.port.DecisionLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the rules about single events, each once: who asks about the same event again waits for the
 * same answer, or is given it out of the log of answers. Thread-safe.
 *
 * <p>A question is open from before its event is published until after its answer is stored; so
 * whoever finds it not open finds it in the log, if it ever was.
 */
final class Questions {
  private final Publisher publisher;
  private final DecisionLog log;
  private final Failure failure;
  // By the name of the event; one without an id is its own name.
  private final Map<Object, Question> open = new ConcurrentHashMap<>();

  private record Name(String type, String id) {}

  Questions(Publisher publisher, DecisionLog log, Failure failure) {
    this.publisher = publisher;
    this.log = log;
    this.failure = failure;
    failure.onFailure(this::failAll);
  }

  /** How many wait for an answer. */
  int waiting() {
    return open.size();
  }

  /** See {@link Engine#ask}. */
  Asked ask(EventWriter event, int schemaId, Duration patience) throws InterruptedException {
    if (event.count() != 1) {
      throw new IllegalArgumentException(event.count() + " events");
    }
    publisher.checkOpen();
    Schema schema = publisher.running().schema();
    if (schema.id() != schemaId) {
      return new Asked.StaleSchema();
    }
    Question question = question(event, schema);
    String id = question.id();
    if (id == null) {
      return publish(question, question, event, schemaId, patience);
    }
    Name name = new Name(question.type(), id);
    Question before = open.putIfAbsent(name, question);
    if (before != null) {
      return again(question, before.content(), before.answer());
    }
    Answer stored;
    try {
      stored = log.find(question.type(), id);
    } catch (RuntimeException e) {
      withdraw(name, question, e);
      throw e;
    }
    if (stored != null) {
      CompletableFuture<Answer> answer = question.answer();
      answer.complete(stored); // also for those who have found it open
      open.remove(name, question);
      return again(question, stored.content(), answer);
    }
    return publish(name, question, event, schemaId, patience);
  }

  private static Question question(EventWriter event, Schema schema) {
    EventView view = new EventView().wrap(event.bytes(), 0);
    EventLayout layout = schema.layoutOf(view);
    return new Question(layout.type().name(), idOf(view, layout), EventContent.hash(layout, view));
  }

  /** The event's own id, or null if it has none. */
  static @Nullable String idOf(EventView event, EventLayout layout) {
    int field = layout.type().idField();
    return field == EventType.NO_ID || event.lacksId(layout) ? null : event.id(layout, 0);
  }

  private static Asked again(Question question, long content, CompletableFuture<Answer> answer) {
    return question.content() == content
        ? new Asked.Taken(answer, true, question.type(), question.id())
        : new Asked.IdReused();
  }

  private Asked publish(
      Object name, Question question, EventWriter event, int schemaId, Duration patience)
      throws InterruptedException {
    open.put(name, question);
    Published outcome;
    try {
      event.ask();
      outcome = publisher.publish(event, schemaId, patience, question);
    } catch (InterruptedException | RuntimeException e) {
      withdraw(name, question, e instanceof InterruptedException ? new WithdrawnException() : e);
      throw e;
    }
    return switch (outcome) {
      case ACCEPTED -> new Asked.Taken(question.answer(), false, question.type(), question.id());
      case STALE_SCHEMA -> {
        withdraw(name, question, new WithdrawnException());
        yield new Asked.StaleSchema();
      }
      case FULL -> {
        withdraw(name, question, new WithdrawnException());
        yield new Asked.Full();
      }
    };
  }

  private void withdraw(Object name, Question question, Exception because) {
    open.remove(name, question);
    question.answer().completeExceptionally(because);
  }

  /** An answer is stored, or needs not be. By the alert handler. */
  void answered(Question question, Answer answer) {
    String id = question.id();
    open.remove(id == null ? question : new Name(question.type(), id), question);
    question.answer().complete(answer);
  }

  private void failAll() {
    try {
      failure.check();
    } catch (EngineFailedException e) {
      open.values().forEach(question -> question.answer().completeExceptionally(e));
    }
  }
}
