package io.tripline.rest.endpoint;

import io.javalin.http.Context;
import io.tripline.rest.http.ProblemException;

/** Is asked before anything is done for a request. */
@FunctionalInterface
public interface Gate {
  /**
   * Lets a request through, or not.
   *
   * @throws ProblemException if it may not pass
   */
  void check(Context ctx, Endpoint endpoint);
}
