package io.tripline.rest.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out. Until there is authentication, only programs on this machine may call the
 * server; a page of some web site in a browser on this machine must not be able to use that. So the
 * names that a request gives for its target (Host) and its sender (Origin) must be this machine's.
 */
public final class LocalCallers {
  private static final Set<String> NAMES = Set.of("localhost", "[::1]", "::1");

  private static final Pattern LOOPBACK = Pattern.compile("127\\.\\d+\\.\\d+\\.\\d+");

  private LocalCallers() {}

  /**
   * @throws ProblemException 403 if the request comes by a foreign name, or from a foreign page
   */
  public static void check(Context ctx) {
    if (!isLocal(hostName(ctx.header("Host")))) {
      throw refused("The request names another host than this machine");
    }
    String origin = ctx.header("Origin");
    if (origin != null && !isLocal(originHost(origin))) {
      throw refused("The request comes from a page of another host");
    }
  }

  private static ProblemException refused(String why) {
    return Problem.of(
            ProblemType.NOT_LOCAL,
            why + "; the server has no authentication, and takes local requests only.")
        .exception();
  }

  private static boolean isLocal(@Nullable String host) {
    return host != null && (NAMES.contains(host) || LOOPBACK.matcher(host).matches());
  }

  private static @Nullable String hostName(@Nullable String header) {
    if (header == null) {
      return null;
    }
    int colon = header.lastIndexOf(':');
    String name = colon > header.lastIndexOf(']') ? header.substring(0, colon) : header;
    return name.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String originHost(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
