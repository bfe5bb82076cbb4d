package io.tripline.rest.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Posts over HTTP/1.1, to addresses that a {@link ReceiverGuard} lets through and to no others: it
 * asks it for each connection, and connects to what it is answered. TLS still is with the host's
 * name. Redirects are not followed, proxies not used. Thread-safe.
 */
final class WebhookClient implements AutoCloseable {
  /** Shorter than what receivers usually keep an idle connection for: none is used as it closes. */
  private static final Duration IDLE = Duration.ofSeconds(4);

  private static final int THREADS = 16;

  private final WebhookSettings settings;
  private final HttpClient client;

  WebhookClient(WebhookSettings settings, ReceiverGuard guard) {
    this(settings, guard, new SslContextFactory.Client());
  }

  WebhookClient(WebhookSettings settings, ReceiverGuard guard, SslContextFactory.Client tls) {
    this.settings = settings;
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setSslContextFactory(tls);
    this.client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("webhook-client");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setStopTimeout(0);
    client.setExecutor(threads);
    client.setSocketAddressResolver(
        (host, port, context, promise) -> resolve(guard, host, port, context, promise));
    client.setConnectTimeout(settings.connectTimeout().toMillis());
    client.setIdleTimeout(IDLE.toMillis());
    client.setDestinationIdleTimeout(IDLE.toMillis());
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setMaxConnectionsPerDestination(settings.maxWebhooks() + settings.shared());
  }

  /** What a receiver answered. The body is cut at {@link BoundedAnswer#KEPT_BYTES}. */
  record Answer(int status, String retryAfter, String body) {}

  private static void resolve(
      ReceiverGuard guard,
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    boolean secure =
        context.get(Destination.CONTEXT_KEY) instanceof Destination to && to.isSecure();
    guard
        .lookUp(host, secure)
        .whenComplete(
            (addresses, failure) -> {
              if (failure != null) {
                promise.failed(failure);
              } else {
                promise.succeeded(at(host, addresses, port));
              }
            });
  }

  /** With the host as the name of each: it is what TLS asks the receiver to prove. */
  private static List<InetSocketAddress> at(String host, List<InetAddress> addresses, int port) {
    List<InetSocketAddress> all = new ArrayList<>();
    for (InetAddress each : addresses) {
      try {
        InetAddress named = InetAddress.getByAddress(host, each.getAddress());
        all.add(new InetSocketAddress(named, port));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("an address has an address's length", e);
      }
    }
    return all;
  }

  /**
   * Posts JSON, and reads the answer to its end or a bound.
   *
   * @throws ExecutionException if nothing, or nothing whole, was answered
   * @throws TimeoutException if that took too long
   */
  Answer post(URI uri, Map<String, String> headers, String body)
      throws InterruptedException, ExecutionException, TimeoutException {
    Request request = started().POST(uri);
    // While an answer is waited for, only the bound for the whole of it counts.
    request.idleTimeout(settings.requestTimeout().plus(IDLE).toMillis(), TimeUnit.MILLISECONDS);
    request.headers(fields -> headers.forEach(fields::put));
    request.body(new StringRequestContent("application/json", body, StandardCharsets.UTF_8));
    BoundedAnswer answer = new BoundedAnswer(settings.maxAnswerBytes());
    request.send(answer);
    CompletableFuture<Answer> result = answer.result();
    try {
      return result.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      request.abort(e);
      throw e;
    }
  }

  /** Starting loads what TLS needs; servers without webhooks do without. */
  private HttpClient started() {
    if (!client.isStarted()) {
      synchronized (this) {
        try {
          client.start();
          client.getContentDecoderFactories().clear();
        } catch (Exception e) {
          throw new IllegalStateException("the client of webhooks cannot be started", e);
        }
      }
    }
    return client;
  }

  /** Breaks off what is still under way. */
  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the client of webhooks cannot be stopped", e);
    }
  }
}
