package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.port.StateStore.KeyName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeletedKeysTest {
  private final DeletedKeys deleted = new DeletedKeys();

  private static KeyName key(String text) {
    return new KeyName(7, text.getBytes(StandardCharsets.UTF_8));
  }

  private void delete(long stateId, String text) {
    byte[] padded = ("__" + text + "__").getBytes(StandardCharsets.UTF_8);
    deleted.add(stateId, 7, padded, 2, padded.length - 4);
  }

  @Test
  void whatIsGoneIsKnownUntilTheStoreKnows() throws InterruptedException {
    delete(1, "a");
    assertThat(deleted.has(1, key("a"))).isTrue();
    assertThat(deleted.has(2, key("a"))).isFalse();
    assertThat(deleted.has(1, key("b"))).isFalse();
    assertThat(deleted.has(1, new KeyName(8, key("a").key()))).isFalse();
    delete(1, "b");
    assertThat(deleted.has(1, key("b"))).as("added since somebody asked").isTrue();

    DeletedKeys.Log first = deleted.handOver(1);
    delete(1, "c");
    DeletedKeys.Log second = deleted.handOver(2);
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(names(second)).containsExactly("c");
    assertThat(deleted.has(1, key("a")) && deleted.has(1, key("c"))).isTrue();
    deleted.committed(1);
    assertThat(deleted.has(1, key("a"))).isFalse();
    assertThat(deleted.has(1, key("c"))).isTrue();
    deleted.committed(2);
    assertThat(deleted.has(1, key("c"))).isFalse();
  }

  private static List<String> names(DeletedKeys.Log log) throws InterruptedException {
    CheckpointTicket ticket = new CheckpointTicket(1, 1, new Failure(), 0);
    ticket.alerting(List.of());
    KeyChangeSink sink = new KeyChangeSink(ticket);
    log.addTo(sink);
    sink.end();
    List<KeyChange> changes = OneWorker.changes(ticket);
    assertThat(changes)
        .allMatch(change -> change.state() == null && change.replaces() && change.stateId() == 1);
    return changes.stream()
        .map(change -> new String(change.key().key(), StandardCharsets.UTF_8))
        .toList();
  }
}
