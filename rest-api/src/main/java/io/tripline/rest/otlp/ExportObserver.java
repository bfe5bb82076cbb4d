package io.tripline.rest.otlp;

/** Is told of exports of figures. Thread-safe. */
@FunctionalInterface
public interface ExportObserver {
  /** An export has ended. */
  void exported(boolean good);
}
