package io.tripline.rest.openapi;

import io.tripline.rest.openapi.Contract.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes requests of the API's document at random: most of them as the document says, some of them
 * spoilt in one place. The same seed makes the same requests.
 */
final class Fuzz {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  private static final int DEEPEST = 4;

  private static final List<String> WORDS =
      List.of(
          "",
          "a",
          "cards",
          "c1",
          "customers",
          "big",
          "listed",
          "live",
          "sample 10%",
          "2026-01-31T10:00:00Z",
          "http://localhost:9/x",
          "application/json",
          "-1",
          "0",
          "99999999999999999999",
          "true",
          "null",
          "../../etc/passwd",
          "%00",
          "ü",
          "\u0000",
          "\uD83D\uDE00",
          "a".repeat(300),
          "' or 1=1 --",
          "{}",
          "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

  private final Contract contract;
  private final SplittableRandom random;
  private final List<String> texts;
  private final List<String> ids;
  private final List<Operation> operations;

  /** A request. */
  record Request(
      Operation operation,
      String method,
      String target,
      byte @Nullable [] body,
      List<String> headers) {}

  /**
   * @param texts bodies for what is no JSON
   * @param ids names that exist
   */
  Fuzz(Contract contract, long seed, List<String> texts, List<String> ids) {
    this.contract = contract;
    this.random = new SplittableRandom(seed);
    this.texts = texts;
    this.ids = ids;
    this.operations = contract.operations().stream().filter(each -> !each.isStream()).toList();
  }

  Request next() {
    Operation operation = pick(operations);
    StringBuilder target = new StringBuilder(path(operation));
    List<String> headers = new ArrayList<>();
    String separator = "?";
    for (JsonNode each : list(operation.said().get("parameters"))) {
      boolean given = random.nextInt(4) == 0;
      if (each.get("in").stringValue().equals("query") && given) {
        target
            .append(separator)
            .append(each.get("name").stringValue())
            .append('=')
            .append(encoded(text(each.get("schema"))));
        separator = "&";
      }
    }
    if (random.nextInt(40) == 0) {
      target.append(separator).append(encoded(word())).append("=1");
    }
    if (random.nextInt(8) == 0) {
      headers.addAll(
          List.of("Accept", random.nextBoolean() ? "text/plain" : "application/x-ndjson"));
    }
    return new Request(
        operation, operation.method(), target.toString(), body(operation, headers), headers);
  }

  private String path(Operation operation) {
    Matcher placeholders = PLACEHOLDER.matcher(operation.path());
    return placeholders.replaceAll(
        name -> {
          String value = random.nextInt(3) == 0 ? word() : named(name.group(1));
          return Matcher.quoteReplacement(encoded(value.isEmpty() ? "x" : value));
        });
  }

  private String named(String name) {
    return switch (name) {
      case "name" -> random.nextBoolean() ? "cards" : "customers";
      case "rule" -> random.nextBoolean() ? "big" : "listed";
      case "version" -> Integer.toString(random.nextInt(1, 4));
      case "key" -> "c1";
      default -> pick(ids);
    };
  }

  private byte @Nullable [] body(Operation operation, List<String> headers) {
    JsonNode said = operation.said().get("requestBody");
    if (said == null || random.nextInt(20) == 0) {
      return null;
    }
    List<String> types = List.copyOf(said.get("content").propertyNames());
    String type = pick(types);
    if (random.nextInt(10) != 0) {
      headers.addAll(List.of("Content-Type", random.nextInt(20) == 0 ? "a/b" : type));
    }
    byte[] body =
        (type.equals("application/json")
                ? value(said.get("content").get(type).get("schema"), 0).toString()
                : pick(texts))
            .getBytes(StandardCharsets.UTF_8);
    if (body.length > 0 && random.nextInt(6) == 0) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    return body;
  }

  /** A value of a schema, or at times one that is not. */
  private JsonNode value(JsonNode schema, int depth) {
    if (random.nextInt(12) == 0 || depth > DEEPEST) {
      return anything();
    }
    JsonNode reference = schema.get("$ref");
    if (reference != null) {
      String name = reference.stringValue();
      return value(
          contract
              .document()
              .get("components")
              .get("schemas")
              .get(name.substring(name.lastIndexOf('/') + 1)),
          depth);
    }
    for (String several : List.of("oneOf", "allOf")) {
      if (schema.has(several)) {
        return value(pick(list(schema.get(several))), depth);
      }
    }
    JsonNode words = schema.get("enum");
    if (words != null) {
      return pick(list(words));
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> {
        ArrayNode array = JSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(schema.get("items"), depth + 1));
        }
        yield array;
      }
      case "integer" -> JSON.valueToTree(random.nextLong(-2, 2000));
      case "number" -> JSON.valueToTree(random.nextDouble());
      case "boolean" -> JSON.valueToTree(random.nextBoolean());
      case "null" -> JSON.nullNode();
      case "string" -> JSON.valueToTree(word());
      default -> anything();
    };
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.createObjectNode();
    JsonNode properties = schema.get("properties");
    if (properties != null) {
      properties
          .properties()
          .forEach(
              each -> {
                if (random.nextInt(4) != 0) {
                  object.set(each.getKey(), value(each.getValue(), depth + 1));
                }
              });
    }
    if (random.nextInt(10) == 0) {
      object.put(word(), word());
    }
    return object;
  }

  private String type(JsonNode schema) {
    JsonNode type = schema.get("type");
    if (type == null) {
      return "";
    }
    return type.isArray() ? pick(list(type)).stringValue() : type.stringValue();
  }

  private String text(JsonNode schema) {
    JsonNode value = value(schema, 0);
    return value.isString() ? value.stringValue() : value.toString();
  }

  private JsonNode anything() {
    return switch (random.nextInt(7)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.valueToTree(random.nextLong());
      case 2 -> JSON.valueToTree(random.nextBoolean());
      case 3 -> JSON.createArrayNode();
      case 4 -> JSON.createObjectNode();
      case 5 -> JSON.valueToTree(1e300);
      default -> JSON.valueToTree(word());
    };
  }

  private String word() {
    return pick(WORDS);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<JsonNode> list(@Nullable JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    if (array != null) {
      array.forEach(list::add);
    }
    return list;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
