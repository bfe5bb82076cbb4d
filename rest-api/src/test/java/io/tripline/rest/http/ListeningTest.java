package io.tripline.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;

final class ListeningTest {
  /** More than Java's usual 50, and fewer than any system allows. */
  private static final int CALLERS = 100;

  private static final int PATIENCE_MILLIS = 10_000;

  @Test
  void manyCallersAtOnceAreConnectedBeforeAnyOfThemIsTaken() throws Exception {
    List<Socket> callers = new ArrayList<>();
    try (ServerConnector connector =
        (ServerConnector)
            Listening.on("127.0.0.1", 0, new Server(), new HttpConfiguration(), null)) {
      connector.open(); // listens, and takes nobody
      for (int i = 0; i < CALLERS; i++) {
        Socket caller = new Socket();
        callers.add(caller);
        caller.connect(
            new InetSocketAddress("127.0.0.1", connector.getLocalPort()), PATIENCE_MILLIS);
      }
      assertThat(callers).allMatch(Socket::isConnected);
    } finally {
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }

  @Test
  void requestsHaveVirtualThreadsAndConnectionsThoseOfTheSystem() throws Exception {
    QueuedThreadPool threads = (QueuedThreadPool) Listening.threads();
    threads.start();
    try {
      assertThat(isVirtual(threads)).isFalse();
      assertThat(isVirtual(threads.getVirtualThreadsExecutor())).isTrue();
    } finally {
      threads.stop();
    }
  }

  private static boolean isVirtual(Executor executor) throws Exception {
    CompletableFuture<Boolean> virtual = new CompletableFuture<>();
    executor.execute(() -> virtual.complete(Thread.currentThread().isVirtual()));
    return virtual.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
