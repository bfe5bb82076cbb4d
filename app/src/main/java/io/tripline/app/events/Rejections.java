package io.tripline.app.events;

import io.tripline.ingest.file.RejectedConsumer;
import io.tripline.ingest.file.RejectedLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Counts rejected lines by reason, and writes them to a file if there is one. One thread. */
public final class Rejections implements RejectedConsumer {
  private static final JsonMapper JSON = new JsonMapper();

  private final @Nullable OutputStream out;
  private final Map<String, Reason> reasons = new TreeMap<>();

  /**
   * @param out gets a JSON object a line, or null for none; not closed
   */
  public Rejections(@Nullable OutputStream out) {
    this.out = out;
  }

  /** How often lines were rejected with a code, and the first of them. */
  public record Reason(String code, long count, RejectedLine first) {
    private Reason oneMore() {
      return new Reason(code, count + 1, first);
    }
  }

  /** A rejected line as it is written. */
  private record Written(String source, long line, String code, String reason, String raw) {}

  @Override
  public void rejected(RejectedLine line) {
    reasons.merge(line.code(), new Reason(line.code(), 1, line), (known, added) -> known.oneMore());
    if (out != null) {
      // The line need not be UTF-8 at all; what cannot be read is shown as U+FFFD.
      String raw = new String(line.raw(), StandardCharsets.UTF_8);
      byte[] json =
          JSON.writeValueAsBytes(
              new Written(line.file(), line.line(), line.code(), line.reason(), raw));
      try {
        out.write(json);
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The most frequent first. */
  public List<Reason> reasons() {
    return reasons.values().stream()
        .sorted(Comparator.comparingLong(Reason::count).reversed().thenComparing(Reason::code))
        .toList();
  }
}
