package io.tripline.app.editors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tripline.app.testing.Repository;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.diagnostic.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class VsCodeExtensionTest {
  private static final Path FOLDER = Repository.path("editors/vscode");

  private static final String EVENTS =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string     @pii
        amount  decimal(2)
      }
      """;

  private static JsonNode json(String file) throws IOException {
    return new JsonMapper().readTree(Files.readString(FOLDER.resolve(file)));
  }

  @Test
  void everyFileThatTheManifestNamesIsThere() throws IOException {
    JsonNode manifest = json("package.json");
    List<String> files = new ArrayList<>();
    files.add(manifest.path("main").asString());
    JsonNode contributes = manifest.path("contributes");
    contributes.path("languages").forEach(l -> files.add(l.path("configuration").asString()));
    contributes.path("grammars").forEach(g -> files.add(g.path("path").asString()));
    contributes.path("snippets").forEach(s -> files.add(s.path("path").asString()));
    assertThat(files).hasSize(5).allSatisfy(f -> assertThat(FOLDER.resolve(f)).isRegularFile());
  }

  @Test
  void namesOfLanguageAndScopesAgree() throws IOException {
    JsonNode contributes = json("package.json").path("contributes");
    JsonNode language = contributes.path("languages").get(0);
    assertThat(language.path("id").asString()).isEqualTo("tripline");
    assertThat(language.path("extensions").get(0).asString()).isEqualTo(".trip");
    JsonNode grammar = contributes.path("grammars").get(0);
    assertThat(grammar.path("language").asString()).isEqualTo("tripline");
    for (JsonNode each : contributes.path("grammars")) {
      assertThat(json(each.path("path").asString()).path("scopeName").asString())
          .isEqualTo(each.path("scopeName").asString());
    }
    assertThat(contributes.path("snippets").get(0).path("language").asString())
        .isEqualTo("tripline");
    assertThat(contributes.path("configurationDefaults").has("[tripline]")).isTrue();
  }

  /** What the client asks for is declared, and what is declared is asked for. */
  @Test
  void settingsAndCommandsAreThoseOfTheClient() throws IOException {
    String client = Files.readString(FOLDER.resolve("extension.js"));
    JsonNode contributes = json("package.json").path("contributes");
    contributes
        .path("commands")
        .forEach(c -> assertThat(client).contains("'" + c.path("command").asString() + "'"));
    Pattern read = Pattern.compile("getConfiguration\\('tripline'\\)\\.get\\('(\\w+)'");
    List<String> settings =
        read.matcher(client).results().map(m -> "tripline." + m.group(1)).distinct().toList();
    List<String> declared =
        new ArrayList<>(contributes.path("configuration").path("properties").propertyNames());
    // The library reads this one by the client's id.
    assertThat(client).contains("new LanguageClient('tripline',");
    declared.remove("tripline.trace.server");
    assertThat(settings).containsExactlyInAnyOrderElementsOf(declared);
    assertThat(client).contains("args: ['lsp']");
  }

  @TestFactory
  Stream<DynamicTest> snippetsAreRules() throws IOException {
    JsonNode snippets = json("snippets/tripline.json");
    List<String> names = List.copyOf(snippets.propertyNames());
    assertThat(names).hasSize(7);
    String rule = text(snippets.path("Rule over one event"));
    return names.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name, () -> compiles(name, text(snippets.path(name)), rule)));
  }

  private static String text(JsonNode snippet) {
    List<String> lines =
        StreamSupport.stream(snippet.path("body").spliterator(), false)
            .map(JsonNode::asString)
            .toList();
    return Snippet.filled(String.join("\n", lines)) + "\n";
  }

  private static void compiles(String name, String text, String rule) {
    assertThat(text).doesNotContain("$");
    List<SourceFile> files = new ArrayList<>();
    files.add(new SourceFile("snippet.trip", text));
    if (!name.equals("Event type")) {
      files.add(new SourceFile("events.trip", EVENTS));
    }
    if (name.equals("Test of a rule")) {
      files.add(new SourceFile("rule.trip", rule));
    }
    Compilation compilation = RuleCompiler.compile(files);
    // Snippets may be ahead of what the checker knows.
    List<Diagnostic> errors =
        compilation.diagnostics().stream()
            .filter(d -> d.severity() == Severity.ERROR)
            .filter(d -> !d.message().endsWith("is not available yet"))
            .toList();
    assertThat(errors).as(new DiagnosticPrinter(files).print(errors)).isEmpty();
  }

  /** The words of language-configuration.json are regular expressions of JavaScript. */
  @Test
  void patternsOfTheLanguageConfigurationAreRight() throws IOException {
    JsonNode configuration = json("language-configuration.json");
    Pattern word = Pattern.compile(configuration.path("wordPattern").asString());
    assertThat(word.matcher("größe_2").matches()).isTrue();
    assertThat(word.matcher("12.50").matches()).isTrue();
    assertThat(word.matcher("a.b").matches()).isFalse();
    JsonNode indentation = configuration.path("indentationRules");
    Pattern more = Pattern.compile(indentation.path("increaseIndentPattern").asString());
    assertThat(more.matcher("rule r {").find()).isTrue();
    assertThat(more.matcher("  alert \"{amount}\"").find()).isFalse();
    assertThat(more.matcher("emit A { b = c }").find()).isFalse();
  }

  /** Skipped where there is no node: the build does not need it. */
  @Test
  void theClientIsJavaScript() throws IOException, InterruptedException {
    Process version;
    try {
      version = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no node");
      return;
    }
    assertThat(version.waitFor()).isZero();
    Process check =
        new ProcessBuilder("node", "--check", FOLDER.resolve("extension.js").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
  }

  /**
   * Runs the client with stand-ins for VS Code and the language client: it starts the configured
   * program, passes the settings, restarts, and stops.
   */
  @Test
  void theClientStartsTheConfiguredProgram() throws IOException, InterruptedException {
    Path script = Path.of("src/test/resources/editors/client.test.js").toAbsolutePath();
    Process run;
    try {
      run =
          new ProcessBuilder("node", script.toString(), FOLDER.resolve("extension.js").toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no node");
      return;
    }
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
    assertThat(said).contains("all fine");
  }
}
