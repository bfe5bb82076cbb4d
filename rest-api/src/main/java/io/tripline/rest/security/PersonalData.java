package io.tripline.rest.security;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.http.ProblemException;

/**
 * Whether a caller is shown what tells of fields marked {@code @pii} as it is: only where they ask
 * for it, and may. An endpoint that has such values takes {@link #PARAMETER}, and the {@link
 * Entrance} sees to it that who gives it may.
 */
public final class PersonalData {
  /** Asks for it. */
  public static final Parameter<Boolean> PARAMETER =
      Parameter.flag(
              "personal_data",
              "Whether what tells of fields marked @pii is shown as it is, and not as •••; needs"
                  + " the scope pii, too.")
          .usually(false);

  private PersonalData() {}

  /** Whether a request that was let through asks for it. */
  public static boolean isShown(Context ctx) {
    return PARAMETER.of(ctx);
  }

  /**
   * Whether a request asks for it, where it can be asked for.
   *
   * @throws ProblemException 400 if it says neither true nor false
   */
  static boolean isAsked(Context ctx, Endpoint endpoint) {
    return endpoint.query().contains(PARAMETER) && PARAMETER.of(ctx);
  }
}
