package io.tripline.rest.security;

import io.javalin.http.Context;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that was let in would still be: for answers that last, as keys are revoked and
 * expire meanwhile.
 */
public final class Admission {
  private static final String ATTRIBUTE = Admission.class.getName();

  private Admission() {}

  /** Notes how that is found out. */
  static void of(Context ctx, BooleanSupplier isGood) {
    ctx.attribute(ATTRIBUTE, isGood);
  }

  /** How to find out, any time later; by the request's thread. */
  public static BooleanSupplier of(Context ctx) {
    @Nullable BooleanSupplier isGood = ctx.attribute(ATTRIBUTE);
    return isGood == null ? () -> true : isGood;
  }
}
