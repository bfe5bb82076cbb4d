package io.tripline.rest.security;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.tripline.rest.audit.AuditTrail;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Gate;
import io.tripline.rest.idempotency.Repetitions;
import io.tripline.rest.proxy.TrustedProxies;
import io.tripline.rest.security.Authenticator.Finding;
import io.tripline.rest.security.Authenticator.Finding.Known;
import io.tripline.rest.security.Authenticator.Finding.Refused;
import io.tripline.rest.security.Authenticator.Finding.Unknowable;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way in: finds out who calls, whether they may do what they ask for, and whether they do
 * not ask too often. Thread-safe.
 */
public final class Entrance implements Gate {
  private static final String BEARER = "bearer ";
  private static final int MOST_CALLERS = 10_000;

  private final @Nullable Authenticator authenticator;
  private final TrustedProxies proxies;
  private final Refusals refusals;
  private final @Nullable TokenBuckets requests;
  private final AuditTrail audit;
  private final Repetitions repetitions;

  /**
   * @param authenticator null if nobody is asked who they are
   * @param proxies who is believed for whom it calls
   * @param requestsPerSecond of one caller; 0 for any number
   * @param nanos a steady clock
   */
  public Entrance(
      @Nullable Authenticator authenticator,
      TrustedProxies proxies,
      int requestsPerSecond,
      AccessObserver observer,
      AuditTrail audit,
      Repetitions repetitions,
      LongSupplier nanos) {
    this.audit = audit;
    this.repetitions = repetitions;
    this.authenticator = authenticator;
    this.proxies = proxies;
    this.refusals = new Refusals(observer, nanos);
    this.requests =
        requestsPerSecond == 0
            ? null
            : new TokenBuckets(
                TimeUnit.SECONDS.toNanos(1) / requestsPerSecond,
                requestsPerSecond,
                MOST_CALLERS,
                nanos);
  }

  @Override
  public void serve(Context ctx, Endpoint endpoint, Handler handler) throws Exception {
    String address = address(ctx);
    Caller caller = caller(ctx, endpoint, address);
    caller.isOf(ctx);
    requireRoom(caller, address);
    Handler allowed =
        request -> {
          if (!caller.may(endpoint.scope())) {
            throw refusals.notAllowed(address, caller, endpoint.scope());
          }
          if (PersonalData.isAsked(request, endpoint) && !caller.may(Scope.PII)) {
            throw refusals.notAllowed(address, caller, Scope.PII);
          }
          if (authenticator != null) {
            // What a caller may never changes; whether they are let in does.
            String shown = request.header("Authorization");
            new Admission(() -> finding(shown, authenticator) instanceof Known, caller.shown())
                .isOf(request);
          }
          if (endpoint.isDoneOnce()) {
            repetitions.handle(request, caller.id(), handler);
          } else {
            handler.handle(request);
          }
        };
    if (endpoint.isChange()) {
      audit.handle(ctx, endpoint, new AuditTrail.Asker(caller.id(), address), allowed);
    } else {
      allowed.handle(ctx);
    }
  }

  private String address(Context ctx) {
    String peer = ctx.req().getRemoteAddr();
    return proxies.isNobody()
        ? peer
        : proxies.client(peer, Collections.list(ctx.req().getHeaders(proxies.header().text())));
  }

  private Caller caller(Context ctx, Endpoint endpoint, String address) {
    if (authenticator == null) {
      return Caller.LOCAL;
    }
    Finding finding = finding(ctx.header("Authorization"), authenticator);
    if (endpoint.scope() == Scope.NONE && !(finding instanceof Known)) {
      return Caller.UNKNOWN;
    }
    return switch (finding) {
      case Known known -> known.caller();
      case Refused refused -> throw refusals.notKnown(address, refused);
      case Unknowable unknowable -> throw refusals.notKnowable(address, unknowable);
    };
  }

  private static Finding finding(@Nullable String header, Authenticator authenticator) {
    if (header == null) {
      String asked = authenticator.asksFor();
      return refused(
          Refusal.MISSING, "The request has no " + asked + "; send one as \"" + how(asked) + "\".");
    }
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      String asked = authenticator.asksFor();
      return refused(Refusal.MALFORMED, "The request must say \"" + how(asked) + "\".");
    }
    return authenticator.check(header.substring(BEARER.length()).strip());
  }

  private static Refused refused(Refusal why, String detail) {
    return new Refused(why, "", detail, false);
  }

  private static String how(String asked) {
    return "Authorization: Bearer " + asked.toUpperCase(Locale.ROOT).replace(' ', '-');
  }

  private void requireRoom(Caller caller, String address) {
    if (requests != null) {
      boolean alone = caller != Caller.LOCAL && caller != Caller.UNKNOWN;
      long wait = requests.take(alone ? caller.id() : Addresses.group(address));
      if (wait > 0) {
        throw refusals.tooOften(wait);
      }
    }
  }
}
