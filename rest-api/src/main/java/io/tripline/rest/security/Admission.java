package io.tripline.rest.security;

import io.javalin.http.Context;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that was let in would still be: for answers that last, as keys are revoked, and
 * keys and tokens expire meanwhile.
 *
 * @param isGood how that is found out, any time later; by the request's thread
 * @param shown what the caller has shown, for sentences: such as {@code key}
 */
public record Admission(BooleanSupplier isGood, String shown) {
  private static final String ATTRIBUTE = Admission.class.getName();
  private static final Admission ALWAYS = new Admission(() -> true, "");

  /** Notes it. */
  void isOf(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }

  /** That of a request. */
  public static Admission of(Context ctx) {
    @Nullable Admission admission = ctx.attribute(ATTRIBUTE);
    return admission == null ? ALWAYS : admission;
  }
}
