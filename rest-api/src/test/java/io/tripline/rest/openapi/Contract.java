package io.tripline.rest.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API's document promises, to hold answers against. Stricter than a caller would be: a
 * member that the document does not know is a breach, too. Thread-safe.
 */
public final class Contract {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Problems have members of their own. */
  private static final Set<String> OPEN = Set.of("Problem");

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** An operation of the document. */
  public record Operation(String method, String path, Pattern pattern, JsonNode said) {
    public String id() {
      return said.get("operationId").stringValue();
    }

    /** Whether its answer has no end. */
    public boolean isStream() {
      JsonNode content = said.path("responses").path("200").path("content");
      return content.has("text/event-stream");
    }

    private long placeholders() {
      return path.chars().filter(each -> each == '{').count();
    }
  }

  /**
   * @param json the document
   */
  public Contract(byte[] json) {
    document = JSON.readTree(json);
    close(document.get("components").get("schemas"));
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      Pattern pattern =
          Pattern.compile(
              Arrays.stream(path.getKey().split("(?=\\{)|(?<=})"))
                  .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                  .reduce("", String::concat));
      path.getValue()
          .properties()
          .forEach(
              method -> {
                if (METHODS.contains(method.getKey())) {
                  operations.add(
                      new Operation(
                          method.getKey().toUpperCase(java.util.Locale.ROOT),
                          path.getKey(),
                          pattern,
                          method.getValue()));
                }
              });
    }
    operations.sort(Comparator.comparingLong(Operation::placeholders));
  }

  private static void close(JsonNode schemas) {
    schemas
        .properties()
        .forEach(
            each -> {
              if (!OPEN.contains(each.getKey()) && each.getValue() instanceof ObjectNode schema) {
                if (schema.has("properties") && !schema.has("additionalProperties")) {
                  schema.put("additionalProperties", false);
                }
              }
            });
  }

  public JsonNode document() {
    return document;
  }

  public List<Operation> operations() {
    return operations;
  }

  /** The names of operations that have been answered, each with the status. */
  public Set<String> seen() {
    return seen;
  }

  /** The operation that serves a path, if there is one. */
  public @Nullable Operation operation(String method, String path) {
    return operations.stream()
        .filter(each -> each.method().equals(method) && each.pattern().matcher(path).matches())
        .findFirst()
        .orElse(null);
  }

  /**
   * Holds an answer against the document.
   *
   * @param target path and query
   */
  public void check(String method, String target, int status, String contentType, byte[] body) {
    String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    Operation operation = operation(method, path);
    if (operation == null) {
      assertThat(status)
          .as("status of %s %s, which is not described", method, path)
          .isBetween(400, 499);
      return;
    }
    String where = method + " " + target + " → " + status;
    seen.add(operation.id() + " " + status);
    JsonNode response = operation.said().get("responses").get(Integer.toString(status));
    assertThat(response).as("%s is described", where).isNotNull();
    JsonNode contents = response.get("content");
    if (contents == null) {
      assertThat(body).as("body of " + where).isEmpty();
      return;
    }
    String type =
        contentType.contains(";")
            ? contentType.substring(0, contentType.indexOf(';'))
            : contentType;
    assertThat(contents.has(type)).as("%s as %s is described", where, type).isTrue();
    if (type.equals("application/json") || type.equals("application/problem+json")) {
      String key = operation.id() + " " + status + " " + type;
      Schema schema =
          schemas.computeIfAbsent(key, name -> schema(contents.get(type).get("schema")));
      List<Error> errors = schema.validate(JSON.readTree(body));
      assertThat(errors).as("%s: %s", where, new String(body)).isEmpty();
    }
  }

  private Schema schema(JsonNode schema) {
    ObjectNode root = JSON.createObjectNode();
    root.setAll((ObjectNode) schema);
    root.set("components", document.get("components"));
    return registry.getSchema(root);
  }
}
