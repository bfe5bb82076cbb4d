package io.tripline.rest.openapi;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Endpoints;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The API's document, and a page on which people read and try it: Swagger UI, as its publisher
 * packs it, with nothing from elsewhere.
 */
public final class DocumentRoutes implements Resource {
  /** What the page may load: what this server has, and no more. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

  private static final String OWN = "/io/tripline/rest/openapi/";
  private static final String SWAGGER =
      "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";

  /** Where each file of the page is from, and what it is. */
  private static final SortedMap<String, File> FILES =
      new TreeMap<>(
          Map.of(
              "start.js", new File(OWN + "start.js", "text/javascript"),
              "swagger-ui-bundle.js", new File(SWAGGER + "swagger-ui-bundle.js", "text/javascript"),
              "swagger-ui.css", new File(SWAGGER + "swagger-ui.css", "text/css")));

  private record File(String resource, String type) {}

  // Guarded by this:
  private Endpoints endpoints = Endpoints.of(List.of());
  private byte @Nullable [] document;

  /** Says what is served, which is the endpoints of this resource too. */
  public synchronized void publish(Endpoints all) {
    endpoints = all;
    document = null;
  }

  /** Made when it is asked for: few ask, and a start would wait for it. */
  private synchronized byte[] document() {
    byte[] made = document;
    if (made == null) {
      made = OpenApi.document(endpoints);
      document = made;
    }
    return made;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/openapi.json", "getOpenApi", Tag.SERVER, Scope.NONE)
            .summary("This document")
            .answers(200, "In OpenAPI 3.1.", Content.json(Schema.any()))
            .handledBy(ctx -> ctx.contentType(Json.CONTENT_TYPE).result(document())),
        Endpoint.get("/docs", "getDocs", Tag.SERVER, Scope.NONE)
            .summary("A page to read and try the API on")
            .answers(200, "The page.", new Content("text/html", Schema.raw()))
            .handledBy(ctx -> file(ctx, new File(OWN + "docs.html", "text/html"))),
        Endpoint.get("/docs/{file}", "getDocsFile", Tag.SERVER, Scope.NONE)
            .summary("What the page is made of")
            .path("file", Schema.words(List.copyOf(FILES.keySet())))
            .answers(
                200,
                "The file.",
                new Content("text/javascript", Schema.raw()),
                new Content("text/css", Schema.raw()))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::part));
  }

  private void part(Context ctx) {
    File file = FILES.get(ctx.pathParam("file"));
    if (file == null) {
      throw Problem.of(ProblemType.NOT_FOUND, "The page has no such file.").exception();
    }
    file(ctx, file);
  }

  /** As the build says; it is a part of the names of the archive's files. */
  private static String swaggerVersion() {
    Properties properties = new Properties();
    try (InputStream in = resource(OWN + "swagger.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static InputStream resource(String name) {
    InputStream in = DocumentRoutes.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException(name + " is not in this build");
    }
    return in;
  }

  private static void file(Context ctx, File file) {
    ctx.header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "max-age=3600")
        .contentType(file.type() + "; charset=utf-8");
    try (InputStream in = resource(file.resource())) {
      ctx.result(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
