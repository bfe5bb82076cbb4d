package io.tripline.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.ServeProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The real server is killed while a list is uploaded, and right after it has answered: what was
 * answered is there, and what was not is there whole or not at all. {@code -Dtripline.crash.seed}
 * repeats a run, as far as the machine does.
 */
final class UploadCrashIT {
  private static final long SEED = Long.getLong("tripline.crash.seed", System.nanoTime());
  private static final int KILLS = Integer.getInteger("tripline.crash.uploads", 6);
  private static final int MOST_KILLS = KILLS + 10;

  /** For an upload, before the kill; in ms. */
  private static final long LONGEST_WAIT = 400;

  private static final long SHORTEST_WAIT = 20;

  /** Some forty pieces. */
  private static final int ENTRIES = 20_000;

  private static final String RULES =
      """
      event Payment { id string @id  time timestamp @time  merchant string }
      table bad key merchant { upload int }
      rule listed { on Payment by merchant when bad[merchant].upload > 0 alert "{merchant}" }
      """;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);

  /** What was answered: which upload brought each entry. */
  private Map<String, Integer> answered = new TreeMap<>();

  @Test
  void whatWasAnsweredIsThereAndNothingIsHalf() throws IOException, InterruptedException {
    System.out.println("tripline.crash.seed = " + SEED);
    int broken = 0;
    int upload = 0;
    // How long one takes is the machine's affair: the more of them get through, the earlier.
    long most = LONGEST_WAIT;
    while (upload < KILLS || broken == 0 && upload < MOST_KILLS) {
      upload++;
      boolean replaces = random.nextInt(3) > 0;
      Map<String, Integer> brought = entries(upload);
      Map<String, Integer> after = new TreeMap<>(replaces ? Map.of() : answered);
      after.putAll(brought);
      try (ServeProcess serve = ServeProcess.start(folder);
          HttpApi api = new HttpApi(serve.awaitReady())) {
        api.deploy("uploads", RULES);
        check(api, answered);
        boolean waits = upload % 2 == 0;
        long grace = waits ? 0 : random.nextLong(most);
        CompletableFuture<Boolean> answer =
            CompletableFuture.supplyAsync(() -> upload(api, replaces, brought));
        if (waits) {
          assertThat(answer.join()).isTrue();
        } else {
          Thread.sleep(grace);
        }
        serve.kill();
        if (answer.join()) {
          answered = after;
          most = waits ? most : Math.max(SHORTEST_WAIT, most / 2);
        } else {
          broken++;
        }
      }
      settle(after);
    }
    assertThat(broken).as("uploads that a kill broke off").isPositive();
    System.out.println("UploadCrashIT broke " + broken + " of " + upload + " uploads off");
  }

  /** After a restart: what was not answered may be there. */
  private void settle(Map<String, Integer> ifTaken) throws IOException, InterruptedException {
    try (ServeProcess serve = ServeProcess.start(folder);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      Map<String, Integer> found = read(api);
      if (!found.equals(answered)) {
        check(api, ifTaken);
        answered = ifTaken;
      }
      serve.kill();
    }
  }

  private static void check(HttpApi api, Map<String, Integer> expected)
      throws IOException, InterruptedException {
    Map<String, Integer> found = read(api);
    assertThat(found.equals(expected))
        .as(
            "%s entries of uploads %s, where there should be %s of %s",
            found.size(), uploads(found), expected.size(), uploads(expected))
        .isTrue();
  }

  private static Set<Integer> uploads(Map<String, Integer> entries) {
    return new TreeSet<>(entries.values());
  }

  private Map<String, Integer> entries(int upload) {
    Map<String, Integer> entries = new TreeMap<>();
    int first = random.nextInt(ENTRIES);
    for (int i = first; i < first + ENTRIES; i++) {
      entries.put("merchant " + i, upload);
    }
    return entries;
  }

  /** Whether it was answered; an upload that broke off was not. */
  private static boolean upload(HttpApi api, boolean replaces, Map<String, Integer> entries) {
    StringBuilder body = new StringBuilder();
    entries.forEach(
        (merchant, upload) ->
            body.append("{\"merchant\":\"%s\",\"upload\":%d}\n".formatted(merchant, upload)));
    try {
      JsonNode answer =
          api.call(
              replaces ? "PUT" : "POST",
              replaces ? "/v1/tables/bad" : "/v1/tables/bad/rows",
              "application/x-ndjson",
              body.toString());
      assertThat(answer.path("entries").asInt()).isEqualTo(entries.size());
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Integer> read(HttpApi api) throws IOException, InterruptedException {
    Map<String, Integer> entries = new TreeMap<>();
    String after = "";
    while (after != null) {
      String query =
          after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
      JsonNode page = api.call("GET", "/v1/tables/bad?limit=1000" + query, "application/json", "");
      page.path("rows")
          .forEach(row -> entries.put(row.path("merchant").asString(), row.path("upload").asInt()));
      JsonNode next = page.path("next");
      after = next.isNull() ? null : next.asString();
    }
    return entries;
  }
}
