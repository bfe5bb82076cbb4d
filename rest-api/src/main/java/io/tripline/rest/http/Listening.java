package io.tripline.rest.http;

import io.tripline.rest.tls.Tls;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * How the server listens: a few threads of the system take connections and see what has come on
 * them; each request has a virtual thread of its own, which may wait as long as it likes.
 */
public final class Listening {
  /**
   * Connections that have been made and wait to be taken. Java's usual 50 are too few for callers
   * that all come at once, say after a restart: whoever finds no room has to begin again, a second
   * later. The system may allow less ({@code net.core.somaxconn}, usually 4,096).
   */
  static final int BACKLOG = 4_096;

  /** Usually two are busy: none of them waits for an answer. */
  private static final int MOST_THREADS = 200;

  private static final int FEWEST_THREADS = 4;

  private Listening() {}

  /**
   * The threads. Those that watch connections are of the system: each look waits in a call to it,
   * and a virtual thread that does so takes the place of one that could work, or has another made.
   */
  public static ThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    threads.setName("http");
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-request-", 0).factory()));
    return threads;
  }

  /**
   * What listens on an address.
   *
   * @param tls null for plain HTTP
   */
  public static Connector on(
      String host, int port, Server server, HttpConfiguration http, @Nullable Tls tls) {
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, new HttpConnectionFactory(http));
    } else {
      HttpConnectionFactory behind = Tls.http(http);
      connector = new ServerConnector(server, tls.handshakes(behind), behind);
    }
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(BACKLOG);
    return connector;
  }
}
