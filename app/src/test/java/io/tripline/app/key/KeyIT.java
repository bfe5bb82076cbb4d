package io.tripline.app.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.ServeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From an empty folder to a server that is reached from elsewhere, with a key. */
final class KeyIT {
  @TempDir private Path work;

  private CommandRun key(Object... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("key"), Stream.concat(Stream.of(more), data())).toArray());
  }

  private Stream<Object> data() {
    return Stream.of("--data", work.resolve("data"));
  }

  private static int status(URI server, String key) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/v1/keys"))
              .header("Authorization", "Bearer " + key)
              .build();
      return http.send(request, BodyHandlers.ofString()).statusCode();
    }
  }

  @Test
  void theFirstKeyIsMadeBeforeTheFirstStart() throws IOException, InterruptedException {
    assertThat(key("list").err()).contains("there is no store");
    CommandRun made = key("create", "--name", "operator", "--scope", "admin");
    assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.FINE);
    String text = made.out().strip();
    assertThat(text).matches("trip_[0-9a-z]{10}_[0-9A-Za-z]{49}");
    String id = text.substring(5, 15);
    assertThat(made.err())
        .isEqualTo("This is the key " + id + ", for admin; it is not shown again.\n");
    CommandRun till =
        key("create", "--name", "till", "--scope", "ingest,read", "--expires-in", "1d");
    assertThat(till.code()).isEqualTo(ExitCode.FINE);
    String tillId = till.out().substring(5, 15);

    String[] asking = {"--auth", "keys", "--host", "0.0.0.0", "--unencrypted-http"};
    try (ServeProcess serve = ServeProcess.start(work, asking)) {
      URI server = URI.create("http://127.0.0.1:" + serve.awaitReady().getPort());
      assertThat(status(server, text)).isEqualTo(200);
      assertThat(status(server, till.out().strip())).isEqualTo(403);
      CommandRun inUse = key("list");
      assertThat(inUse.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(inUse.err()).contains("Another Tripline process uses the folder");
      savepoint(server, text);
      assertThat(serve.terminate()).isZero();
      assertThat(serve.log())
          .doesNotContain(text.substring(16))
          .contains("scope, of key:" + tillId);
    }

    assertThat(key("revoke", tillId).out()).isEqualTo("Revoked " + tillId + " (till).\n");
    assertThat(key("revoke", "none").code()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(key("list").out())
        .contains(id + "  admin")
        .containsPattern(tillId + "  ingest,read +revoked 20")
        .doesNotContain(text.substring(16));
    JsonNode listed = new JsonMapper().readTree(key("list", "--json").out()).get("keys");
    assertThat(listed.get(0).get("created_by").asString()).startsWith("command-line:");
    assertThat(listed.get(0).get("last_used_at").isNull()).isFalse();
    assertThat(listed.get(1).get("revoked_at").isNull()).isFalse();
    audited();
  }

  private void audited() {
    CommandRun whole = CommandRun.of("audit", "verify", "--data", work.resolve("data"));
    assertThat(whole.code()).isEqualTo(ExitCode.FINE);
    assertThat(whole.out()).startsWith("The audit log is whole: 3 entries.\nIts end is 3:");
    String end = whole.out().strip().substring(whole.out().lastIndexOf(' ') + 1);
    assertThat(verify(end).code()).isEqualTo(ExitCode.FINE);
    CommandRun other = verify("3:" + "0".repeat(64));
    assertThat(other.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(other.out()).startsWith("NOT AS IT WAS WRITTEN, from entry 3 on.");
    assertThat(verify("4:" + "0".repeat(64)).out()).contains("those from 4 on are missing");
    assertThat(verify("4:12").code()).isEqualTo(ExitCode.WRONG_USE);
  }

  private CommandRun verify(String anchor) {
    return CommandRun.of("audit", "verify", "--data", work.resolve("data"), "--anchor", anchor);
  }

  private void savepoint(URI server, String key) throws IOException {
    assertThat(CommandRun.of("savepoint", "list", "--url", server).err())
        .contains("The request has no key");
    Path file = Files.writeString(work.resolve("key"), key + "\n");
    CommandRun listed = CommandRun.of("savepoint", "list", "--url", server, "--key-file", file);
    assertThat(listed.code()).as(listed.err()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void whatNoKeyCanBe() {
    assertThat(key("create", "--name", "x", "--scope", "root").err())
        .contains(
            "the scopes of a key must be one or more of ingest, read, author, approve, admin, pii");
    assertThat(key("create", "--name", " ", "--scope", "read").err())
        .contains("the name of a key must have 1 to 100 characters");
    assertThat(key("create", "--scope", "read").err()).contains("--name");
    assertThat(work.resolve("data")).doesNotExist();
  }

  @Test
  void howAServerDoesNotStart() throws IOException, InterruptedException {
    refused("Other machines could call at 0.0.0.0", "--host", "0.0.0.0");
    refused("give both", "--tls-key", "key.pem");
    refused("--max-requests must be 0 to 1000000", "--max-requests", "-1");
    refused("Keys and events would go readable", "--host", "0.0.0.0", "--auth", "keys");
    refused("'maybe' is neither none, keys, tokens nor keys,tokens", "--auth", "maybe");
  }

  private void refused(String why, String... options) throws IOException, InterruptedException {
    try (ServeProcess serve = ServeProcess.start(work, options)) {
      assertThat(serve.awaitEnd()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(serve.log()).contains(why);
    }
  }
}
