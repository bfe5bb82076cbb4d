package io.tripline.engine.match;

/** Takes the matches of one event, in the order of the language reference, section 6. */
@FunctionalInterface
public interface MatchSink {
  void accept(Match match);
}
