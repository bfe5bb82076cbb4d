package io.tripline.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class EventBatchesTest {
  private final EventBatches batches = new EventBatches(URI.create("http://127.0.0.1:80"), 1_000);

  private String request(int number) {
    ByteBuffer out = ByteBuffer.allocate(Requests.MOST_BYTES);
    batches.put(number, out);
    return new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
  }

  @Test
  void eachEventComesOnceAndIsWhole() {
    String[] parts = request(7).split("\r\n\r\n", 2);
    assertThat(parts[0]).contains("Content-Length: " + parts[1].length());
    List<JsonNode> events = parts[1].lines().map(new JsonMapper()::readTree).toList();
    assertThat(events).hasSize(1_000);
    assertThat(events.getFirst().get("id").stringValue()).isEqualTo("p000000007000");
    assertThat(events.getLast().get("id").stringValue()).isEqualTo("p000000007999");
    assertThat(events.getLast().get("time").longValue()).isEqualTo(1_790_000_000_799L);
    assertThat(events.getLast().get("card").stringValue())
        .isEqualTo("card-0" + 7_999 * 7_919 % 100_000);
    assertThat(request(8)).contains("\"id\":\"p000000008000\"");
  }

  @Test
  void anAnswerIsLookedAt() {
    byte[] good =
        "{\"accepted\":1000,\"rejected\":0,\"errors\":[]}".getBytes(StandardCharsets.UTF_8);
    batches.check(0, good, 0, good.length, new Tally());
    byte[] less =
        "{\"accepted\":999,\"rejected\":1,\"errors\":[]}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> batches.check(0, less, 0, less.length, new Tally()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theRulesAreRules() {
    assertThat(
            RuleCompiler.compile(List.of(new SourceFile("e.trip", EventBatches.rules()))).ruleSet())
        .isNotNull();
  }
}
