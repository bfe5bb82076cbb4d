package io.tripline.engine.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The first error of any handler. From then on every handler stands still and every caller is told.
 */
final class Failure {
  private record Cause(String where, Throwable error) {}

  private final AtomicReference<@Nullable Cause> first = new AtomicReference<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Calls the listener once something has failed; it wakes those who wait. */
  void onFailure(Runnable listener) {
    listeners.add(listener);
  }

  void set(String where, Throwable error) {
    if (first.compareAndSet(null, new Cause(where, error))) {
      listeners.forEach(Runnable::run);
    }
  }

  boolean isSet() {
    return first.get() != null;
  }

  /** A sentence, or null while all is well. */
  @Nullable String message() {
    Cause cause = first.get();
    return cause == null ? null : sentence(cause);
  }

  /**
   * @throws EngineFailedException if something has failed
   */
  void check() {
    Cause cause = first.get();
    if (cause != null) {
      throw new EngineFailedException(sentence(cause), cause.error());
    }
  }

  private static String sentence(Cause cause) {
    String detail = cause.error().getMessage();
    return "The engine has stopped on an error in its "
        + cause.where()
        + ": "
        + (detail == null ? cause.error().toString() : detail);
  }
}
