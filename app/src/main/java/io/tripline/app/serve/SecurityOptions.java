package io.tripline.app.serve;

import io.tripline.app.cli.WrongUseException;
import io.tripline.rest.proxy.ForwardedHeader;
import io.tripline.rest.proxy.TrustedProxies;
import io.tripline.rest.security.SecuritySettings;
import io.tripline.rest.security.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who may use the server, and how they reach it. */
final class SecurityOptions {
  /** Far above what one caller sends who is not out of order. */
  private static final int USUAL_REQUESTS = 10_000;

  /** How it is found out who calls. */
  private enum Auth {
    NONE,
    KEYS,
    TOKENS,
    KEYS_AND_TOKENS
  }

  @Option(
      names = "--auth",
      paramLabel = "HOW",
      converter = AuthConverter.class,
      defaultValue = "none",
      description =
          "How it is found out who calls: none (nobody is asked, and only this machine's loopback "
              + "is listened on), keys (each request shows an API key; see tripline key), tokens "
              + "(each shows a JWT of the issuer that --oidc-issuer names) or keys,tokens (one of "
              + "the two). Default: ${DEFAULT-VALUE}.")
  private Auth auth = Auth.NONE;

  @Mixin private TokenOptions tokens = new TokenOptions();

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "Listen with TLS, and show this certificate: PEM, the server's own first, then those "
              + "that vouch for it. Read again when it changes.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The private key of --tls-certificate: PEM, PKCS#8, not encrypted.")
  private @Nullable Path key;

  @Option(
      names = "--unencrypted-http",
      description =
          "Listen on other addresses than the loopback without TLS. Keys, tokens and events then go"
              + " readable over the network: only behind a proxy that speaks TLS, on a network"
              + " where nobody else listens.")
  private boolean unencrypted;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "NETWORK",
      arity = "1..*",
      description =
          "Proxies that are believed for whom they call: addresses and networks, such as "
              + "10.0.7.0/28. Limits by address, the log and the audit log then have the client's "
              + "address. Default: none; the header is not looked at.")
  private List<String> proxies = List.of();

  @Option(
      names = "--forwarded-header",
      paramLabel = "NAME",
      description =
          "The header in which --trusted-proxy say it: x-forwarded-for or forwarded (RFC 7239). "
              + "Default: x-forwarded-for.")
  private @Nullable String forwarded;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      description =
          "The most requests a second of one caller (a key, the caller of a token; or an address,"
              + " where none is shown), 0 for any number; what is more is answered 429. As many may"
              + " come at once. Default: 10000 with --auth, else 0.")
  private @Nullable Integer requests;

  /**
   * These settings.
   *
   * @throws WrongUseException if an option is out of bounds, or makes no sense with another
   * @throws IllegalArgumentException likewise
   */
  SecuritySettings settings() {
    if ((certificate == null) != (key == null)) {
      throw new WrongUseException("--tls-certificate and --tls-key go together: give both");
    }
    if (unencrypted && certificate != null) {
      throw new WrongUseException("--unencrypted-http and --tls-certificate exclude each other");
    }
    int most = requests != null ? requests : auth == Auth.NONE ? 0 : USUAL_REQUESTS;
    if (most < 0 || most > SecuritySettings.MOST_REQUESTS_PER_SECOND) {
      throw new WrongUseException(
          "--max-requests must be 0 to " + SecuritySettings.MOST_REQUESTS_PER_SECOND);
    }
    SecuritySettings settings = SecuritySettings.defaults().withRequestsPerSecond(most);
    if (auth == Auth.KEYS || auth == Auth.KEYS_AND_TOKENS) {
      settings = settings.withKeys();
    }
    if (auth == Auth.TOKENS || auth == Auth.KEYS_AND_TOKENS) {
      settings = settings.withTokens(tokens.settings());
    } else {
      tokens.requireUnused();
    }
    settings = settings.withProxies(trustedProxies());
    if (certificate != null && key != null) {
      settings = settings.withTls(new TlsFiles(certificate, key));
    }
    return unencrypted ? settings.withPlainHttp() : settings;
  }

  private TrustedProxies trustedProxies() {
    if (proxies.isEmpty()) {
      if (forwarded != null) {
        throw new WrongUseException("--forwarded-header needs --trusted-proxy");
      }
      return TrustedProxies.NONE;
    }
    ForwardedHeader header =
        forwarded == null ? ForwardedHeader.X_FORWARDED_FOR : ForwardedHeader.named(forwarded);
    return TrustedProxies.parse(proxies, header);
  }

  /** Whether callers have to show who they are. */
  boolean asksWhoCalls() {
    return auth != Auth.NONE;
  }

  /** Reads how it is found out who calls. */
  static final class AuthConverter implements ITypeConverter<Auth> {
    @Override
    public Auth convert(String text) {
      return switch (text) {
        case "none" -> Auth.NONE;
        case "keys" -> Auth.KEYS;
        case "tokens" -> Auth.TOKENS;
        case "keys,tokens" -> Auth.KEYS_AND_TOKENS;
        default ->
            throw new TypeConversionException(
                "'" + text + "' is neither none, keys, tokens nor keys,tokens");
      };
    }
  }
}
