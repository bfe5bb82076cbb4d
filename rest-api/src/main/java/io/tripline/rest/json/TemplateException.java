package io.tripline.rest.json;

import org.jspecify.annotations.Nullable;

/** A template that cannot be used. */
public final class TemplateException extends RuntimeException {
  private final String what;
  private final String at;
  private final @Nullable String hint;

  TemplateException(String at, String what, @Nullable String hint) {
    super(what, null, false, false);
    this.what = what;
    this.at = at;
    this.hint = hint;
  }

  /** What is wrong: a sentence for people. */
  public String what() {
    return what;
  }

  /** A JSON pointer (RFC 6901) to the place in the template; empty for the whole. */
  public String at() {
    return at;
  }

  /** What might be meant, or what there is. */
  public @Nullable String hint() {
    return hint;
  }
}
