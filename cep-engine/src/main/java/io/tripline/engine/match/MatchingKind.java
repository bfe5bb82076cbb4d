package io.tripline.engine.match;

/** What a rule needs of a {@link Matcher}: it decides which one a rule has, and what it keeps. */
public enum MatchingKind {
  /** Each partial match is followed by itself; an event may make several of one. */
  EACH,
  /** The same, where an event moves a partial match and never makes several of it. */
  CHAIN,
  /** Partial matches at one place of the pattern are one, as one match is wanted. */
  SHARED,
  /** The same, where they never branch: for each number of steps the last start is noted. */
  COUNTED,
  /** No partial matches are kept, but the events that all matches are found in. */
  ENUMERATED
}
