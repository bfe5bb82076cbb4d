package io.tripline.rest.endpoint;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.tripline.rest.http.ProblemException;

/** Stands before all endpoints. */
@FunctionalInterface
public interface Gate {
  /**
   * Lets a request through to its handler, or not.
   *
   * @param handler reads the request and answers it
   * @throws ProblemException if it may not pass
   * @throws Exception what the handler throws
   */
  void serve(Context ctx, Endpoint endpoint, Handler handler) throws Exception;
}
