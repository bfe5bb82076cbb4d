package io.tripline.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** A server for one connection and requests without a body, that answers what it is told to. */
final class StubServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Thread thread;

  /**
   * @param answers a whole answer for each request, by its number from 0; may take its time
   */
  StubServer(IntFunction<String> answers) throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread = Thread.ofVirtual().start(() -> serve(answers));
  }

  /** An answer with a body. */
  static String answer(String status, String body) {
    return "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private void serve(IntFunction<String> answers) {
    try (Socket connection = socket.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = connection.getOutputStream()) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          out.write(answers.apply(number++).getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The caller is gone, which ends it.
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.close();
    thread.join();
  }
}
