package io.tripline.dsl.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import java.util.List;
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
}
