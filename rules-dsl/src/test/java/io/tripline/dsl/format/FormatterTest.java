package io.tripline.dsl.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FormatterTest {

  @Test
  void blanksOfAllKindsBecomeSpacesAndLineFeeds() {
    assertThat(
            format(
                "\uFEFF// of Windows \t\r\nrule\tr\f{\r\n\r\n\r\n\ttitle\t'a\tb'\r\n\r\n\r\n"
                    + "\tby\u00A0none\r\n}\r\n\r\n"))
        .isEqualTo("// of Windows\nrule r {\n  title 'a\tb'\n\n  by none\n}\n");
    assertThat(format("list a of int\rlist b of int")).isEqualTo("list a of int\nlist b of int\n");
  }

  @Test
  void theLineEndsInsideOfACommentBecomeLineFeedsAndAllElseInItStays() {
    assertThat(format("/* one \r\n\ttwo */\r\nlist a of int"))
        .isEqualTo("/* one \n\ttwo */\nlist a of int\n");
  }

  @Test
  void nothingIsWrittenAsNothing() {
    assertThat(format("")).isEmpty();
    assertThat(format(" \n\t\r\n")).isEmpty();
    assertThat(format("\n\n// only a comment")).isEqualTo("// only a comment\n");
  }

  @Test
  void aFileWithSyntaxErrorsIsNotFormatted() {
    Formatted formatted = Formatter.format(new SourceFile("a.trip", "rule r {\n  by }\nevent"));
    assertThat(formatted.text()).isNull();
    assertThat(formatted.diagnostics())
        .extracting(Diagnostic::code, d -> d.place().line())
        .containsExactly(tuple("TL0010", 2), tuple("TL0010", 3));
  }

  @Test
  void aFileThatIsTooLargeOrTooDeepIsNotFormatted() {
    assertThat(codes("list a of int\n".repeat(400_000))).containsExactly("TL0007");
    assertThat(codes("rule r { on A by none when " + "(".repeat(300) + ")".repeat(300) + "}"))
        .containsExactly("TL0006");
  }

  @Test
  void aFileThatWouldBecomeTooLargeIsNotFormatted() {
    String deep = "(a+".repeat(190) + "x" + ")".repeat(190);
    String text = "rule r { on A by none when a" + (" and " + deep).repeat(300) + " alert 'x' }";
    assertThat(text).hasSizeLessThan(300_000);
    assertThat(codes(text)).containsExactly("TL0007");
  }

  @Test
  void rulesThatMakeNoSenseAreFormatted() {
    assertThat(format("rule r { severity   dreadful by   nothing }"))
        .isEqualTo("rule r {\n  severity dreadful\n  by nothing\n}\n");
  }

  @Test
  void wideCharactersCountAsTheyAreShown() {
    assertThat(format("event E { 卡 string @pii // two columns\n a int @id // one\n }"))
        .isEqualTo(
            """
            event E {
              卡  string  @pii  // two columns
              a   int     @id   // one
            }
            """);
  }

  @Test
  void aLineIsAHundredColumnsWideAtMost() {
    String fits =
        "rule r {\n  on Payment by none\n  when a = 1 and b = " + "x".repeat(79) + "\n}\n";
    assertThat(fits.lines().mapToInt(String::length).max()).hasValue(100);
    assertThat(format(fits)).isEqualTo(fits);
    assertThat(format(fits.replace("x\n", "xx\n"))).contains("\n    and b = xx");
  }

  private static List<String> codes(String text) {
    Formatted formatted = Formatter.format(new SourceFile("a.trip", text));
    assertThat(formatted.text()).isNull();
    return formatted.diagnostics().stream().map(Diagnostic::code).toList();
  }

  private static String format(String text) {
    Formatted formatted = Formatter.format(new SourceFile("a.trip", text));
    assertThat(formatted.diagnostics()).isEmpty();
    return Objects.requireNonNull(formatted.text());
  }
}
