package io.tripline.app.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.FileChangeType;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceFoldersChangeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of documents while people type. */
final class DiagnosticsTest {
  private static final String EVENTS = Session.EVENTS;
  private static final String RULE =
      """
      rule large {
        on Payment by card when amount > 100
        alert "large"
      }
      """;
  private static final String MISSPELT = RULE.replace("amount", "amuont");

  @TempDir private Path folder;

  @Test
  void aMistakeIsShownWhereItIsAndGoesWhenItIsMended() throws IOException {
    String uri = write("events.trip", EVENTS);
    String rule = folder.resolve("rule.trip").toUri().toString();
    try (Session session = Session.in(folder)) {
      session.open(rule, MISSPELT);
      PublishDiagnosticsParams found = session.client().diagnostics(rule, 1);
      Diagnostic misspelt = found.getDiagnostics().getFirst();
      assertThat(found.getDiagnostics()).hasSize(1);
      assertThat(misspelt.getCode().getLeft()).isEqualTo("TL0103");
      assertThat(misspelt.getSource()).isEqualTo("tripline");
      assertThat(misspelt.getSeverity()).isEqualTo(DiagnosticSeverity.Error);
      assertThat(misspelt.getMessage().getLeft()).contains("amuont", "did you mean `amount`?");
      assertThat(misspelt.getRange()).isEqualTo(range(1, 26, 32));

      session.replace(rule, 2, new Position(1, 26), new Position(1, 32), "amount");
      assertThat(session.client().diagnostics(rule, 2).getDiagnostics()).isEmpty();
      assertThat(session.client().published(uri)).isEmpty();
    }
  }

  /** Places count characters, the protocol counts UTF-16 units. */
  @Test
  void charactersOfTwoUnitsMoveNothing() throws IOException {
    String uri = folder.resolve("a.trip").toUri().toString();
    String text =
        EVENTS + "rule r { on Payment by card when card = '💳💳' and amuont > 1 alert \"🙂\" }\n";
    try (Session session = Session.in(folder)) {
      session.open(uri, text);
      String line = text.lines().skip(6).findFirst().orElseThrow();
      int start = line.indexOf("amuont");
      assertThat(session.client().diagnostics(uri, 1).getDiagnostics())
          .extracting(Diagnostic::getRange)
          .containsExactly(range(6, start, start + 6));
      session.replace(uri, 2, new Position(6, start + 2), new Position(6, start + 4), "ou");
      assertThat(session.client().diagnostics(uri, 2).getDiagnostics()).isEmpty();
    }
  }

  @Test
  void aPlaceInAnotherFileIsALink() throws IOException {
    String first = write("a.trip", EVENTS);
    String second = folder.resolve("b.trip").toUri().toString();
    try (Session session = Session.in(folder)) {
      session.open(second, "\n" + EVENTS);
      Diagnostic twice = session.client().diagnostics(second, 1).getDiagnostics().getFirst();
      assertThat(twice.getCode().getLeft()).isEqualTo("TL0101");
      assertThat(twice.getRelatedInformation().getFirst().getLocation().getUri()).isEqualTo(first);
      assertThat(twice.getRelatedInformation().getFirst().getLocation().getRange())
          .isEqualTo(range(1, 6, 13));
    }
  }

  @Test
  void filesThatNobodyHasOpenAreChecked() throws IOException {
    write("events.trip", EVENTS);
    String rule = write("deep/er/rule.trip", MISSPELT);
    try (Session session = Session.in(folder)) {
      assertThat(session.client().diagnostics(rule, (Integer) null).getDiagnostics()).hasSize(1);
      write("deep/er/rule.trip", RULE);
      session
          .server()
          .getWorkspaceService()
          .didChangeWatchedFiles(
              new DidChangeWatchedFilesParams(
                  List.of(new FileEvent(rule, FileChangeType.Changed))));
      session.client().diagnostics(rule, d -> d.getDiagnostics().isEmpty());
    }
  }

  @Test
  void aFileThatIsDeletedShowsNothingAnyMore() throws IOException {
    String rule = write("rule.trip", MISSPELT);
    try (Session session = Session.in(folder)) {
      session.client().diagnostics(rule, d -> !d.getDiagnostics().isEmpty());
      Files.delete(folder.resolve("rule.trip"));
      session
          .server()
          .getWorkspaceService()
          .didChangeWatchedFiles(
              new DidChangeWatchedFilesParams(
                  List.of(new FileEvent(rule, FileChangeType.Deleted))));
      session.client().diagnostics(rule, d -> d.getDiagnostics().isEmpty());
    }
  }

  /** The text in the editor counts, saved or not; without the editor that of the file. */
  @Test
  void aClosedDocumentIsTheFileAgain() throws IOException {
    write("events.trip", EVENTS);
    String rule = write("rule.trip", RULE);
    try (Session session = Session.in(folder)) {
      session.open(rule, MISSPELT);
      assertThat(session.client().diagnostics(rule, 1).getDiagnostics()).hasSize(1);
      session
          .server()
          .getTextDocumentService()
          .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(rule)));
      session.client().diagnostics(rule, d -> d.getDiagnostics().isEmpty());
    }
  }

  @Test
  void aFileThatIsNotTextIsSaidToBeSo() throws IOException {
    Path bad = Files.write(folder.resolve("bad.trip"), new byte[] {'a', (byte) 0xFF});
    try (Session session = Session.in(folder)) {
      PublishDiagnosticsParams found =
          session.client().diagnostics(bad.toUri().toString(), (Integer) null);
      assertThat(found.getDiagnostics().getFirst().getMessage().getLeft()).contains("not UTF-8");
    }
  }

  @Test
  void rulesOfAnEditorWithoutAFolderSeeTheirOwnFolder() throws IOException {
    write("events.trip", EVENTS);
    write("deeper/broken.trip", "event");
    String rule = folder.resolve("rule.trip").toUri().toString();
    try (Session session = Session.in()) {
      session.open(rule, RULE);
      assertThat(session.client().diagnostics(rule, 1).getDiagnostics()).isEmpty();
    }
  }

  @Test
  void eachRuleSetThatTheUserNamesStandsAlone() throws IOException {
    write("cards/events.trip", EVENTS);
    String cards = write("cards/rule.trip", RULE);
    write("others/events.trip", EVENTS.replace("amount", "sum"));
    String others = write("others/rule.trip", RULE);
    try (Session session = Session.in(folder)) {
      session.client().diagnostics(others, d -> d.getDiagnostics().size() == 1); // declared twice
      JsonObject all = new JsonObject();
      all.add("tripline", ruleSets("cards", "others", "nowhere"));
      session
          .server()
          .getWorkspaceService()
          .didChangeConfiguration(new DidChangeConfigurationParams(all));
      session
          .client()
          .diagnostics(
              others,
              d ->
                  d.getDiagnostics().size() == 1
                      && d.getDiagnostics().getFirst().getCode().getLeft().equals("TL0103"));
      session.open(cards, RULE);
      assertThat(session.client().diagnostics(cards, 1).getDiagnostics()).isEmpty();
      assertThat(session.client().messages()).anySatisfy(m -> assertThat(m).contains("nowhere"));
    }
  }

  @Test
  void ruleSetsCanBeNamedFromTheBeginning() throws IOException {
    write("cards/events.trip", EVENTS);
    write("others/events.trip", EVENTS);
    String cards = write("cards/rule.trip", MISSPELT);
    try (Session session = Session.with(ruleSets("cards", "others"), folder)) {
      session.client().diagnostics(cards, d -> d.getDiagnostics().size() == 1);
    }
  }

  @Test
  void aFolderCanComeAndGo() throws IOException {
    write("one/rule.trip", RULE);
    String rule = folder.resolve("one/rule.trip").toUri().toString();
    try (Session session = Session.in()) {
      var added = new WorkspaceFoldersChangeEvent(List.of(Session.folder(folder)), List.of());
      session
          .server()
          .getWorkspaceService()
          .didChangeWorkspaceFolders(new DidChangeWorkspaceFoldersParams(added));
      session.client().diagnostics(rule, d -> d.getDiagnostics().size() == 1);
      var removed = new WorkspaceFoldersChangeEvent(List.of(), List.of(Session.folder(folder)));
      session
          .server()
          .getWorkspaceService()
          .didChangeWorkspaceFolders(new DidChangeWorkspaceFoldersParams(removed));
      session.client().diagnostics(rule, d -> d.getDiagnostics().isEmpty());
    }
  }

  @Test
  void ofManyChangesTheLastIsSpokenOf() throws IOException {
    write("events.trip", EVENTS);
    String rule = folder.resolve("rule.trip").toUri().toString();
    int changes = 300;
    try (Session session = Session.in(folder)) {
      session.open(rule, "");
      for (int version = 2; version <= changes; version++) {
        session.replace(
            rule, version, new Position(0, 0), new Position(0, 0), "// " + version + "\n");
      }
      session.change(rule, changes + 1, MISSPELT);
      assertThat(session.client().diagnostics(rule, changes + 1).getDiagnostics()).hasSize(1);
      List<Integer> versions =
          session.client().published(rule).stream()
              .map(PublishDiagnosticsParams::getVersion)
              .toList();
      assertThat(versions).isSorted().hasSizeLessThan(changes);
    }
  }

  @Test
  void aFileOfTwoMegabytesIsChecked() throws IOException {
    String uri = folder.resolve("large.trip").toUri().toString();
    StringBuilder text = new StringBuilder(EVENTS);
    int rules = 0;
    while (text.length() < 2_000_000) {
      text.append(RULE.replace("large", "large_" + rules++));
    }
    text.append(MISSPELT);
    try (Session session = Session.in(folder)) {
      session.open(uri, text.toString());
      assertThat(session.client().diagnostics(uri, 1).getDiagnostics()).hasSize(1);
    }
  }

  @Test
  void aPageAboutTheCodeIsLinkedWhereThereIsOne() throws IOException {
    Path page = Files.createDirectories(folder.resolve("docs/diagnostics")).resolve("TL0103.md");
    Files.writeString(page, "# TL0103");
    DiagnosticPages pages =
        DiagnosticPages.above(Files.createDirectories(folder.resolve("app/target")));
    assertThat(pages.link("TL0103")).contains(page.toUri().toString());
    assertThat(pages.link("TL9999")).isEmpty();
  }

  private static JsonObject ruleSets(String... paths) {
    JsonArray array = new JsonArray();
    List.of(paths).forEach(array::add);
    JsonObject settings = new JsonObject();
    settings.add("ruleSets", array);
    return settings;
  }

  private static Range range(int line, int start, int end) {
    return new Range(new Position(line, start), new Position(line, end));
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return file.toUri().toString();
  }
}
