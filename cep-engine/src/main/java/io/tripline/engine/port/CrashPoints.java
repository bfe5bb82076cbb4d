package io.tripline.engine.port;

/**
 * Is told by stores and engines of each {@link CrashPoint} that they pass. There is one use: tests
 * that end the process there. Nothing that a user can say brings in another than {@link #NONE}; it
 * is given by whoever opens a store, in code.
 */
@FunctionalInterface
public interface CrashPoints {
  /** Nobody is told. */
  CrashPoints NONE = point -> {};

  /** By the thread that passes the point, which writes: so it costs nothing that could be felt. */
  void pass(CrashPoint point);
}
