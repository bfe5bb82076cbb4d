package io.tripline.engine.pipeline;

/** What becomes of an event, as {@link Intake} decides once for all match workers. */
enum Verdict {
  /** Rules take it. */
  MATCH,
  /** It came too late, and goes to the late log. */
  DIVERTED,
  /** It came too late, and is counted. */
  DROPPED,
  /** Its id was seen before. */
  DUPLICATE
}
