package io.tripline.rest.resource;

import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.TooManySourcesException;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sources that callers name. */
final class SourceNames {
  /** The source of those who name none; see {@link Engine#source}. */
  static final String DEFAULT = "default";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}");

  private final Engine engine;

  SourceNames(Engine engine) {
    this.engine = engine;
  }

  /**
   * The number of a source.
   *
   * @param name null for the default one
   * @throws ProblemException 400 if it is no name, 409 if there are too many
   */
  int number(@Nullable String name) {
    if (name == null) {
      return 0;
    }
    if (!NAME.matcher(name).matches()) {
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "A source is named with letters, digits and . _ : / -, beginning with a letter or a"
                  + " digit, 200 at most.")
          .with("parameter", "source")
          .exception();
    }
    try {
      return engine.source(name);
    } catch (TooManySourcesException e) {
      throw Problem.of(ProblemType.LIMIT_REACHED, String.valueOf(e.getMessage())).exception();
    }
  }
}
