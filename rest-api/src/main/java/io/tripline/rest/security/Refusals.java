package io.tripline.rest.security;

import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Authenticator.Finding.Refused;
import io.tripline.rest.security.Authenticator.Finding.Unknowable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers callers that are not let in: counts them, writes some of them to the log, and slows down
 * an address from which many come. A caller with a good key is never slowed down by others that
 * fail from the same address. Thread-safe.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** From one address: ten at once, then ten a minute. */
  private static final int BURST = 10;

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(6);
  private static final int MOST_ADDRESSES = 10_000;

  /** Lines in the log, for all addresses: one a second in the long run. */
  private static final int LINES_AT_ONCE = 60;

  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String ALL = "";
  private static final String RETRY_SECONDS = "10";

  private static final String CHALLENGE = "Bearer realm=\"tripline\"";

  private final AccessObserver observer;
  private final TokenBuckets addresses;
  private final TokenBuckets lines;
  private final AtomicLong unlogged = new AtomicLong();

  Refusals(AccessObserver observer, LongSupplier nanos) {
    this.observer = observer;
    this.addresses = new TokenBuckets(INTERVAL_NANOS, BURST, MOST_ADDRESSES, nanos);
    this.lines = new TokenBuckets(LINE_NANOS, LINES_AT_ONCE, 1, nanos);
  }

  /** What a caller is answered who shows nothing that is good here. */
  ProblemException notKnown(String address, Refused refused) {
    observer.refused(refused.why().label());
    long wait = addresses.take(Addresses.group(address));
    if (wait > 0) {
      return tooMany("Too many requests from this address show no good key.", wait).exception();
    }
    log(address, refused.why().label(), refused.about());
    return Problem.of(ProblemType.UNAUTHORIZED, refused.detail())
        .withHeader("WWW-Authenticate", challenge(refused))
        .exception();
  }

  /** As RFC 6750, section 3, has it. */
  private static String challenge(Refused refused) {
    if (refused.why() == Refusal.MISSING) {
      return CHALLENGE;
    }
    String wrong = CHALLENGE + ", error=\"invalid_token\"";
    return refused.isToken() ? wrong + ", error_description=\"" + refused.detail() + "\"" : wrong;
  }

  /** What a caller is answered of whom it cannot be found out now who they are. */
  ProblemException notKnowable(String address, Unknowable unknowable) {
    observer.refused("unknowable");
    log(address, "unknowable", "");
    return Problem.of(ProblemType.TOKENS_UNKNOWABLE, unknowable.detail())
        .withHeader("Retry-After", RETRY_SECONDS)
        .exception();
  }

  /** What a caller is answered who is known, and may not do this. */
  ProblemException notAllowed(String address, Caller caller, Scope needed) {
    observer.refused("scope");
    log(address, "scope", caller.id());
    return Problem.of(
            ProblemType.FORBIDDEN,
            "This needs the scope "
                + needed.text()
                + ", which the "
                + caller.shown()
                + " does not have.")
        .with("scope", needed.text())
        .withHeader(
            "WWW-Authenticate",
            CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + needed.text() + "\"")
        .exception();
  }

  /** What a caller is answered who sends more than is taken. */
  ProblemException tooOften(long waitNanos) {
    observer.refused("rate");
    return tooMany("You send more requests than are taken from one caller.", waitNanos).exception();
  }

  private static Problem tooMany(String detail, long waitNanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNanos - 1) + 1;
    return Problem.of(ProblemType.TOO_MANY_REQUESTS, detail + " Try again later.")
        .withHeader("Retry-After", Long.toString(seconds));
  }

  private void log(String address, String reason, String about) {
    if (lines.take(ALL) > 0) {
      unlogged.incrementAndGet();
      return;
    }
    long before = unlogged.getAndSet(0);
    LOG.warn(
        "Refused a request from {}: {}{}{}",
        address,
        reason,
        about.isEmpty() ? "" : ", of " + about,
        before == 0 ? "" : "; and before, without a line each, " + before);
  }
}
