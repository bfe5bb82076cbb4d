package io.tripline.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          ".",
          "(",
          ")",
          "(?:",
          "(?i)",
          "|",
          "*",
          "+",
          "?",
          "{2}",
          "{3,}",
          "{0,4}",
          "{,2}",
          "{x}",
          "[ab]",
          "[^a-z]",
          "[]a]",
          "[[:alpha:]]",
          "[a\\]{9}]",
          "\\{",
          "\\d",
          "\\pL",
          "\\Qa{5}",
          "\\E",
          "\\",
          "[",
          "]",
          "é",
          "😀");

  @Provide
  Arbitrary<String> regexes() {
    return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join("", pieces));
  }

  /** Never less than a fixed part of what the compiler makes, so the limit does hold. */
  @Property(tries = 3000)
  void holdsWhatIsCompiled(@ForAll("regexes") String regex) {
    long size = RegexSize.of(regex);
    Assume.that(size <= RegexSize.LIMIT);
    try {
      assertThat((long) Pattern.compile(regex).programSize())
          .as(regex)
          .isLessThanOrEqualTo(4 * size + 10);
    } catch (PatternSyntaxException e) {
      assertThat(e).isNotNull(); // reported as such
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{1000}){1000}",
        "((((a{100}){100}){100}){100}){100}",
        "((a?){500}){500}",
        "(?:x[{]{100}){100}",
        "((((((((((((a{999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}){999}",
      })
  void nestedRepetitionsMultiply(String regex) {
    assertThat(RegexSize.of(regex)).isGreaterThan(RegexSize.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^gift",
        "[0-9]{16}",
        "a{1000}",
        "(visa|mastercard|amex){0,20}",
        "[{100}]{2}",
        "\\{1000}",
        "(((",
        ")))",
        "[",
        "\\",
        "a{",
        "a{99999999999}",
        "x{1,2}{3"
      })
  void ordinaryOnesAreSmall(String regex) {
    assertThat(RegexSize.of(regex)).isLessThanOrEqualTo(RegexSize.LIMIT);
  }
}
