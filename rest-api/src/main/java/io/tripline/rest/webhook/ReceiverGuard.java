package io.tripline.rest.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says where deliveries may go: to public addresses over HTTPS, and to what is allowed by name.
 *
 * <p>What is judged are addresses, not names: {@link #addresses} resolves once, and the caller
 * connects to what it is given, so that a name server that answers otherwise the next time gains
 * nothing. Thread-safe.
 */
public final class ReceiverGuard {
  private final AllowedReceivers allowed;
  private final HostNames names;
  private final Executor lookUps;

  /** Resolves host names. */
  @FunctionalInterface
  public interface HostNames {
    HostNames SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * All addresses of a host. May take long.
     *
     * @param host a name or an address, that of IPv6 in brackets or not
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
  }

  /** Deliveries may not go there. */
  static final class ForbiddenException extends Exception {
    ForbiddenException(String message) {
      super(message, null, false, false);
    }
  }

  /** One that asks the system. */
  public ReceiverGuard(AllowedReceivers allowed) {
    this(allowed, HostNames.SYSTEM);
  }

  ReceiverGuard(AllowedReceivers allowed, HostNames names) {
    this.allowed = allowed;
    this.names = names;
    // A look-up holds a thread of the system until it is over, so a virtual one would gain nothing.
    this.lookUps = task -> Thread.ofPlatform().daemon().name("tripline-webhook-lookup").start(task);
  }

  /**
   * The addresses of a receiver, all of which may be connected to. May take long.
   *
   * @throws UnknownHostException if there is no such host
   * @throws ForbiddenException if one of them is forbidden; its message tells why
   */
  List<InetAddress> addresses(String host, boolean secure)
      throws UnknownHostException, ForbiddenException {
    List<InetAddress> found = names.resolve(host);
    if (allowed.names(host)) {
      return found;
    }
    for (InetAddress address : found) {
      String kind = AddressKinds.notPublic(address);
      if (!allowed.contains(address)) {
        if (kind != null) {
          throw new ForbiddenException(
              host
                  + " is "
                  + address.getHostAddress()
                  + ", "
                  + kind
                  + "; webhooks do not go there unless the server is told to");
        }
        if (!secure) {
          throw new ForbiddenException("webhooks go to " + host + " over https only");
        }
      }
    }
    return found;
  }

  /**
   * The same without waiting: the future ends with the addresses or what {@link #addresses} throws.
   */
  CompletableFuture<List<InetAddress>> lookUp(String host, boolean secure) {
    CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
    lookUps.execute(
        () -> {
          try {
            result.complete(addresses(host, secure));
          } catch (UnknownHostException | ForbiddenException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /**
   * Why a webhook with this URL would never be delivered to, as far as is known now; empty if it
   * may be. A host that is not known today may be tomorrow, so over HTTPS that is no reason.
   *
   * @param uri with a host
   * @param millis how long a look-up may take
   */
  public Optional<String> refusal(URI uri, long millis) throws InterruptedException {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    String unknown =
        secure ? null : "webhooks go over http only to what is allowed, and its host is not known";
    try {
      lookUp(uri.getHost(), secure).get(millis, TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.ofNullable(unknown);
    } catch (ExecutionException e) {
      return e.getCause() instanceof ForbiddenException forbidden
          ? Optional.of(String.valueOf(forbidden.getMessage()))
          : Optional.ofNullable(unknown);
    }
  }
}
