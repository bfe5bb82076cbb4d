package io.tripline.dsl.editor;

import java.util.List;

/**
 * What could be typed at a place.
 *
 * @param replaced the piece of the text that each suggestion takes the place of: what has been
 *     typed of a word so far
 * @param suggestions the likeliest first
 */
public record Completions(Span replaced, List<Suggestion> suggestions) {
  public Completions {
    suggestions = List.copyOf(suggestions);
  }
}
