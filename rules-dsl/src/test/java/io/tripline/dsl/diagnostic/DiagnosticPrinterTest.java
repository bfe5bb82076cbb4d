package io.tripline.dsl.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DiagnosticPrinterTest {
  private static String print(String text, Place place) {
    Diagnostic diagnostic =
        new Diagnostic("TL0103", Severity.ERROR, place, "sentence", "a hint", List.of());
    return new DiagnosticPrinter(List.of(new SourceFile("f", text))).print(diagnostic);
  }

  @Test
  void showsTheLineAndUnderlinesIt() {
    assertThat(print("one\ntwo three\n", new Place("f", 2, 5, 5)))
        .isEqualTo(
            """
            f:2:5: error TL0103: sentence
            two three
                ^~~~~
            hint: a hint
            """);
  }

  @Test
  void keepsTabsAndWideCharactersAligned() {
    assertThat(print("\ta\tb", new Place("f", 1, 4, 1))).contains("\n\ta\tb\n\t \t^\n");
    assertThat(print("漢字 x", new Place("f", 1, 4, 1))).contains("\n漢字 x\n     ^\n");
    assertThat(print("x 漢字", new Place("f", 1, 3, 2))).contains("\n  ^~~~\n");
    assertThat(print("e\u0301 x", new Place("f", 1, 4, 1))).contains("\n  ^\n");
    assertThat(print("\uD83D\uDE00 x", new Place("f", 1, 3, 1))).contains("\n   ^\n");
  }

  @Test
  void pointsBehindTheEndOfALine() {
    assertThat(print("abc\r\ndef", new Place("f", 1, 4, 1))).contains("\nabc\n   ^\n");
    assertThat(print("abc", new Place("f", 1, 9, 3))).contains("\nabc\n   ^\n");
  }

  @Test
  void doesWithoutTheTextOfAnUnknownFile() {
    assertThat(print("abc", new Place("g", 1, 1, 1)))
        .isEqualTo("g:1:1: error TL0103: sentence\nhint: a hint\n");
  }

  @Test
  void showsRelatedPlaces() {
    Diagnostic diagnostic =
        new Diagnostic(
            "TL0101",
            Severity.WARNING,
            new Place("f", 1, 1, 1),
            "sentence",
            null,
            List.of(new Related(new Place("f", 1, 3, 1), "other")));
    assertThat(new DiagnosticPrinter(List.of(new SourceFile("f", "a b"))).print(diagnostic))
        .isEqualTo(
            """
            f:1:1: warning TL0101: sentence
            a b
            ^
            f:1:3: note: other
            a b
              ^
            """);
  }

  // ---- long lines

  /** The shown line and the marks below it. */
  private static List<String> excerpt(String line, int column, int length) {
    return print(line, new Place("f", 1, column, length)).lines().skip(1).limit(2).toList();
  }

  @Test
  void aLineThatFitsIsShownWhole() {
    String line = "a".repeat(120);
    assertThat(excerpt(line, 120, 1)).containsExactly(line, " ".repeat(119) + "^");
  }

  @Test
  void ofALongLineShowsWhatIsNear() {
    String line = "a".repeat(300) + "bad" + "c".repeat(300);
    assertThat(excerpt(line, 301, 3))
        .containsExactly(
            "…" + "a".repeat(57) + "bad" + "c".repeat(58) + "…", " ".repeat(58) + "^~~");
  }

  @Test
  void cutsOneSideOnlyNearTheEnds() {
    String line = "0123456789".repeat(30);
    assertThat(excerpt(line, 3, 2)).containsExactly(line.substring(0, 118) + "…", "  ^~");
    assertThat(excerpt(line, 299, 2))
        .containsExactly("…" + line.substring(182), " ".repeat(117) + "^~");
    assertThat(excerpt(line, 301, 1))
        .containsExactly("…" + line.substring(182), " ".repeat(119) + "^");
    assertThat(excerpt(line, 999, 1)).isEqualTo(excerpt(line, 301, 1));
  }

  @Test
  void ofALongPlaceShowsTheBeginning() {
    String line = "x".repeat(200) + "b".repeat(400) + "y";
    assertThat(excerpt(line, 201, 400))
        .containsExactly(
            "…" + "x".repeat(20) + "b".repeat(98) + "…", " ".repeat(21) + "^" + "~".repeat(97));
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    String line = "漢".repeat(100) + "x" + "字".repeat(100);
    List<String> lines = excerpt(line, 101, 1);
    assertThat(lines.getFirst()).isEqualTo("…" + "漢".repeat(29) + "x" + "字".repeat(29) + "…");
    assertThat(lines.getLast()).isEqualTo(" ".repeat(59) + "^");
  }

  @Test
  void tabsStayWhereTheyAre() {
    String line = "\t".repeat(40) + "bad";
    List<String> lines = excerpt(line, 41, 3);
    assertThat(lines.getFirst()).matches("…\t{14}bad");
    assertThat(lines.getLast()).matches(" \t{14}\\^~~");
  }

  @Test
  void accentsStayWithTheirLetter() {
    String line = "e\u0301".repeat(200) + "x";
    String shown = excerpt(line, 401, 1).getFirst();
    assertThat(shown).startsWith("…e\u0301").endsWith("e\u0301x");
    String marks = "\u0301".repeat(5_000);
    assertThat(excerpt("a" + marks, 5_000, 1).getFirst()).hasSizeLessThan(1_000);
  }

  @Property(tries = 300)
  void noExcerptIsWiderThanATerminal(
      @ForAll @StringLength(max = 300) @CharRange(from = 0, to = 0x3FFF) String text,
      @ForAll @IntRange(min = 1, max = 310) int column,
      @ForAll @IntRange(min = 1, max = 310) int length) {
    String line = text.replace('\n', ' ').replace('\t', ' ');
    List<String> lines = excerpt(line, column, length);
    assertThat(lines).hasSize(2);
    assertThat(columns(lines.getFirst())).isLessThanOrEqualTo(SourceLines.WIDEST);
    assertThat(columns(lines.getLast())).isLessThanOrEqualTo(SourceLines.WIDEST + 1);
    int caret = lines.getLast().indexOf('^');
    assertThat(caret).isGreaterThanOrEqualTo(0).isLessThanOrEqualTo(columns(lines.getFirst()));
    assertThat(lines.getFirst().replaceAll("(^…|…$)", "")).isSubstringOf(Visible.of(line) + "…");
  }

  private static int columns(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  @Test
  void whatWouldSteerATerminalIsNotSent() {
    assertThat(excerpt("a\u001B[31mb\u202Ec\u0007", 2, 1)).containsExactly("a�[31mb�c�", " ^");
    Diagnostic diagnostic =
        new Diagnostic(
            "TL0001", Severity.ERROR, new Place("f", 1, 1, 1), "`\u001B`", "`\r`", List.of());
    assertThat(new DiagnosticPrinter(List.of()).print(diagnostic))
        .isEqualTo("f:1:1: error TL0001: `�`\nhint: `�`\n");
  }

  @Test
  void manyDiagnosticsOfOneLongLineTakeNoLongerThanTheirNumber() {
    String line = "mcc = 1 or ".repeat(300_000);
    DiagnosticPrinter printer = new DiagnosticPrinter(List.of(new SourceFile("f", line)));
    long shown = 0;
    for (int i = 0; i < 30_000; i++) {
      Place place = new Place("f", 1, 1 + i * 110, 3);
      Diagnostic diagnostic = new Diagnostic("TL0103", Severity.ERROR, place, "s", null, List.of());
      shown += printer.print(diagnostic).length();
    }
    assertThat(shown).isLessThan(30_000 * 300L);
  }
}
