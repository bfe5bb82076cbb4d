package io.tripline.app.serve;

import io.tripline.app.cli.ByteSizeConverter;
import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.WrongUseException;
import io.tripline.rest.security.Scope;
import io.tripline.rest.security.TokenSettings;
import io.tripline.rest.security.TokenSettings.Keys;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tokens of an issuer let callers in. */
final class TokenOptions {
  private static final String USUAL_SCOPE_CLAIM = "scope";
  private static final String USUAL_CALLER_CLAIM = "sub";
  private static final Duration USUAL_SKEW = Duration.ofSeconds(30);
  private static final long USUAL_BYTES = 8 << 10;
  private static final Duration USUAL_REFRESH = Duration.ofMinutes(10);
  private static final Duration USUAL_OUTAGE = Duration.ofDays(1);

  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description =
          "Whose tokens are taken (--auth tokens), exactly as their claim iss has it: https, or "
              + "http on this machine's loopback.")
  private @Nullable String issuer;

  @Option(
      names = "--oidc-audience",
      paramLabel = "NAME",
      arity = "1..*",
      description = "For whom tokens must be: one of these must be in their claim aud.")
  private List<String> audiences = List.of();

  @Option(
      names = "--oidc-keys",
      paramLabel = "WHERE",
      description =
          "The issuer's public keys, a JSON Web Key Set: an https URL, or a file. Default: where "
              + "the issuer says, below .well-known/openid-configuration.")
  private @Nullable String keys;

  @Option(
      names = "--oidc-scope-claim",
      paramLabel = "CLAIM",
      arity = "1..*",
      description =
          "The claims that say what a caller may: texts with spaces between values, or lists; such "
              + "as roles, or realm_access.roles for one within another. Default: scope.")
  private List<String> scopeClaims = List.of();

  @Option(
      names = "--oidc-scope",
      paramLabel = "VALUE=SCOPE",
      arity = "1..*",
      description =
          "What a value of those claims allows: ingest, read, author, approve, admin or pii; a "
              + "value may have several. Default: values are the scopes' own names.")
  private List<String> scopes = List.of();

  @Option(
      names = "--oidc-caller-claim",
      paramLabel = "CLAIM",
      defaultValue = USUAL_CALLER_CLAIM,
      description =
          "The claim that tells callers apart: what limits, the audit log and approvals go by, so "
              + "nobody may choose or change their own. Default: ${DEFAULT-VALUE}.")
  private String callerClaim = USUAL_CALLER_CLAIM;

  @Option(
      names = "--oidc-clock-skew",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "30s",
      description =
          "How far the issuer's clock and this machine's may be apart, 0s to 5m. Default: "
              + "${DEFAULT-VALUE}.")
  private Duration skew = USUAL_SKEW;

  @Option(
      names = "--oidc-max-token",
      paramLabel = "SIZE",
      converter = ByteSizeConverter.class,
      defaultValue = "8KB",
      description = "The longest token that is looked at, 1KB to 64KB. Default: ${DEFAULT-VALUE}.")
  private long maxBytes = USUAL_BYTES;

  @Option(
      names = "--oidc-keys-refresh",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "10m",
      description =
          "How often the issuer's keys are fetched anew, 30s to 1d; a token with a key that is not "
              + "known has them fetched, too. Default: ${DEFAULT-VALUE}.")
  private Duration refresh = USUAL_REFRESH;

  @Option(
      names = "--oidc-keys-outage",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "1d",
      description =
          "How long keys are used since they were fetched last, while the issuer does not answer; "
              + "from --oidc-keys-refresh to 30d. Default: ${DEFAULT-VALUE}.")
  private Duration outage = USUAL_OUTAGE;

  /**
   * These settings.
   *
   * @throws WrongUseException if something is missing
   * @throws IllegalArgumentException if something is out of bounds
   */
  TokenSettings settings() {
    if (issuer == null || audiences.isEmpty()) {
      throw new WrongUseException("--auth tokens needs --oidc-issuer and --oidc-audience");
    }
    if (maxBytes > TokenSettings.MOST_BYTES) {
      throw new WrongUseException("--oidc-max-token must be 1KB to 64KB");
    }
    return new TokenSettings(
        issuer,
        Set.copyOf(audiences),
        keys == null ? new Keys.Discovered() : place(keys),
        scopeClaims.isEmpty() ? List.of(USUAL_SCOPE_CLAIM) : scopeClaims,
        granted(),
        callerClaim,
        skew,
        (int) maxBytes,
        refresh,
        outage);
  }

  /**
   * Sees to it that nothing is set that would do nothing.
   *
   * @throws WrongUseException if something is
   */
  void requireUnused() {
    boolean unused =
        issuer == null
            && audiences.isEmpty()
            && keys == null
            && scopes.isEmpty()
            && scopeClaims.isEmpty()
            && callerClaim.equals(USUAL_CALLER_CLAIM)
            && skew.equals(USUAL_SKEW)
            && maxBytes == USUAL_BYTES
            && refresh.equals(USUAL_REFRESH)
            && outage.equals(USUAL_OUTAGE);
    if (!unused) {
      throw new WrongUseException("settings that begin with --oidc- need --auth tokens");
    }
  }

  private static Keys place(String text) {
    if (text.contains("://")) {
      TokenSettings.requireSafe(text, "the address of the keys");
      return new Keys.At(URI.create(text));
    }
    try {
      return new Keys.In(Path.of(text));
    } catch (InvalidPathException e) {
      throw new WrongUseException("--oidc-keys is neither a URL nor a file: " + text, e);
    }
  }

  private Map<String, Set<Scope>> granted() {
    Map<String, Set<Scope>> granted = new TreeMap<>();
    for (String each : scopes) {
      int at = each.lastIndexOf('=');
      Scope scope = Scope.given(each.substring(at + 1)).orElse(Scope.NONE);
      if (at < 1 || scope == Scope.NONE) {
        throw new WrongUseException(
            "--oidc-scope must be VALUE=SCOPE, with a scope of "
                + String.join(", ", Scope.names())
                + ", not "
                + each);
      }
      granted.computeIfAbsent(each.substring(0, at), value -> EnumSet.of(scope)).add(scope);
    }
    return granted;
  }
}
