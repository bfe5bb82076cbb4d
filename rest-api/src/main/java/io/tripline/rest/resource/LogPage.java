package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Parameter;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page of a log whose entries have numbers, the latest first: {@code limit} entries, of those
 * with a number less than {@code before}.
 *
 * @param next for {@code before} of the next page, or null at the end
 */
record LogPage<E>(List<E> entries, @Nullable Long next) {
  private static final Parameter<Long> LIMIT = Parameters.LIMIT;
  private static final Parameter<Long> BEFORE =
      Parameter.number("before", 1, Long.MAX_VALUE, "The next of the page before.");

  /** What a page is asked for with. */
  static final Parameter<?>[] PARAMETERS = {LIMIT, BEFORE};

  /** A log. */
  interface Log<N> {
    /** The latest entries with a number less than {@code before}. */
    List<N> latest(int limit, long before);
  }

  /**
   * The page that a request asks for.
   *
   * @param number of an entry of the log
   * @param shown how it is answered
   */
  static <N, E> LogPage<E> of(
      Context ctx, Log<N> log, ToLongFunction<N> number, Function<N, E> shown) {
    int limit = LIMIT.of(ctx).intValue();
    long before = BEFORE.or(ctx, Long.MAX_VALUE);
    List<N> found = log.latest(limit + 1, before);
    boolean more = found.size() > limit;
    List<N> page = more ? found.subList(0, limit) : found;
    return new LogPage<>(
        page.stream().map(shown).toList(), more ? (Long) number.applyAsLong(page.getLast()) : null);
  }
}
