package io.tripline.app.lsp;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** An editor that remembers what it was told. */
final class TestClient implements LanguageClient {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, PublishDiagnosticsParams> latest = new ConcurrentHashMap<>();
  private final List<PublishDiagnosticsParams> all = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> registered = new CopyOnWriteArrayList<>();

  @Override
  public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
    all.add(diagnostics);
    latest.put(diagnostics.getUri(), diagnostics);
  }

  @Override
  public void showMessage(MessageParams message) {
    messages.add(message.getMessage());
  }

  @Override
  public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams params) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void logMessage(MessageParams message) {
    messages.add(message.getMessage());
  }

  @Override
  public void telemetryEvent(Object object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> registerCapability(RegistrationParams params) {
    params.getRegistrations().stream().map(Registration::getMethod).forEach(registered::add);
    return CompletableFuture.completedFuture(null);
  }

  /** Waits for the diagnostics of a version of a document. */
  PublishDiagnosticsParams diagnostics(String uri, @Nullable Integer version) {
    return diagnostics(
        uri, d -> version == null ? d.getVersion() == null : version.equals(d.getVersion()));
  }

  /** Waits until what was last said of a document is as expected. */
  PublishDiagnosticsParams diagnostics(String uri, Predicate<PublishDiagnosticsParams> expected) {
    return await(uri)
        .atMost(PATIENCE)
        .until(() -> latest.get(uri), d -> d != null && expected.test(d));
  }

  /** Every version that was spoken of, in order. */
  List<PublishDiagnosticsParams> published(String uri) {
    return all.stream().filter(d -> d.getUri().equals(uri)).toList();
  }

  List<String> messages() {
    return messages;
  }

  List<String> registered() {
    return registered;
  }
}
