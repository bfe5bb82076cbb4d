package io.tripline.rest.openapi;

import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Endpoints;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.AlertSchemas;
import io.tripline.rest.security.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The document that describes the API, as OpenAPI 3.1 has it (<a
 * href="https://spec.openapis.org/oas/v3.1.1.html">its specification</a>). A pure function of the
 * table of endpoints.
 */
public final class OpenApi {
  private static final String BEARER = "bearer";

  private static final Schema PROBLEM =
      Schema.object("Problem")
          .member("type", Schema.text(), "A URN that programs may tell problems apart by.")
          .member("title", Schema.text())
          .member("status", Schema.integer(100, 599))
          .member("detail", Schema.text(), "A sentence for people.")
          .end();

  private final Endpoints endpoints;
  private final Components components = new Components();

  private OpenApi(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /** The document as JSON, with line breaks. */
  public static byte[] document(Endpoints endpoints) {
    return Json.pretty(new OpenApi(endpoints).document());
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.1");
    document.put(
        "info",
        object(
            "title",
            "Tripline",
            "version",
            "v1",
            "description",
            "Rules and events in, alerts out. Every problem is an application/problem+json of RFC"
                + " 9457, told apart by its type.",
            "license",
            object("name", "Apache-2.0", "identifier", "Apache-2.0")));
    document.put("servers", List.of(object("url", "/")));
    document.put(
        "tags",
        Arrays.stream(Tag.values())
            .map(tag -> object("name", tag.title(), "description", tag.meaning()))
            .toList());
    document.put("paths", paths());
    document.put("webhooks", object("alert", object("post", alertSent())));
    document.put(
        "components",
        object(
            "schemas",
            components.all(),
            "securitySchemes",
            object(
                BEARER,
                object(
                    "type",
                    "http",
                    "scheme",
                    "bearer",
                    "description",
                    "Where the server asks who calls: an API key, or a token (JWT) of the issuer"
                        + " that it trusts, whichever it takes. Its scopes: "
                        + Arrays.stream(Scope.values())
                            .filter(each -> each != Scope.NONE)
                            .map(each -> "`" + each.text() + "`: " + each.meaning())
                            .collect(Collectors.joining(" "))))));
    return document;
  }

  private Map<String, Object> paths() {
    Map<String, Object> paths = new LinkedHashMap<>();
    endpoints.all().stream()
        .sorted(Comparator.comparing(Endpoint::tag))
        .forEach(
            each -> {
              @SuppressWarnings("unchecked")
              Map<String, Object> methods =
                  (Map<String, Object>)
                      paths.computeIfAbsent(each.path(), path -> new LinkedHashMap<>());
              methods.put(each.method().name().toLowerCase(Locale.ROOT), operation(each));
            });
    return paths;
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", endpoint.id());
    operation.put("tags", List.of(endpoint.tag().title()));
    operation.put("summary", endpoint.summary());
    operation.put("description", description(endpoint));
    List<Object> parameters = parameters(endpoint);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (!endpoint.bodies().isEmpty()) {
      operation.put(
          "requestBody",
          object("required", endpoint.bodyRequired(), "content", content(endpoint.bodies())));
    }
    operation.put("responses", responses(endpoint));
    operation.put(
        "security",
        endpoint.scope() == Scope.NONE
            ? List.of()
            : List.of(object(BEARER, List.of(endpoint.scope().text()))));
    return operation;
  }

  private static String description(Endpoint endpoint) {
    String scope =
        endpoint.scope() == Scope.NONE
            ? "Needs no key or token."
            : "Needs the scope `" + endpoint.scope().text() + "`.";
    return endpoint.details().isEmpty() ? scope : endpoint.details() + "\n\n" + scope;
  }

  private List<Object> parameters(Endpoint endpoint) {
    List<Object> all = new ArrayList<>();
    endpoint
        .pathParameters()
        .forEach(
            (name, schema) ->
                all.add(
                    object("name", name, "in", "path", "required", true, "schema", use(schema))));
    for (Parameter<?> each : endpoint.query()) {
      all.add(
          object(
              "name",
              each.name(),
              "in",
              "query",
              "description",
              each.meaning(),
              "schema",
              use(each.schema())));
    }
    endpoint
        .headers()
        .forEach(
            (name, meaning) ->
                all.add(
                    object(
                        "name",
                        name,
                        "in",
                        "header",
                        "description",
                        meaning,
                        "schema",
                        use(Schema.text()))));
    return all;
  }

  private Map<String, Object> content(List<Content> contents) {
    Map<String, Object> content = new LinkedHashMap<>();
    for (Content each : contents) {
      content.put(each.mediaType(), object("schema", use(each.schema())));
    }
    return content;
  }

  private Map<String, Object> responses(Endpoint endpoint) {
    Map<String, Object> responses = new TreeMap<>();
    for (Endpoint.Answer answer : endpoint.answers()) {
      Map<String, Object> response = object("description", answer.meaning());
      if (!answer.headers().isEmpty()) {
        Map<String, Object> headers = new TreeMap<>();
        answer
            .headers()
            .forEach(
                (name, meaning) ->
                    headers.put(
                        name, object("description", meaning, "schema", use(Schema.text()))));
        response.put("headers", headers);
      }
      if (!answer.contents().isEmpty()) {
        response.put("content", content(answer.contents()));
      }
      responses.put(Integer.toString(answer.status()), response);
    }
    problems(endpoint)
        .forEach((status, meaning) -> responses.put(Integer.toString(status), problem(meaning)));
    return responses;
  }

  /** By status, as OpenAPI has it; the kinds of one status are told in its description. */
  private static Map<Integer, String> problems(Endpoint endpoint) {
    return endpoint
        .allProblems()
        .collect(
            Collectors.groupingBy(
                ProblemType::status,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.mapping(
                        type -> type.title() + " (`" + type.urn() + "`).",
                        Collectors.toCollection(TreeSet::new)),
                    titles -> String.join(" ", titles))));
  }

  private Map<String, Object> problem(String meaning) {
    return object(
        "description",
        meaning,
        "content",
        object(Problem.CONTENT_TYPE, object("schema", use(PROBLEM))));
  }

  private Map<String, Object> alertSent() {
    return object(
        "operationId",
        "alertSent",
        "tags",
        List.of(Tag.WEBHOOKS.title()),
        "summary",
        "What a webhook's receiver is sent",
        "description",
        "Signed as Standard Webhooks has it. Any 2xx means that it has arrived.",
        "requestBody",
        object("required", true, "content", content(List.of(Content.json(AlertSchemas.SENT)))),
        "responses",
        object("2XX", object("description", "It has arrived.")));
  }

  private Object use(Schema schema) {
    return components.use(schema);
  }

  private static Map<String, Object> object(@Nullable Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(
          (String) java.util.Objects.requireNonNull(namesAndValues[i]),
          java.util.Objects.requireNonNull(namesAndValues[i + 1]));
    }
    return object;
  }
}
