package io.tripline.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.app.docs.Page.Block;
import io.tripline.app.docs.Workspace.Result;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs every {@code sh} block of a page, in order. A comment right above a block says more about
 * it: {@code file: NAME} is written to a file, {@code from: FILE} stands in a file of the
 * repository, {@code prints} is what the command before prints, {@code exit code: N} and {@code
 * runs on} speak of a command.
 */
final class DocumentationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "README.md, 1",
    "docs/getting-started.md, 10",
    "docs/checking.md, 4",
    "docs/explain.md, 1",
    "docs/operations.md, 5",
    "docs/security.md, 3",
    "docs/settings.md, 1",
    "docs/tutorial.md, 8"
  })
  void everyCommandWorksAsThePageSays(String page, int commands)
      throws IOException, InterruptedException {
    List<Block> blocks = Page.read(Repository.path(page)).blocks();
    assertThat(blocks.stream().filter(Block::isCommand)).hasSizeGreaterThanOrEqualTo(commands);
    try (Workspace workspace = new Workspace(folder)) {
      for (int i = 0; i < blocks.size(); i++) {
        Block block = blocks.get(i);
        boolean printed = i + 1 < blocks.size() && blocks.get(i + 1).note().equals("prints");
        if (block.isCommand()) {
          run(workspace, block, printed ? blocks.get(i + 1).text() : null);
        } else if (!block.noted("file").isEmpty()) {
          workspace.write(block.noted("file"), block.text());
        } else if (!block.noted("from").isEmpty()) {
          assertThat(Files.readString(Repository.path(block.noted("from")))).contains(block.text());
        }
      }
      assertThat(workspace.stop()).isZero();
    }
  }

  private static void run(Workspace workspace, Block block, @Nullable String printed)
      throws IOException, InterruptedException {
    if (block.note().equals("runs on")) {
      workspace.runOn(block.text());
      return;
    }
    int expected =
        block.noted("exit code").isEmpty() ? 0 : Integer.parseInt(block.noted("exit code"));
    Result result = workspace.run(block.text());
    assertThat(result.code()).as(block.text() + result.out() + result.err()).isEqualTo(expected);
    if (printed == null) {
      return;
    }
    if (reads(block)) {
      // Events are answered when they are safe; their alerts come a moment later.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(workspace.run(block.text()).out().strip()).isEqualTo(printed.strip()));
    } else {
      assertThat(result.out().strip()).isEqualTo(printed.strip());
    }
  }

  private static boolean reads(Block block) {
    return block.text().startsWith("curl") && !block.text().matches("(?s).* (-X|-d|--data\\S*) .*");
  }
}
