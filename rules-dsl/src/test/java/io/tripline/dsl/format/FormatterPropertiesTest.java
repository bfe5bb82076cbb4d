package io.tripline.dsl.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.parser.RuleParser;
import io.tripline.dsl.random.Choices;
import io.tripline.dsl.random.Piece;
import io.tripline.dsl.random.RandomRules;
import io.tripline.dsl.random.RandomTexts;
import io.tripline.dsl.random.Scribble;
import io.tripline.dsl.random.Scribble.Style;
import io.tripline.dsl.random.Unplaced;
import io.tripline.dsl.syntax.concrete.Comment;
import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.NodeKind;
import io.tripline.dsl.syntax.concrete.SourceTree;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Formatting changes white space only, and twice is once: on files with every construct. */
class FormatterPropertiesTest {
  private static final List<String> GARBAGE =
      List.of(
          "",
          "",
          " ",
          "\n",
          "\r",
          "{",
          "}",
          "(",
          ")",
          "|",
          "| x |",
          "//",
          "/*",
          "*/",
          "'",
          "\"",
          "`",
          ",",
          ":",
          ".",
          "?",
          "->",
          "-",
          "not",
          "where",
          "define",
          "test",
          "rule",
          "case",
          "a",
          "12",
          "1x",
          "10m",
          "\u0000",
          "\uD83D",
          "\uD83D\uDE00",
          "\uFEFF",
          "§");

  @Property(tries = 400)
  void tokensCommentsAndTreeStayAndTwiceIsOnce(@ForAll("commented") Scribble file) {
    String formatted = format(file.text());
    assertThat(tokens(formatted))
        .isEqualTo(file.tokens().stream().map(token -> withoutPadding(token.text())).toList());
    assertThat(comments(formatted))
        .isEqualTo(
            file.comments().stream()
                .map(comment -> comment.startsWith("//") ? comment.stripTrailing() : comment)
                .toList());
    assertThat(tree(formatted)).isEqualTo(tree(file.text()));
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  @Property(tries = 200)
  void blanksBetweenTokensDoNotMatter(
      @ForAll("tokens") List<Piece> tokens, @ForAll long one, @ForAll long other) {
    assertThat(format(Scribble.of(tokens, Style.BLANKS, choices(one)).text()))
        .isEqualTo(format(Scribble.of(tokens, Style.BLANKS, choices(other)).text()));
  }

  @Property(tries = 200)
  void whiteSpaceIsTidy(@ForAll("spaced") Scribble file) {
    String text = format(file.text());
    assertThat(text).doesNotContain("\n\n\n", "\r", "\f", "\uFEFF", "{\n\n", "\n\n}");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).doesNotMatch("\\t.*|.*[ \t]"));
    if (file.tokens().isEmpty()) {
      assertThat(text).isEmpty();
    } else {
      assertThat(text).endsWith("\n").doesNotEndWith("\n\n").doesNotStartWith("\n");
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void garbageIsFormattedOrToldAboutAndNeverThrows(
      @ForAll("commented") Scribble file, @ForAll long seed) {
    Choices choices = choices(seed);
    StringBuilder text = new StringBuilder(file.text());
    for (int i = 0; i <= choices.next(4); i++) {
      int start = choices.next(text.length() + 1);
      int end = Math.min(text.length(), start + choices.next(12));
      text.replace(start, end, GARBAGE.get(choices.next(GARBAGE.size())));
    }
    Formatted formatted = Formatter.format(source(text.toString()));
    if (formatted.text() == null) {
      assertThat(formatted.diagnostics()).isNotEmpty();
    } else {
      assertThat(format(formatted.text())).isEqualTo(formatted.text());
    }
  }

  @Example
  void everyKindOfNodeIsTested() {
    Set<NodeKind> kinds = EnumSet.noneOf(NodeKind.class);
    for (int seed = 0; seed < 200; seed++) {
      List<Piece> tokens = RandomRules.file(choices(seed));
      collect(concrete(Scribble.of(tokens, Style.BLANKS, choices(seed)).text()).root(), kinds);
    }
    assertThat(EnumSet.complementOf(EnumSet.copyOf(kinds))).containsExactly(NodeKind.UNREADABLE);
  }

  private static void collect(Element element, Set<NodeKind> kinds) {
    if (element instanceof Node node) {
      kinds.add(node.kind());
      node.children().forEach(child -> collect(child, kinds));
    }
  }

  // ---- files

  @Provide
  Arbitrary<Scribble> commented() {
    return RandomTexts.texts(Style.COMMENTS);
  }

  @Provide
  Arbitrary<Scribble> spaced() {
    return RandomTexts.texts(Style.BLANKS_AND_EMPTY_LINES);
  }

  @Provide
  Arbitrary<List<Piece>> tokens() {
    return RandomTexts.tokens();
  }

  private static Choices choices(long seed) {
    return new Choices(new Random(seed).ints(1000, 0, 1_000_000).boxed().toList());
  }

  // ---- what is looked at

  private static String format(String text) {
    Formatted formatted = Formatter.format(source(text));
    assertThat(formatted.diagnostics()).as(text).isEmpty();
    return Objects.requireNonNull(formatted.text());
  }

  private static List<String> tokens(String text) {
    List<Leaf> leaves = concrete(text).leaves();
    return leaves.subList(0, leaves.size() - 1).stream()
        .map(leaf -> withoutPadding(leaf.text()))
        .toList();
  }

  private static List<String> comments(String text) {
    return concrete(text).leaves().stream()
        .flatMap(leaf -> Stream.concat(leaf.leading().stream(), leaf.trailing().stream()))
        .map(Comment::text)
        .toList();
  }

  private static String tree(String text) {
    return Unplaced.of(RuleParser.parse(source(text), new Diagnostics()));
  }

  private static SourceTree concrete(String text) {
    return RuleParser.concrete(source(text), new Diagnostics());
  }

  private static SourceFile source(String text) {
    return new SourceFile("random.trip", text);
  }

  /** A row without the blanks beside its bars; any other token as it is. */
  private static String withoutPadding(String token) {
    return token.startsWith("|") && token.length() > 1
        ? token.replaceAll("[ \t\u00A0]*\\|[ \t\u00A0]*", "|")
        : token;
  }
}
