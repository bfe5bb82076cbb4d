package io.tripline.rest.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import io.tripline.rest.security.Authenticator;
import io.tripline.rest.security.Authenticator.Finding.Known;
import io.tripline.rest.security.Authenticator.Finding.Refused;
import io.tripline.rest.security.Authenticator.Finding.Unknowable;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.Refusal;
import io.tripline.rest.security.Scope;
import io.tripline.rest.security.TokenSettings;
import io.tripline.rest.token.Claims.WrongFormException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows callers by tokens that an issuer has signed. Keys that a token brings along, or says where
 * to get, are never looked at.
 */
public final class TokenAuthenticator implements Authenticator {
  /** Of access tokens as RFC 9068 has them, and of those of before. */
  private static final Set<String> TYPES =
      Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

  /** As long as OpenID Connect lets a subject be; without spaces. */
  private static final Pattern CALLER = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private static final String EXPIRES = "exp";
  private static final String NO_TOKEN = "What is shown is no whole, signed token.";

  private final TokenSettings settings;
  private final IssuerKeys keys;
  private final InstantSource clock;

  public TokenAuthenticator(TokenSettings settings, IssuerKeys keys, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String asksFor() {
    return "token";
  }

  @Override
  public Finding check(String credential) {
    if (credential.length() > settings.maxBytes()) {
      return refused(Refusal.TOO_LONG);
    }
    JWSObject token;
    Map<String, Object> members;
    try {
      token = JWSObject.parse(credential);
      members = token.getPayload().toJSONObject();
    } catch (ParseException | RuntimeException e) {
      return refused(Refusal.MALFORMED, NO_TOKEN);
    }
    if (members == null) {
      return refused(Refusal.MALFORMED, NO_TOKEN);
    }
    Refusal wrong = wrongHeader(token.getHeader());
    if (wrong != null) {
      return refused(wrong);
    }
    Claims claims = new Claims(members);
    // Not vouched for yet; but a token of another issuer need not cost a fetch of keys.
    if (!settings.issuer().equals(claims.text("iss"))) {
      return refused(Refusal.ISSUER);
    }
    Finding unsigned = unlessSigned(token);
    return unsigned == null ? caller(claims) : unsigned;
  }

  private static @Nullable Refusal wrongHeader(JWSHeader header) {
    if (!SigningKey.ALGORITHMS.contains(header.getAlgorithm())) {
      return Refusal.ALGORITHM;
    }
    JOSEObjectType type = header.getType();
    boolean taken = type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT));
    boolean asksForMore =
        header.getIncludedParams().contains("crit") || !header.isBase64URLEncodePayload();
    return taken && !asksForMore ? null : Refusal.HEADER;
  }

  /** What is found if the issuer has not signed it, or that cannot be found out; else null. */
  private @Nullable Finding unlessSigned(JWSObject token) {
    SigningKeys known = keys.now();
    List<SigningKey> suiting = suiting(known, token);
    if (suiting.isEmpty()) {
      known = keys.newer(known);
      suiting = suiting(known, token);
    }
    if (known == null) {
      return new Unknowable(
          "Tokens cannot be checked now: the keys of their issuer could not be fetched.");
    }
    if (suiting.isEmpty()) {
      return refused(Refusal.UNKNOWN, "The token is signed with a key that is not known here.");
    }
    return suiting.stream().anyMatch(each -> each.hasSigned(token))
        ? null
        : refused(Refusal.SIGNATURE);
  }

  private static List<SigningKey> suiting(@Nullable SigningKeys known, JWSObject token) {
    return known == null ? List.of() : known.suiting(token.getHeader());
  }

  private Finding caller(Claims claims) {
    String subject = claims.text(settings.callerClaim());
    if (subject == null || !CALLER.matcher(subject).matches()) {
      return refused(
          Refusal.CLAIMS,
          "The token does not name its caller by 1 to 255 visible ASCII characters.");
    }
    Caller caller = Caller.ofToken(subject, scopes(claims));
    if (Collections.disjoint(settings.audiences(), claims.audiences())) {
      return refused(Refusal.AUDIENCE, caller);
    }
    try {
      Refusal wrong = wrongTime(claims);
      return wrong == null ? new Known(caller) : refused(wrong, caller);
    } catch (WrongFormException e) {
      return Refused.token(Refusal.CLAIMS, caller.id(), String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Refusal wrongTime(Claims claims) throws WrongFormException {
    double skew = settings.skew().toMillis();
    double now = clock.millis();
    Double expires = claims.time(EXPIRES);
    if (expires == null) {
      return Refusal.CLAIMS;
    }
    if (expires + skew <= now) {
      return Refusal.EXPIRED;
    }
    Double begins = claims.time("nbf");
    Double made = claims.time("iat");
    boolean isEarly = begins != null && begins - skew > now || made != null && made - skew > now;
    return isEarly ? Refusal.NOT_YET_VALID : null;
  }

  private Set<Scope> scopes(Claims claims) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String claim : settings.scopeClaims()) {
      for (String value : claims.values(claim)) {
        if (settings.scopes().isEmpty()) {
          Scope.given(value).ifPresent(scopes::add);
        } else {
          scopes.addAll(settings.scopes().getOrDefault(value, Set.of()));
        }
      }
    }
    return scopes;
  }

  private static Refused refused(Refusal why) {
    return refused(why, why.detail());
  }

  private static Refused refused(Refusal why, String detail) {
    return Refused.token(why, "", detail);
  }

  private static Refused refused(Refusal why, Caller caller) {
    String detail =
        switch (why) {
          case EXPIRED -> "The token has expired.";
          case CLAIMS -> "The token does not say until when it is good (exp).";
          default -> why.detail();
        };
    return Refused.token(why, caller.id(), detail);
  }
}
