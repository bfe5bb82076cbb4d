package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs the requests of docs/api.md, in their order, and compares the answers with the JSON that
 * follows them, in which "…" stands for anything.
 */
final class ApiDocumentationTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|json \\d+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern WORD =
      Pattern.compile("\\s*(?:'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+))");
  private static final String BASE = "http://localhost:8080";

  @TempDir Path folder;
  private final Map<String, String> variables = new HashMap<>();

  @Test
  void everyRequestOfThePageIsAnsweredAsThePageSays() throws Exception {
    String page = Files.readString(page());
    int requests = 0;
    try (LiveServer server = LiveServer.start(folder)) {
      Answer last = null;
      String lastCommand = "";
      Matcher blocks = BLOCK.matcher(page);
      while (blocks.find()) {
        String text = blocks.group(2);
        if (blocks.group(1).equals("sh")) {
          assertAnswered(last, lastCommand);
          lastCommand = text.strip();
          last = run(server, words(lastCommand));
          requests++;
        } else {
          assertThat(last).as("a request before " + text).isNotNull();
          int status = Integer.parseInt(blocks.group(1).substring("json ".length()));
          assertThat(last.status()).as(lastCommand + last.text()).isEqualTo(status);
          assertLike(new ObjectMapper().readTree(text), last.json(), lastCommand);
          last = null;
        }
      }
      assertAnswered(last, lastCommand);
    }
    assertThat(requests).isGreaterThanOrEqualTo(20);
  }

  /** A request without an answer on the page must at least succeed. */
  private static void assertAnswered(@Nullable Answer answer, String command) {
    if (answer != null) {
      assertThat(answer.status()).as(command).isBetween(200, 299);
    }
  }

  private static Path page() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/api.md"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IOException("docs/api.md is not above the working folder");
      }
    }
    return folder.resolve("docs/api.md");
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command.replace("\\\n", " "));
    while (matcher.lookingAt()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          boolean goesOn = !words.isEmpty() && !Character.isWhitespace(matcher.group().charAt(0));
          words.add((goesOn ? words.removeLast() : "") + matcher.group(group));
        }
      }
      matcher.region(matcher.end(), matcher.regionEnd());
    }
    return words;
  }

  /** Does what curl would do. */
  private Answer run(LiveServer server, List<String> words) throws Exception {
    assertThat(words.getFirst()).isEqualTo("curl");
    String method = null;
    String path = null;
    byte[] body = null;
    List<String> headers = new ArrayList<>();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-s" -> {}
        case "-X" -> method = words.get(++i);
        case "-H" -> {
          String[] header = words.get(++i).split(": ", 2);
          headers.addAll(List.of(header));
        }
        case "-d", "--data-binary" ->
            body = withVariables(words.get(++i)).getBytes(StandardCharsets.UTF_8);
        default -> {
          assertThat(words.get(i)).startsWith(BASE);
          path = words.get(i).substring(BASE.length());
        }
      }
    }
    assertThat(path).isNotNull();
    if (body != null && !headers.contains("Content-Type")) {
      headers.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
    }
    path = withVariables(path);
    server.engine().awaitProcessed();
    Answer answer =
        server.send(method == null ? "GET" : method, path, body, headers.toArray(String[]::new));
    remember(path, answer);
    return answer;
  }

  private String withVariables(String text) {
    String with = text.replace("$SOON", Instant.now().plus(Duration.ofHours(2)).toString());
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      with = with.replace("$" + variable.getKey(), variable.getValue());
    }
    return with;
  }

  private void remember(String path, Answer answer) {
    if (path.equals("/v1/webhooks") && answer.status() == 201) {
      variables.put("WEBHOOK", answer.json().get("id").stringValue());
    }
    if (path.equals("/v1/silences") && answer.status() == 201) {
      variables.put("SILENCE", answer.json().get("id").stringValue());
    }
    if (path.startsWith("/v1/alerts?")) {
      variables.put("ALERT", answer.json().get("alerts").get(0).get("id").stringValue());
    }
  }

  private static void assertLike(JsonNode expected, JsonNode actual, String where) {
    if (expected.isString() && expected.stringValue().equals("…")) {
      return;
    }
    if (expected.isObject()) {
      assertThat(actual.propertyNames())
          .as(where)
          .containsExactlyElementsOf(expected.propertyNames());
      for (String name : expected.propertyNames()) {
        assertLike(expected.get(name), actual.get(name), where + " → " + name);
      }
    } else if (expected.isArray()) {
      assertThat(actual.size()).as(where + actual).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertLike(expected.get(i), actual.get(i), where + " → " + i);
      }
    } else {
      assertThat(actual).as(where).isEqualTo(expected);
    }
  }
}
