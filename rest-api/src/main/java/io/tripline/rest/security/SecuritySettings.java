package io.tripline.rest.security;

import io.tripline.rest.proxy.TrustedProxies;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the server, and how they reach it.
 *
 * @param keys whether callers may show API keys
 * @param tokens the bearer tokens that callers may show; null for none. Without keys and tokens
 *     nobody is asked who they are, and only programs on this machine are served
 * @param tls with what it shows who it is; null for plain HTTP
 * @param plainHttp whether it may listen without TLS on other addresses than the loopback
 * @param proxies who is believed for whom it calls
 * @param requestsPerSecond that one caller may send; 0 for any number
 */
public record SecuritySettings(
    boolean keys,
    @Nullable TokenSettings tokens,
    @Nullable TlsFiles tls,
    boolean plainHttp,
    TrustedProxies proxies,
    int requestsPerSecond) {
  /** The most that can be set. */
  public static final int MOST_REQUESTS_PER_SECOND = 1_000_000;

  /**
   * @throws IllegalArgumentException if a bound makes no sense; the message says which
   */
  public SecuritySettings {
    if (requestsPerSecond < 0 || requestsPerSecond > MOST_REQUESTS_PER_SECOND) {
      throw new IllegalArgumentException(
          "security settings: requestsPerSecond must be 0 to " + MOST_REQUESTS_PER_SECOND);
    }
  }

  /** Plain HTTP on the loopback, without asking who calls. */
  public static SecuritySettings defaults() {
    return new SecuritySettings(false, null, null, false, TrustedProxies.NONE, 0);
  }

  /** Whether callers are asked who they are. */
  public boolean asksWhoCalls() {
    return keys || tokens != null;
  }

  /** These settings with API keys taken. */
  public SecuritySettings withKeys() {
    return new SecuritySettings(true, tokens, tls, plainHttp, proxies, requestsPerSecond);
  }

  /** These settings with tokens taken. */
  public SecuritySettings withTokens(TokenSettings taken) {
    return new SecuritySettings(keys, taken, tls, plainHttp, proxies, requestsPerSecond);
  }

  /** These settings with TLS. */
  public SecuritySettings withTls(TlsFiles files) {
    return new SecuritySettings(keys, tokens, files, plainHttp, proxies, requestsPerSecond);
  }

  /** These settings, with plain HTTP allowed everywhere. */
  public SecuritySettings withPlainHttp() {
    return new SecuritySettings(keys, tokens, tls, true, proxies, requestsPerSecond);
  }

  /** These settings with proxies that are believed for whom they call. */
  public SecuritySettings withProxies(TrustedProxies trusted) {
    return new SecuritySettings(keys, tokens, tls, plainHttp, trusted, requestsPerSecond);
  }

  /** These settings with another bound on requests. */
  public SecuritySettings withRequestsPerSecond(int most) {
    return new SecuritySettings(keys, tokens, tls, plainHttp, proxies, most);
  }
}
