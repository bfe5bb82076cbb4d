package io.tripline.app.editors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secondsun.tm4e.core.grammar.IGrammar;
import dev.secondsun.tm4e.core.grammar.IToken;
import dev.secondsun.tm4e.core.grammar.ITokenizeLineResult;
import dev.secondsun.tm4e.core.grammar.StackElement;
import dev.secondsun.tm4e.core.registry.Registry;
import io.tripline.app.testing.Repository;
import io.tripline.dsl.parser.Lexemes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The TextMate grammar, run by the engine that editors run. */
final class TextMateGrammarTest {
  private static final Path FILE =
      Repository.path("editors/vscode/syntaxes/tripline.tmLanguage.json");
  private static final Path SAMPLE = Path.of("src/test/resources/editors/sample.trip");
  private static final Path SCOPES = Path.of("src/test/resources/editors/sample.scopes");

  private static IGrammar grammar;

  /**
   * A piece of a line and the scope it has.
   *
   * @param scopes the outermost first
   */
  private record Piece(String text, List<String> scopes) {
    String innermost() {
      return scopes.getLast();
    }
  }

  @BeforeAll
  static void load() throws Exception {
    grammar = new Registry().loadGrammarFromPathSync(FILE.toString(), Files.newInputStream(FILE));
  }

  private static List<List<Piece>> read(String text) {
    List<List<Piece>> lines = new ArrayList<>();
    @Nullable StackElement state = null;
    for (String line : text.lines().toList()) {
      ITokenizeLineResult result = grammar.tokenizeLine(line, state);
      state = result.getRuleStack();
      List<Piece> pieces = new ArrayList<>();
      for (IToken token : result.getTokens()) {
        int end = Math.min(token.getEndIndex(), line.length());
        if (token.getStartIndex() < end) {
          pieces.add(new Piece(line.substring(token.getStartIndex(), end), token.getScopes()));
        }
      }
      lines.add(pieces);
    }
    return lines;
  }

  @Test
  void isOfOurLanguage() {
    assertThat(grammar.getScopeName()).isEqualTo("source.tripline");
    assertThat(grammar.getFileTypes()).containsExactly("trip");
  }

  static List<String> reserved() {
    return Lexemes.RESERVED;
  }

  @ParameterizedTest
  @MethodSource("reserved")
  void aReservedWordIsAKeywordAndInBackQuotesAName(String word) {
    Piece piece =
        read("x " + word + " y").getFirst().stream()
            .filter(p -> p.text().contains(word))
            .findFirst()
            .orElseThrow();
    assertThat(piece.innermost()).matches("(keyword|constant\\.language)\\..*");
    Piece quoted =
        read("x `" + word + "` y").getFirst().stream()
            .filter(p -> p.text().contains(word))
            .findFirst()
            .orElseThrow();
    assertThat(quoted.innermost()).startsWith("variable.other.quoted");
    assertThat(read("x " + word + "_ y").getFirst())
        .noneMatch(p -> p.innermost().startsWith("keyword"));
  }

  /** The grammar's lists of keywords are those of the lexer, no more and no less. */
  @Test
  void keywordsAreThoseOfTheLexer() throws IOException {
    JsonNode patterns = grammarJson().path("repository").path("keyword").path("patterns");
    List<String> words = new ArrayList<>();
    for (JsonNode pattern : patterns) {
      String match = pattern.path("match").asString();
      String list = match.substring(match.indexOf(")(?:") + 4, match.indexOf(")(?!"));
      words.addAll(List.of(list.split("\\|")));
    }
    assertThat(words).containsExactlyInAnyOrderElementsOf(Lexemes.RESERVED);
  }

  /** Words that are names elsewhere: each has a place in which it is colored. */
  @Test
  void otherWordsAreKnown() throws IOException {
    JsonNode repository = grammarJson().path("repository");
    String all = repository.toString();
    List<String> missing =
        Lexemes.OTHER_WORDS.stream()
            .filter(
                w ->
                    !Pattern.compile("(?<![a-z])(\\\\s[+*])?" + w + "(?![a-z])")
                        .matcher(all)
                        .find())
            .toList();
    assertThat(missing).isEmpty();
  }

  private static JsonNode grammarJson() throws IOException {
    return new JsonMapper().readTree(Files.readString(FILE));
  }

  @Test
  void everyIncludeLeadsSomewhere() throws IOException {
    JsonNode json = grammarJson();
    List<String> includes =
        Pattern.compile("\"include\":\"#(\\w+)\"")
            .matcher(json.toString())
            .results()
            .map((MatchResult m) -> m.group(1))
            .toList();
    assertThat(new TreeSet<>(includes))
        .isEqualTo(new TreeSet<>(json.path("repository").propertyNames()));
  }

  /** The sample with the scope of every piece; {@code -Dgolden.update=true} writes it anew. */
  @Test
  void everyPieceOfTheSampleHasItsScope() throws IOException {
    StringBuilder said = new StringBuilder();
    for (List<Piece> line : read(Files.readString(SAMPLE))) {
      for (Piece piece : line) {
        if (!piece.text().isBlank()) {
          said.append(piece.text().strip()).append("  «").append(scopes(piece)).append("»\n");
        }
      }
      said.append('\n');
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(SCOPES, said.toString());
    }
    assertThat(said.toString()).isEqualTo(Files.readString(SCOPES));
  }

  /** Without the language's name at both ends. */
  private static String scopes(Piece piece) {
    return piece.scopes().stream()
        .skip(1)
        .map(s -> s.replace(".tripline", ""))
        .reduce((a, b) -> a + " › " + b)
        .orElse("-");
  }

  @ParameterizedTest
  @MethodSource("exampleFiles")
  void noExampleHasAnythingThatIsWrong(Path file) throws IOException {
    assertThat(read(Files.readString(file)).stream().flatMap(List::stream))
        .isNotEmpty()
        .noneMatch(p -> p.innermost().startsWith("invalid"));
  }

  static List<Path> exampleFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.path("examples"))) {
      return files
          .filter(f -> f.toString().endsWith(".trip") && !f.toString().contains("target"))
          .sorted()
          .toList();
    }
  }

  @Test
  void whatIsNoOperatorIsMarked() {
    assertThat(read("a == b").getFirst()).anyMatch(p -> p.innermost().startsWith("invalid"));
    assertThat(read("12abc").getFirst()).anyMatch(p -> p.innermost().startsWith("invalid"));
  }

  /** A quote that is never closed ends with its line, as for the lexer. */
  @Test
  void anOpenTextColorsItsLineOnly() {
    List<List<Piece>> lines = read("alert \"open {x\nscore 5\n'open\nwhere");
    assertThat(lines.get(1).getFirst().scopes()).noneMatch(s -> s.startsWith("string"));
    assertThat(lines.get(3).getFirst().innermost()).startsWith("keyword");
  }
}
