package io.tripline.rest;

import io.tripline.rest.security.SecuritySettings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** From where the server may be reached, with the settings that it has. */
final class Reach {
  private Reach() {}

  /**
   * Nobody who is not asked who they are may come from another machine, and nobody's key may go
   * readable over a network unless that was said.
   *
   * @throws ServerStartException if it could be so
   */
  static void require(ServerSettings settings) {
    SecuritySettings security = settings.security();
    String host = settings.host();
    if (isLoopback(host)) {
      return;
    }
    if (!security.asksWhoCalls()) {
      throw new ServerStartException(
          "Other machines could call at %s, and nobody would ask who they are. Ask for keys or tokens (--auth keys, --auth tokens), or listen on this machine's loopback only: 127.0.0.1 or ::1."
              .formatted(host),
          null);
    }
    if (security.tls() == null && !security.plainHttp()) {
      throw new ServerStartException(
          "Keys and events would go readable over the network at %s. Give a certificate (--tls-certificate and --tls-key); or, behind a proxy that speaks TLS, on a network where nobody else listens, say so with --unencrypted-http."
              .formatted(host),
          null);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw new ServerStartException("The host " + host + " is not known.", e);
    }
  }
}
