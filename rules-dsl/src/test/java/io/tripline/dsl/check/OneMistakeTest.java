package io.tripline.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake gives one diagnostic: nothing else is said because of it. */
class OneMistakeTest {
  private static final String DECLARED =
      """
      event T { id string @id  t timestamp @time  k string  a decimal(2)  n int  s string?  e enum(X, Y)  ok bool }
      event U { t timestamp @time  k string  n int }
      list l of int
      table c key k { limit decimal(2)  since timestamp }
      feature f = sum(T.a where ok) by k over 1h
      rule all { on T by k when n in l and c[k].limit > 5 and f > 5 alert "x" }
      """;

  /** Each line has a code and what is added to the declarations above. */
  private static final String MISTAKES =
      """
      TL0101 rule r { title "a" title "b" on T by k alert "x" }
      TL0101 event T { t timestamp @time }
      TL0101 rule r { by k pattern x -> y within 1h define x: T where n > 5 y: T where n > x.n x: T alert "{x.n}" }
      TL0101 rule r { param p = 1 param p = 2 on T by k when n > p alert "x" }
      TL0101 list l of string
      TL0102 rule r { on Tee by k when n > 5 and nope > 5 alert "{n} {k}" }
      TL0102 rule r { by k pattern x -> y within 1h define x: Tee where n > 5 y: T where n > x.n alert "{x.n}" }
      TL0102 feature g = count(Tee.n) by k over 1h
      TL0103 rule r { on T by k when nope > 5 and n > 5 alert "x" }
      TL0103 rule r { by k pattern x -> y within 1h define x: T y: T where n > x.nope + 1 alert "x" }
      TL0104 rule r { by k pattern x -> y within 1h define x: T y: T where n > z.n alert "x" }
      TL0104 rule r { by k pattern x -> y within 1h define x: T y: T after match skip to first z alert "x" }
      TL0104 rule r { by k pattern x -> y within 1h define x: T y: T where n > z.n z: T alert "{z.n}" }
      TL0105 rule r { on T by k when rund(n) > 5 and n > 3 alert "x" }
      TL0106 rule r { on T by k when n > 5 alert "{n}" once per pause }
      TL0106 rule r { on T by k when e = Z alert "x" }
      TL0107 event V { t timestamp @time  n integer } rule r { on V by none when n > 5 and -n < 7 alert "{n + 1}" }
      TL0108 event V { t timestamp @time @key  n int } rule r { on V by none when n > 5 alert "x" }
      TL0109 rule r { severity worst on T by k alert "x" }
      TL0111 event V { n int } rule r { on V by none when n > 5 alert "x" }
      TL0201 rule r { by k pattern x define x: T }
      TL0201 rule r { on T when n > 5 alert "x" }
      TL0202 rule r { on T by k pattern x -> y within 1h alert "x" }
      TL0203 rule r { by k pattern x -> y within 1h define x: T alert "{y.n}" }
      TL0203 rule r { by k pattern probe -> y within 1h define prob: T y: T where n > probe.n alert "{probe.n}" }
      TL0204 rule r { param p = 5 by k pattern x -> y within 1h define x: T y: T z: T where n > p and n > x.n alert "{x.n}" }
      TL0205 rule r { param p = 5 on T by k alert "x" }
      TL0207 rule r { param p = n + 1 on T by k when n > p alert "x" }
      TL0209 rule r { param p = 5 by k pattern x -> y within p define x: T y: T alert "x" }
      TL0209 rule r { by k pattern x -> [0s] y within 1h define x: T y: T alert "x" }
      TL0301 rule r { by k pattern x -> y -> not z define x: T y: T z: T alert "x" }
      TL0302 rule r { by k pattern x* within 1h define x: T after match skip none alert "x" }
      TL0302 rule r { by k pattern not x within 1h define x: T alert "x" }
      TL0303 rule r { by k pattern x{3,1} -> y within 1h define x: T y: T where n > count(x) alert "x" }
      TL0304 rule r { by k pattern x greedy -> y within 1h define x: T y: T where n > x.n alert "x" }
      TL0305 rule r { by k pattern x -> y+ within 1h define x: T y: T where n > coalesce(prev(n), 0) alert "x" }
      TL0307 rule r { by k pattern x -> y within 1h define x: T where n > y.n and n > 3 y: T where n > x.n alert "x" }
      TL0307 rule r { by k pattern x & y within 1h define x: T where n > y.n y: T alert "{x.n} {y.n}" }
      TL0308 rule r { by k pattern x -> (y | z) within 1h define x: T y: T where n > 5 z: T where n > y.n alert "x" }
      TL0309 rule r { by k pattern x+ -> y within 1h define x: T y: T where n > x.n alert "{count(x)}" }
      TL0310 rule r { by k pattern x -> not (y -> z) -> w within 1h define x: T y: T z: T where n > y.n w: T where n > z.n alert "{z.n}" }
      TL0311 rule r { by k pattern x -> (not y -> z) within 1h define x: T y: T z: T where n > x.n alert "{z.n}" }
      TL0312 rule r { by k pattern not x -> y within 1h define x: T y: T alert "{y.n}" }
      TL0313 rule r { by k pattern x ~> not y -> z within 1h define x: T y: T z: T alert "{z.n}" }
      TL0314 rule r { by k pattern x -> [5m..1m] y -> z within 1h define x: T y: T z: T where n > y.n alert "{z.n}" }
      TL0314 rule r { by k pattern x -> [2h..3h] y within 1h define x: T y: T alert "x" }
      TL0315 rule r { by k pattern x -> not y -> z within 1h define x: T y: T z: T where n > y.n alert "{z.n}" }
      TL0316 rule r { by k pattern x & y? within 1h define x: T y: T alert "{x.n}" }
      TL0401 rule r { on T by nope when n > 5 alert "x" }
      TL0403 event V { t timestamp @time  g geo } rule r { on V by g alert "x" }
      TL0501 rule r { on T by k when n + 5 alert "x" }
      TL0502 rule r { on T by k when s + 5 > 3 and n > 5 alert "x" }
      TL0503 rule r { on T by k when n = 'a' or n > 5 alert "x" }
      TL0504 rule r { on T by k when e = 'X' alert "x" }
      TL0505 rule r { on T by k when t > 'soon' alert "x" }
      TL0508 rule r { on T by k when s = null and n > 5 alert "x" }
      TL0509 rule r { on T by k when coalesce(s, n) = 'a' alert "x" }
      TL0510 rule r { on T by k when abs(n, 5) > abs(n) alert "x" }
      TL0511 rule r { on T by k when lower(n) = 'a' alert "x" }
      TL0513 rule r { on T by k when sum(n) > 5 alert "x" }
      TL0514 rule r { on T by k when prev(n) > 5 and n > 5 alert "x" }
      TL0515 rule r { by k pattern x -> y within 1h define x: T y: T alert "{n}" }
      TL0801 rule r { on T by k when n in m and n > 5 alert "x" }
      TL0802 rule r { on T by k when d[k].limit > 5 and n > 5 alert "x" }
      TL0803 rule r { on T by k when c[k].limt > 5 and n > 5 alert "x" }
      TL0901 rule r { on T by k when n > 5 and (a < 2 and a > 3) and not ok alert "x" }
      TL0902 rule r { on T by k when n > 5 and (a < 2 or a >= 2) and not ok alert "x" }
      TL0903 rule r { on T by k when case when n > 5 then 1 when n > 6 then 2 else 3 end > 1 alert "x" }
      TL0904 rule r { on T by k when n in (1, 2, 1) alert "x" }
      TL0905 rule r { on T by k when coalesce(n, 5) > 5 alert "x" }
      TL0906 rule r { by k pattern x+ until n > 1 -> y within 1h define x: T where n > 2 y: T alert "x" }
      TL0907 rule r { by k pattern x | y | x define x: T y: U alert "x" }
      """;

  static Stream<String> mistakes() {
    return MISTAKES.lines();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void givesOneDiagnostic(String line) {
    String code = line.substring(0, line.indexOf(' '));
    String text = line.substring(line.indexOf(' ') + 1);
    Compilation compilation =
        RuleCompiler.compile(
            List.of(new SourceFile("declared.trip", DECLARED), new SourceFile("r.trip", text)));
    List<Diagnostic> said = compilation.diagnostics();
    assertThat(said).as(text).singleElement().extracting(Diagnostic::code).isEqualTo(code);
  }
}
