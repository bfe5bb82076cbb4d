package io.tripline.rest.security;

import org.jspecify.annotations.Nullable;

/**
 * Who may use the server, and how they reach it.
 *
 * @param callers how it is found out who calls
 * @param tls with what it shows who it is; null for plain HTTP
 * @param plainHttp whether it may listen without TLS on other addresses than the loopback
 * @param requestsPerSecond that one caller may send; 0 for any number
 */
public record SecuritySettings(
    Callers callers, @Nullable TlsFiles tls, boolean plainHttp, int requestsPerSecond) {
  /** The most that can be set. */
  public static final int MOST_REQUESTS_PER_SECOND = 1_000_000;

  /** How it is found out who calls. */
  public enum Callers {
    /** Nobody is asked; only programs on this machine are served. */
    UNASKED,

    /** Each shows an API key. */
    KEYS
  }

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
    return new SecuritySettings(Callers.UNASKED, null, false, 0);
  }

  /** These settings with API keys asked for. */
  public SecuritySettings withKeys() {
    return new SecuritySettings(Callers.KEYS, tls, plainHttp, requestsPerSecond);
  }

  /** These settings with TLS. */
  public SecuritySettings withTls(TlsFiles files) {
    return new SecuritySettings(callers, files, plainHttp, requestsPerSecond);
  }

  /** These settings, with plain HTTP allowed everywhere. */
  public SecuritySettings withPlainHttp() {
    return new SecuritySettings(callers, tls, true, requestsPerSecond);
  }

  /** These settings with another bound on requests. */
  public SecuritySettings withRequestsPerSecond(int most) {
    return new SecuritySettings(callers, tls, plainHttp, most);
  }
}
