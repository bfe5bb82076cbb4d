package io.tripline.ingest;

/** How a body holds its events. */
public enum BodyFormat {
  /** One object, or an array of objects. */
  JSON,
  /** One object a line; blank lines count for nothing. */
  NDJSON
}
