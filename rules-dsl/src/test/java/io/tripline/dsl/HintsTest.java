package io.tripline.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of name and word, misspelt, and what was probably meant. */
class HintsTest {
  /** Where a snippet stands. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("file", "%s"),
          Map.entry("field", "event X { time timestamp @time\n %s\n }"),
          Map.entry("clause", "rule x {\n %s\n on Payment by card\n alert 'x'\n }"),
          Map.entry("single", "rule x { %s alert 'x' }"),
          Map.entry("alert", "rule x { on Payment by card alert %s }"),
          Map.entry(
              "pattern",
              "rule x { by card pattern %s within 5m define a: Payment b: Payment alert 'x' }"),
          Map.entry(
              "define", "rule x { by card pattern a -> b within 5m\n define %s\n alert 'x' }"),
          Map.entry(
              "after",
              "rule x { by card pattern one -> two within 5m define one: Payment two: Payment\n"
                  + " after %s\n alert 'x' }"),
          Map.entry(
              "if",
              "list high_risk_mcc of int\n"
                  + "table customers key account { segment string }\n"
                  + "feature usual_amount = avg(Payment.amount) by account over 30d\n"
                  + "rule x { param floor = 5 on Payment by card when %s alert 'x' }"));

  private static List<Diagnostic> errors(String text) throws IOException {
    SourceFile cards = new SourceFile("cards.trip", Files.readString(GoldenTest.CARDS));
    return RuleCompiler.compile(List.of(new SourceFile("x", text), cards)).diagnostics().stream()
        .filter(d -> d.severity() == Severity.ERROR)
        .toList();
  }

  private static List<String> hints(String place, String snippet) throws IOException {
    List<Diagnostic> errors = errors(PLACES.get(place).formatted(snippet));
    assertThat(errors).as(snippet).isNotEmpty();
    return errors.stream().map(d -> String.valueOf(d.hint())).toList();
  }

  @ParameterizedTest(name = "{1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        // words that begin something
        "file    | ruel x { on Payment by card alert 'x' }  | rule",
        "file    | evnt X { time timestamp @time }          | event",
        "file    | featur f = count(Payment) by card over 1h | feature",
        "file    | lisst l of int                           | list",
        "file    | tabel t key a { b int }                  | table",
        "clause  | titel 'x'                                | title",
        "clause  | serverity high                           | severity",
        "clause  | tag a                                    | tags",
        "clause  | parm p = 5                               | param",
        "clause  | afer match skip none                     | after",
        "clause  | emitt X { a = 1 }                        | emit",
        "clause  | decid review                             | decide",
        "single  | onn Payment by card                      | on",
        "single  | on Payment bye card                      | by",
        "single  | on Payment by card whne approved         | when",
        "single  | by card patern a define a: Payment       | pattern",
        "single  | by card pattern a defin a: Payment       | define",
        "alert   | 'x' scor 5                               | score",
        "alert   | 'x' wiht a = amount                      | with",
        "alert   | 'x' onc per 1h                           | once",
        "alert   | 'x' once pre 1h                          | per",
        // words in a pattern and behind it
        "define  | a: Payment wher approved b: Payment      | where",
        "pattern | a+ consecutve -> b                       | consecutive",
        "pattern | a+ anny -> b                             | any",
        "pattern | a+ gredy -> b                            | greedy",
        "pattern | a+ reluctnt -> b                         | reluctant",
        "pattern | a+ untill approved -> b                  | until",
        "after   | mtch skip none                           | match",
        "after   | match skpi none                          | skip",
        "after   | match skip nnone                         | none",
        "after   | match skip pst last                      | past",
        "after   | match skip past lst                      | last",
        "after   | match skip to nxt                        | next",
        "after   | match skip to frist one                  | first",
        // words in a condition
        "if      | approved adn fee > 5                     | and",
        "if      | approved orr fee > 5                     | or",
        "if      | merchant lke 'x'                         | like",
        "if      | merchant mathces 'x'                     | matches",
        "if      | fee betwen 1 and 2                       | between",
        "if      | fee between 1 nad 2                      | and",
        "if      | device iss null                          | is",
        "if      | device is nul                            | null",
        "if      | mcc inn (1, 2)                           | in",
        "if      | case wen approved then 1 end = 1         | when",
        "if      | case when approved thn 1 end = 1         | then",
        "if      | case when approved then 1 esle 2 end = 1 | else",
        "if      | case when approved then 1 else 2 edn = 1 | end",
        "if      | approved = ture                          | true",
        "if      | approved = flase                         | false",
        "if      | count() ovr 1h > 5                       | over",
        // names
        "single  | on Paymnt by card                        | Payment",
        "single  | on Payment by crd                        | card",
        "single  | on Payment by noen                       | none",
        "single  | on Payment by Paymnt.card                | Payment",
        "single  | on Payment by Payment.crd                | card",
        "define  | a: Paymnt b: Payment                     | Payment",
        "define  | a: Payment where aa.fee > 1 b: Payment   | a",
        "after   | match skip to first oen                  | one",
        "if      | merchnt = 'x'                            | merchant",
        "if      | e.merchnt = 'x'                          | merchant",
        "if      | merchant_name = 'x'                      | merchant",
        "if      | fee > flor                               | floor",
        "if      | fee > usual_amuont                       | usual_amount",
        "if      | channel = ECM                            | ECOM",
        "if      | channel in (POS, EOCM)                   | ECOM",
        "if      | mcc in high_risk_mc                      | high_risk_mcc",
        "if      | mcc in high_risk                         | high_risk_mcc",
        "if      | cutsomers[account].segment = 'x'         | customers",
        "if      | customers[account].segmnt = 'x'          | segment",
        "alert   | 'x {amuont}'                             | amount",
        "alert   | 'x' with a = amuont                      | amount",
        "clause  | severity hgih                            | high",
        // functions, and what they are called elsewhere
        "if      | lenght(merchant) > 1                     | length",
        "if      | avgg(fee) over 1h > 5                    | avg",
        "if      | sen(device) over 1h                      | seen",
        "if      | len(merchant) > 1                        | length",
        "if      | SUBSTR(merchant, 1) = 'x'                | substring",
        "if      | ceiling(fee) > 1                         | ceil",
        "if      | ifnull(device, 'x') = 'x'                | coalesce",
        "if      | average(fee) over 1h > 1                 | avg",
        // types and annotations
        "field   | a strng                                  | string",
        "field   | a boolean                                | bool",
        "field   | a enm(X)                                 | enum",
        "field   | a string @pi                             | @pii",
        "field   | a string @jsn('b')                       | @json",
        "file    | list l of itn                            | int",
        "file    | list l off int                           | of",
        "file    | table t kye a { b int }                  | key",
        "file    | table t key a itn { b int }              | int",
        "file    | table t key a { b itn }                  | int",
        "file    | table t key a { b int @pi }              | @pii",
        "file    | event X { t timestamp @time(latenes 5s) } | lateness",
        "file    | event X { t timestamp @time(lateness 5s, laet drop) } | late",
        "file    | event X { t timestamp @time(lateness 5s, late divrt) } | divert",
        "file    | event X { t timestamp @time i int @id(dedup 1h) } | dedupe",
        // time zones and calendars
        "if      | hour(time, 'Europe/Berln') = 1           | Europe/Berlin",
        "if      | hour(time, 'europe/berlin') = 1          | Europe/Berlin",
        "if      | hour(time, 'Berlin') = 1                 | Europe/Berlin",
        "if      | count() over dya 'UTC' > 5               | day",
        "if      | count() over day 'Europe/Berln' > 5      | Europe/Berlin",
        // features
        "file    | feature f = avg(Payment.amuont) by card over 1h | amount",
        "file    | feature f = avg(Paymnt.amount) by card over 1h  | Payment",
        "file    | feature f = avg(Payment.amount) by crd over 1h  | card",
        "file    | feature f = avg(Payment.amount) bye card over 1h | by",
      })
  void saysWhatWasProbablyMeant(String place, String snippet, String meant) throws IOException {
    assertThat(hints(place, snippet))
        .as(snippet)
        .first()
        .isEqualTo("did you mean `" + meant + "`?");
  }

  @ParameterizedTest(name = "{1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        // a word that is read as a name, so that what follows it cannot be read
        "if    | nott approved               | is `nott` meant to be `not`?",
        "if    | time > timestmp '2026-01-01T00:00:00Z' | is `timestmp` meant to be `timestamp`?",
        "if    | count() over prevous 1h > 1 | is `prevous` meant to be `previous`?",
        "if    | count() over lst 20 > 1     | is `lst` meant to be `last`?",
        "if    | count() over sesion 1h > 1  | is `sesion` meant to be `session`?",
        // units
        "if    | took > 5min                 | the units of time are ms, s, m, h and d",
        "if    | took > 5 minutes            | write `5m`",
        "if    | took > 5 m                  | a duration is one word: `5m`",
        "if    | took > 1.5h                 | durations are whole numbers of a smaller unit, such"
            + " as `90m`",
        "if    | distance(place, place) > 9 kms | the units of a length are `km` and `mi`, those of"
            + " a speed `km/h` and `mph`",
        "if    | distance(place, place) > 9 meters | the units of a length are `km` and `mi`, those"
            + " of a speed `km/h` and `mph`",
        // what other languages have
        "if    | now() > time                | nothing reads the clock; when an event happened says"
            + " its @time field",
        "if    | datediff(time, time) > 5m   | the time between two timestamps is their difference:"
            + " `b - a`",
        "if    | mod(mcc, 2) = 1             | the remainder is `a % b`",
        "if    | iif(approved, 1, 2) = 1     | write `case when … then … else … end`",
        // nothing is near
        "if    | frobnicate(mcc) = 1         | null",
        "if    | zzzz = 1                    | null",
        "alert | 'x' once per zzzz           | null",
      })
  void saysWhatToWrite(String place, String snippet, String hint) throws IOException {
    assertThat(hints(place, snippet)).as(snippet).first().isEqualTo(hint);
  }

  @ParameterizedTest
  @CsvSource({
    "rule x { param floor = 5 on Payment by card when fee > flor alert 'x' }",
    "rule x { param quiet = 5m on Payment by card alert 'x' once per quit }",
  })
  void aMisspeltParameterIsNotUnusedAsWell(String text) throws IOException {
    SourceFile cards = new SourceFile("cards.trip", Files.readString(GoldenTest.CARDS));
    assertThat(RuleCompiler.compile(List.of(new SourceFile("x", text), cards)).diagnostics())
        .hasSize(1);
  }
}
