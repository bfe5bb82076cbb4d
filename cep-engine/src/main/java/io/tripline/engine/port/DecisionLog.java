package io.tripline.engine.port;

import io.tripline.engine.decision.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the latest events that somebody asked about, by their ids: who asks again is told
 * the same. Written by one thread, read by any.
 */
public interface DecisionLog {

  /**
   * The number of the event of the last answer stored; 0 if there is none. A replay does not store
   * again what is up to it.
   */
  long lastEvent();

  /**
   * Stores answers in the order of their events, all of which have an id. A replay of the journal
   * makes them again, so they need not be on disk on return.
   */
  void append(List<Answer> answers);

  /** The latest answer on an event of that type with that id, or null. */
  @Nullable Answer find(String type, String id);

  /**
   * Forgets answers on events with greater numbers than that one, which a loss of power has taken
   * ({@link Journal#mayLackItsEnd}).
   */
  void forgetAfter(long event);

  /** How many there are. */
  long count();
}
