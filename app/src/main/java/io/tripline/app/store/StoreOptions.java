package io.tripline.app.store;

import io.tripline.app.cli.Terminal;
import io.tripline.rest.http.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which store, and for whom the answer is. */
final class StoreOptions {
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  Path data() {
    return data.path();
  }

  /** Prints an answer in the form that was asked for. */
  void print(Terminal terminal, Object forPrograms, String forPeople) {
    terminal
        .results()
        .print(
            json ? new String(Json.bytes(forPrograms), StandardCharsets.UTF_8) + "\n" : forPeople);
  }
}
