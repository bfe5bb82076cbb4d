package io.tripline.app.lsp;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.editor.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows: open documents, rule sets, and what was said of them. Everything here
 * happens in the workspace's thread, in the order in which the client sent it; methods that others
 * call only put a task there. Answers and diagnostics are computed in other threads, from
 * snapshots.
 *
 * <p>A rule set is checked when it has been quiet for a moment. A change that comes meanwhile makes
 * the check stop, or its result go unused.
 */
final class Workspace {
  private final Duration quiet;
  private final ServerThreads threads;
  private final Listener listener;

  private RuleSetRoots roots = new RuleSetRoots(List.of(), List.of());
  private ProtocolDiagnostics diagnostics =
      new ProtocolDiagnostics(ClientFeatures.NONE, new DiagnosticPages(null));
  private final Map<DocumentName, OpenDocument> open = new LinkedHashMap<>();
  private final Map<RuleSetRoot, RuleSet> ruleSets = new HashMap<>();

  /** Who hears of what the workspace finds. Called from its thread. */
  interface Listener {
    void found(PublishDiagnosticsParams diagnostics);

    /** A sentence for the user. */
    void warn(String sentence);
  }

  /** The state of a rule set. */
  private static final class RuleSet {
    final RuleSetRoot root;
    RuleSetFiles files = RuleSetFiles.NONE;
    Snapshot snapshot = Snapshot.of(List.of());

    /** Whether the folder has to be looked at again. */
    boolean stale = true;

    boolean toldOfTooMany;

    /** Counts changes; read by checks in other threads. */
    volatile long revision;

    @Nullable ScheduledFuture<?> check;

    /** Documents that show findings. */
    final Set<DocumentName> shown = new HashSet<>();

    RuleSet(RuleSetRoot root) {
      this.root = root;
    }
  }

  /**
   * @param quiet how long nothing must have changed before a rule set is checked
   */
  Workspace(Duration quiet, ServerThreads threads, Listener listener) {
    this.quiet = quiet;
    this.threads = threads;
    this.listener = listener;
  }

  // ---- what the client tells

  /** What the client said at the beginning. */
  void start(ProtocolDiagnostics newDiagnostics, RuleSetRoots newRoots) {
    threads.execute(
        () -> {
          diagnostics = newDiagnostics;
          regroup(newRoots);
        });
  }

  /** Folders or settings have changed. */
  void change(UnaryOperator<RuleSetRoots> change) {
    threads.execute(
        () -> {
          RuleSetRoots changed = change.apply(roots);
          if (!changed.equals(roots)) {
            regroup(changed);
          }
        });
  }

  void opened(String uri, int version, String text) {
    threads.execute(
        () -> {
          DocumentName name = DocumentName.of(uri);
          open.put(name, new OpenDocument(uri, version, text));
          RuleSet ruleSet = ruleSetOf(name);
          ruleSet.stale = true;
          changed(ruleSet);
        });
  }

  void changed(String uri, int version, List<TextDocumentContentChangeEvent> changes) {
    threads.execute(
        () -> {
          DocumentName name = DocumentName.of(uri);
          OpenDocument document = open.get(name);
          if (document != null) {
            open.put(name, document.with(version, changes));
            changed(ruleSetOf(name));
          }
        });
  }

  void closed(String uri) {
    threads.execute(
        () -> {
          DocumentName name = DocumentName.of(uri);
          RuleSet ruleSet = ruleSetOf(name);
          open.remove(name);
          if (isUsed(ruleSet.root)) {
            ruleSet.stale = true;
            changed(ruleSet);
          } else {
            forget(ruleSet);
          }
        });
  }

  /** Files have changed on disk. */
  void filesChanged(List<String> uris) {
    threads.execute(
        () -> {
          for (String uri : uris) {
            RuleSet ruleSet = ruleSets.get(roots.of(DocumentName.of(uri)));
            if (ruleSet != null) {
              ruleSet.stale = true;
              changed(ruleSet);
            }
          }
        });
  }

  // ---- what the client asks

  /** Answers a question about a document, from its rule set as it is after all that came before. */
  <T> CompletableFuture<T> ask(String uri, Function<Asked, T> answer) {
    DocumentName name = DocumentName.of(uri);
    return CompletableFuture.supplyAsync(
            () -> new Asked(snapshot(ruleSetOf(name)), name, open), threads.workspace())
        .thenApplyAsync(answer, threads.others());
  }

  /** Asks all rule sets, one after the other. */
  <T> CompletableFuture<List<T>> askAll(Function<Asked, List<T>> answer) {
    return CompletableFuture.supplyAsync(
            () ->
                ruleSets.values().stream()
                    .map(set -> new Asked(snapshot(set), new DocumentName(""), open))
                    .toList(),
            threads.workspace())
        .thenApplyAsync(
            all -> all.stream().map(answer).flatMap(List::stream).toList(), threads.others());
  }

  // ---- rule sets

  /** Sorts all documents into rule sets anew. */
  private void regroup(RuleSetRoots newRoots) {
    List.copyOf(ruleSets.values()).forEach(this::forget);
    roots = newRoots;
    roots.all().forEach(root -> changed(ruleSet(root)));
    open.keySet().forEach(name -> changed(ruleSetOf(name)));
  }

  /** The rule set of a document. It is remembered as long as there is a reason to. */
  private RuleSet ruleSetOf(DocumentName name) {
    RuleSetRoot root = roots.of(name);
    return isUsed(root) ? ruleSet(root) : new RuleSet(root);
  }

  private RuleSet ruleSet(RuleSetRoot root) {
    return ruleSets.computeIfAbsent(root, RuleSet::new);
  }

  private boolean isUsed(RuleSetRoot root) {
    return root instanceof RuleSetRoot.Below
        || open.keySet().stream().anyMatch(name -> roots.of(name).equals(root));
  }

  private void forget(RuleSet ruleSet) {
    ruleSet.revision++;
    stopWaiting(ruleSet);
    ruleSets.remove(ruleSet.root);
    ruleSet.shown.forEach(name -> listener.found(ProtocolDiagnostics.nothing(uri(name))));
  }

  private Snapshot snapshot(RuleSet ruleSet) {
    if (ruleSet.stale) {
      ruleSet.files =
          ruleSet.files.again(
              ruleSet.root, path -> roots.of(DocumentName.of(path)).equals(ruleSet.root));
      ruleSet.stale = false;
      tellOfTooMany(ruleSet);
    }
    Map<DocumentName, SourceFile> sources = new LinkedHashMap<>();
    ruleSet.files.files().forEach((path, file) -> put(sources, DocumentName.of(path), file.text()));
    open.forEach(
        (name, document) -> {
          if (roots.of(name).equals(ruleSet.root)) {
            put(sources, name, document.text());
          }
        });
    ruleSet.snapshot = ruleSet.snapshot.with(List.copyOf(sources.values()));
    return ruleSet.snapshot;
  }

  private static void put(Map<DocumentName, SourceFile> sources, DocumentName name, String text) {
    sources.put(name, new SourceFile(name.text(), text));
  }

  private void tellOfTooMany(RuleSet ruleSet) {
    if (!ruleSet.files.complete()
        && !ruleSet.toldOfTooMany
        && ruleSet.root instanceof RuleSetRoot.Below(Path path)) {
      ruleSet.toldOfTooMany = true;
      listener.warn(
          path
              + " holds too many files to look at them all for rules;"
              + " name the folders of rules in the setting tripline.ruleSets");
    }
  }

  // ---- checking

  private void changed(RuleSet ruleSet) {
    ruleSet.revision++;
    stopWaiting(ruleSet);
    ruleSet.check = threads.schedule(() -> check(ruleSet), quiet.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void stopWaiting(RuleSet ruleSet) {
    if (ruleSet.check != null) {
      ruleSet.check.cancel(false);
      ruleSet.check = null;
    }
  }

  private void check(RuleSet ruleSet) {
    long revision = ruleSet.revision;
    Asked asked = new Asked(snapshot(ruleSet), new DocumentName(""), open);
    threads.executeElsewhere(
        () -> {
          Optional<Map<String, List<Diagnostic>>> found =
              asked.snapshot().diagnostics(() -> ruleSet.revision != revision);
          found.ifPresent(
              byFile ->
                  threads.execute(
                      () -> {
                        if (ruleSet.revision == revision) {
                          publish(ruleSet, asked, byFile);
                        }
                      }));
        });
  }

  private void publish(RuleSet ruleSet, Asked asked, Map<String, List<Diagnostic>> byFile) {
    Map<DocumentName, String> problems = new HashMap<>();
    ruleSet.files.problems().forEach((path, text) -> problems.put(DocumentName.of(path), text));
    Set<DocumentName> before = Set.copyOf(ruleSet.shown);
    ruleSet.shown.clear();
    byFile.forEach(
        (file, found) -> {
          DocumentName name = new DocumentName(file);
          String problem = open.containsKey(name) ? null : problems.get(name);
          boolean any = !found.isEmpty() || problem != null;
          if (any) {
            ruleSet.shown.add(name);
          }
          if (any || open.containsKey(name) || before.contains(name)) {
            listener.found(diagnostics.of(asked.about(file), found, problem));
          }
        });
    for (DocumentName name : before) {
      if (!byFile.containsKey(name.text())) {
        listener.found(ProtocolDiagnostics.nothing(uri(name)));
      }
    }
  }

  private String uri(DocumentName name) {
    OpenDocument document = open.get(name);
    return document == null ? name.text() : document.uri();
  }
}
