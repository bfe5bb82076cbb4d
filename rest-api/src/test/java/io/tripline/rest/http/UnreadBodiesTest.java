package io.tripline.rest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

final class UnreadBodiesTest {
  /** Answers without a look at the body. */
  private static final class Hasty extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(204);
      callback.succeeded();
      return true;
    }
  }

  @Test
  void aCallerThatNeverEndsIsCutOff() throws Exception {
    Server server = new Server(0);
    server.setHandler(new UnreadBodies(new Hasty(), 1 << 20));
    server.start();
    try (Socket socket = connect(server)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
              .getBytes(US_ASCII));
      assertThatThrownBy(() -> sendForever(out)).isInstanceOf(IOException.class);
      assertThat(server.isRunning()).isTrue();
    } finally {
      server.stop();
    }
  }

  private static Socket connect(Server server) throws IOException {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static void sendForever(OutputStream out) throws IOException {
    byte[] some = new byte[1 << 16];
    for (long sent = 0; sent < 1L << 30; sent += some.length) {
      out.write(some);
    }
  }
}
