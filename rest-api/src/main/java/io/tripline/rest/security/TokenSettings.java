package io.tripline.rest.security;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which bearer tokens (JWT) let a caller in, and what they allow.
 *
 * @param issuer who makes them: an https URL, exactly as their claim {@code iss} has it
 * @param audiences names of this server, one of which must be in their claim {@code aud}
 * @param keys where the keys are that they are signed with
 * @param scopeClaims claims that say what the caller may, each a name, or a path with dots
 * @param scopes what values of those claims allow; empty where the values are scopes' own names
 * @param callerClaim the claim that names the caller
 * @param skew how far the clocks of the issuer and of this machine may be apart; 0 to 5 minutes
 * @param maxBytes the longest token; 1 KB to 64 KB
 * @param refresh how often the keys are fetched anew; 30 seconds to a day
 * @param outage how long keys are used that could not be fetched anew; from {@code refresh} to 30
 *     days
 */
public record TokenSettings(
    String issuer,
    Set<String> audiences,
    Keys keys,
    List<String> scopeClaims,
    Map<String, Set<Scope>> scopes,
    String callerClaim,
    Duration skew,
    int maxBytes,
    Duration refresh,
    Duration outage) {
  public static final Duration MOST_SKEW = Duration.ofMinutes(5);
  public static final int LEAST_BYTES = 1 << 10;
  public static final int MOST_BYTES = 64 << 10;
  public static final Duration LEAST_REFRESH = Duration.ofSeconds(30);
  public static final Duration MOST_REFRESH = Duration.ofDays(1);
  public static final Duration MOST_OUTAGE = Duration.ofDays(30);

  /** Where the issuer's keys are. */
  public sealed interface Keys {
    /** Where the issuer's own document says (OpenID Connect Discovery 1.0). */
    record Discovered() implements Keys {}

    /** A JSON Web Key Set that is fetched. */
    record At(URI uri) implements Keys {}

    /** A JSON Web Key Set in a file. */
    record In(Path file) implements Keys {}
  }

  /**
   * @throws IllegalArgumentException if something makes no sense; the message says what
   */
  public TokenSettings {
    requireSafe(issuer, "the issuer");
    audiences = Set.copyOf(audiences);
    check(!audiences.isEmpty() && !audiences.contains(""), "there must be an audience");
    if (keys instanceof Keys.At at) {
      requireSafe(at.uri().toString(), "the address of the keys");
    }
    scopeClaims = List.copyOf(scopeClaims);
    check(!scopeClaims.isEmpty() && !scopeClaims.contains(""), "there must be a claim with scopes");
    scopes = Map.copyOf(scopes);
    check(!callerClaim.isEmpty(), "there must be a claim that names the caller");
    check(
        !skew.isNegative() && skew.compareTo(MOST_SKEW) <= 0,
        "clocks may be 0s to 5m apart, not more");
    check(
        maxBytes >= LEAST_BYTES && maxBytes <= MOST_BYTES,
        "the longest token must have 1KB to 64KB");
    check(
        refresh.compareTo(LEAST_REFRESH) >= 0 && refresh.compareTo(MOST_REFRESH) <= 0,
        "keys must be fetched anew each 30s to 1d");
    check(
        outage.compareTo(refresh) >= 0 && outage.compareTo(MOST_OUTAGE) <= 0,
        "keys must be used at least until they are fetched anew, and at most for 30d");
  }

  /**
   * Tokens of an issuer for an audience, and all else as is usual: keys that are discovered, scopes
   * by their own names in {@code scope}, callers by {@code sub}.
   */
  public static TokenSettings of(String issuer, String audience) {
    return new TokenSettings(
        issuer,
        Set.of(audience),
        new Keys.Discovered(),
        List.of("scope"),
        Map.of(),
        "sub",
        Duration.ofSeconds(30),
        8 << 10,
        Duration.ofMinutes(10),
        Duration.ofDays(1));
  }

  /** These settings with keys from elsewhere. */
  public TokenSettings withKeys(Keys place) {
    return new TokenSettings(
        issuer,
        audiences,
        place,
        scopeClaims,
        scopes,
        callerClaim,
        skew,
        maxBytes,
        refresh,
        outage);
  }

  /** These settings with scopes from other claims, or of other values. */
  public TokenSettings withScopes(List<String> claims, Map<String, Set<Scope>> values) {
    return new TokenSettings(
        issuer, audiences, keys, claims, values, callerClaim, skew, maxBytes, refresh, outage);
  }

  /** These settings with another claim that names the caller. */
  public TokenSettings withCallerClaim(String name) {
    return new TokenSettings(
        issuer, audiences, keys, scopeClaims, scopes, name, skew, maxBytes, refresh, outage);
  }

  /** These settings with other bounds of clocks and lengths. */
  public TokenSettings withBounds(Duration newSkew, int newMaxBytes) {
    return new TokenSettings(
        issuer,
        audiences,
        keys,
        scopeClaims,
        scopes,
        callerClaim,
        newSkew,
        newMaxBytes,
        refresh,
        outage);
  }

  /**
   * Whether what is fetched there cannot be changed on its way: https, or http on this machine.
   *
   * @throws IllegalArgumentException if it is no such address
   */
  public static void requireSafe(String address, String what) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(said(what + " is no URL: " + address), e);
    }
    String host = uri.getHost();
    check(
        host != null
            && uri.getUserInfo() == null
            && uri.getFragment() == null
            && ("https".equals(uri.getScheme())
                || "http".equals(uri.getScheme()) && Loopback.isNamed(host)),
        what + " must be an https URL (http on this machine's loopback alone), not " + address);
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException(said(otherwise));
    }
  }

  private static String said(String what) {
    return "tokens: " + what;
  }
}
