package io.tripline.benchmarks.http;

import io.javalin.Javalin;

/**
 * What HTTP itself takes: the same library as Tripline's server, which reads bodies of lines and
 * answers how many there were.
 */
public final class BareServer {
  private BareServer() {}

  public static void main(String[] args) {
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.http.maxRequestSize = Requests.MOST_BYTES;
              config.routes.post(
                  "/v1/events",
                  ctx -> {
                    int lines = 0;
                    for (byte b : ctx.bodyAsBytes()) {
                      lines += b == '\n' ? 1 : 0;
                    }
                    ctx.contentType("application/json")
                        .result("{\"accepted\":" + lines + ",\"rejected\":0,\"errors\":[]}");
                  });
            });
    server.start("127.0.0.1", 0);
    System.out.println(ServerProcess.READY + "http://127.0.0.1:" + server.port());
  }
}
