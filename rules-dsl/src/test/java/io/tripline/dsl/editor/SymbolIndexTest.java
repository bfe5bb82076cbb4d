package io.tripline.dsl.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.syntax.Name;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Names mean for editors what they mean for the checker. */
final class SymbolIndexTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** Of names that mean nothing; not of those that mean something elsewhere. */
  private static final Set<String> UNKNOWN = Set.of("TL0102", "TL0103", "TL0104");

  @TestFactory
  Stream<DynamicTest> inRulesThatAreRightEveryNameMeansSomething() throws IOException {
    return goldenFiles("rules")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.name(),
                    () -> assertThat(snapshot(file).symbols().unresolved()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> whatTheCheckerDoesNotKnowMeansNothing() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    goldenFiles("codes")
        .forEach(
            file -> {
              Snapshot snapshot = snapshot(file);
              List<Diagnostic> unknown =
                  snapshot.diagnostics(() -> false).orElseThrow().values().stream()
                      .flatMap(List::stream)
                      .filter(d -> UNKNOWN.contains(d.code()))
                      // A definition that the pattern lacks: editors lead to it all the same.
                      .filter(d -> !d.message().startsWith("the pattern has no variable"))
                      .toList();
              if (!unknown.isEmpty()) {
                tests.add(
                    DynamicTest.dynamicTest(
                        file.name(),
                        () ->
                            assertThat(snapshot.symbols().unresolved())
                                .extracting(Name::place)
                                .containsAll(unknown.stream().map(Diagnostic::place).toList())));
              }
            });
    assertThat(tests).hasSizeGreaterThan(3);
    return tests.stream();
  }

  @Test
  void usesAreFoundInEveryFile() {
    Marked marked = Marked.inCondition("am‸ount > 1 and usual > 2");
    Occurrence amount = marked.snapshot().symbols().at(Marked.FILE, marked.offset()).getFirst();
    assertThat(amount.symbol()).isEqualTo(Symbol.field("Payment", "amount"));
    assertThat(marked.snapshot().symbols().of(amount.symbol()))
        .extracting(o -> o.span().file() + (o.declares() ? " declared" : " used"))
        .containsExactlyInAnyOrder("events.trip declared", "events.trip used", "rules.trip used");
  }

  @Test
  void placesInTextsWithWideCharactersAreExact() {
    Marked marked = Marked.of("rule r { on Login by account alert \"🙂🙂 {acc‸ount} 🙂 {ok}\" }");
    Occurrence account = marked.snapshot().symbols().at(Marked.FILE, marked.offset()).getFirst();
    assertThat(marked.text().substring(account.span().start(), account.span().end()))
        .isEqualTo("account");
  }

  /** Whatever is typed, every question has an answer, and every place is within the text. */
  @Test
  void textThatIsCutOrMixedUpIsNoTrouble() {
    String rules =
        """
        rule r {
          severity high
          param floor = 5.00
          by card
          pattern probe{3,} consecutive -> [5m] not (hit | probe) within 10m
          define
            probe: Payment where channel in (ECOM, POS) and hour(time, 'UTC') = 3
            hit:   Payment where amount > greatest(floor, avg(probe.amount)) and card in risky
          after match skip to first probe
          alert "{count(probe)} 💳 {hit.amount:0.00}" score 5 with m = hit.card once per 1h
          emit Login { account = hit.account }
        }
        test r "t" {
          param floor = 6.00
          risky { c1, 'c 2' }
          Payment { id, time }
          | a | 10:00 |
          expect alert r for c at a { probe = a, m = 'x' }
        }
        """;
    for (int cut = 0; cut <= rules.length(); cut += 3) {
      askEverything(rules.substring(0, cut), cut);
    }
    long seed = 20261121;
    Random random = new Random(seed);
    String[] words = rules.split("(?<=\\s)|(?=[{}().,:])");
    for (int round = 0; round < 100; round++) {
      StringBuilder mixed = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        mixed.append(words[random.nextInt(words.length)]);
      }
      askEverything(mixed.toString(), random.nextInt(mixed.length() + 1));
    }
  }

  private static void askEverything(String text, int offset) {
    Snapshot snapshot =
        Snapshot.of(
            List.of(
                new SourceFile(Marked.FILE, text),
                new SourceFile(Marked.EVENTS_FILE, Marked.EVENTS)));
    Completions completions = Completer.complete(snapshot, Marked.FILE, offset);
    assertThat(completions.replaced().end()).isBetween(offset, text.length());
    Cards.at(snapshot, Marked.FILE, offset);
    CallSignature.at(snapshot, Marked.FILE, offset);
    Renamer.rename(snapshot, Marked.FILE, offset, "other");
    QuickFix.in(snapshot, new Span(Marked.FILE, offset, offset));
    for (OutlineNode node : Outline.of(snapshot, Marked.FILE)) {
      assertThat(node.name().start()).isBetween(node.whole().start(), node.whole().end());
      assertThat(node.whole().end()).isLessThanOrEqualTo(text.length());
    }
    Outline.folds(snapshot, Marked.FILE)
        .forEach(fold -> assertThat(fold.end()).isLessThanOrEqualTo(text.length()));
    snapshot
        .symbols()
        .in(Marked.FILE)
        .forEach(o -> assertThat(o.span().end()).isLessThanOrEqualTo(text.length()));
  }

  private static Snapshot snapshot(SourceFile file) {
    return Snapshot.of(List.of(file, read(GOLDEN.resolve("cards.trip"))));
  }

  private static Stream<SourceFile> goldenFiles(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN.resolve(folder))) {
      return files
          .filter(f -> f.toString().endsWith(".trip"))
          .sorted()
          .map(SymbolIndexTest::read)
          .toList()
          .stream();
    }
  }

  private static SourceFile read(Path file) {
    try {
      return new SourceFile(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
