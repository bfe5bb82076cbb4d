package io.tripline.rest.http;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A request's body that was read before its handler is asked, which then reads it once more. */
public final class HeldBody {
  private static final String ATTRIBUTE = HeldBody.class.getName();

  private HeldBody() {}

  /** Lets the handler read this; the body must not be closed before it is done. */
  public static void of(Context ctx, Body body) {
    ctx.attribute(ATTRIBUTE, body);
  }

  /** What is held of a request, unpacked; null if nothing is. */
  static @Nullable InputStream find(Context ctx) {
    @Nullable Body held = ctx.attribute(ATTRIBUTE);
    return held == null ? null : new ByteArrayInputStream(held.bytes(), 0, held.length());
  }
}
