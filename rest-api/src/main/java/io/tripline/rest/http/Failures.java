package io.tripline.rest.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.tripline.engine.pipeline.EngineFailedException;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever can go wrong with a request into a problem; nothing leaves as a stack trace. */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Sets up a server so. */
  public static void register(JavalinConfig config) {
    config.routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e.problem()));
    config.routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, ofHttp(e, ctx)));
    config.routes.exception(
        EngineFailedException.class,
        (e, ctx) -> answer(ctx, engineFailed(String.valueOf(e.getMessage()))));
    config.routes.exception(
        InterruptedException.class,
        (e, ctx) -> {
          Thread.currentThread().interrupt();
          answer(ctx, engineFailed("The server is stopping."));
        });
    config.routes.exception(Exception.class, (e, ctx) -> answer(ctx, unexpected(e, ctx.path())));
    config.router.javaLangErrorHandler(
        (response, error) -> {
          Problem problem = unexpected(error, "");
          response.setStatus(problem.status());
          response.setContentType(Problem.CONTENT_TYPE);
          try {
            response.getOutputStream().write(problem.json());
          } catch (IOException e) {
            LOG.debug("The caller has gone before the problem was written", e);
          }
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(Failures::answerForJetty));
  }

  /** The engine does not take anything any more. */
  public static Problem engineFailed(String why) {
    return Problem.of(ProblemType.ENGINE_FAILED, why);
  }

  private static void answer(Context ctx, Problem problem) {
    problem.headers().forEach(ctx::header);
    ctx.status(problem.status()).contentType(Problem.CONTENT_TYPE).result(problem.json());
  }

  private static Problem ofHttp(HttpResponseException e, Context ctx) {
    int status = e.getStatus();
    ProblemType type = ProblemType.ofStatus(status);
    String detail =
        switch (type) {
          case NOT_FOUND -> "Nothing is served at " + ctx.path() + ".";
          case METHOD_NOT_ALLOWED -> ctx.method() + " is not allowed at " + ctx.path() + ".";
          default -> String.valueOf(e.getMessage());
        };
    Problem problem = new Problem(type, status, detail, Map.of(), Map.of());
    String allowed = e.getDetails().get("availableMethods");
    return allowed == null ? problem : problem.withHeader("Allow", allowed);
  }

  /** For an error that nobody foresaw: the log has it whole, the caller has the number to it. */
  private static Problem unexpected(Throwable error, String path) {
    String reference = UUID.randomUUID().toString();
    LOG.error("Request {} failed ({})", path, reference, error);
    if (error instanceof StorageException) {
      return Problem.of(
              ProblemType.INTERNAL_ERROR, "The store failed: " + String.valueOf(error.getMessage()))
          .with("reference", reference);
    }
    return Problem.of(
            ProblemType.INTERNAL_ERROR,
            "The server met an error that it did not expect; its log has it under the reference.")
        .with("reference", reference);
  }

  /** For what Jetty refuses before it reaches a route, such as a header that is too long. */
  private static boolean answerForJetty(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem =
        new Problem(
            ProblemType.ofStatus(status),
            status,
            "The request could not be taken.",
            Map.of(),
            Map.of());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    // Jetty closes the connection, as it may not know where the next request begins: a caller that
    // is not told sends that one in vain.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    Content.Sink.write(
        response, true, new String(problem.json(), StandardCharsets.UTF_8), callback);
    return true;
  }
}
