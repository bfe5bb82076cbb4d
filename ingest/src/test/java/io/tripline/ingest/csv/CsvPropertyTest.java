package io.tripline.ingest.csv;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Utf8;
import io.tripline.ingest.FakeEngine;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.FileFormat;
import io.tripline.ingest.file.FileIngest;
import io.tripline.ingest.file.FileIngestSettings;
import io.tripline.ingest.file.ProgressListener;
import io.tripline.ingest.file.RejectedLine;
import io.tripline.ingest.json.DecodeLimits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Whatever the rows hold, and wherever the blocks are cut, what was written is read. */
final class CsvPropertyTest {
  private static final EventType NOTE =
      event("Note", field("text", Type.Simple.STRING), optional("more", Type.Simple.STRING));
  private static final String LETTERS = "ab ,\"\\\n\r\té😀{}[]:7";
  private static final EventLayout LAYOUT = schema(1, NOTE).get("Note");

  private record Note(long time, String text, @Nullable String more) {}

  @Property(tries = 300)
  void rowsAreReadAsTheyWereWritten(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<Note> notes = new ArrayList<>();
    List<Long> broken = new ArrayList<>();
    StringBuilder csv = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    csv.append("\"more\",time,text\r\n");
    for (int i = random.nextInt(40); i > 0; i--) {
      long line = csv.chars().filter(c -> c == '\n').count() + 1;
      switch (random.nextInt(12)) {
        case 0 -> csv.append(random.nextBoolean() ? "\n" : "\r\n"); // counts for nothing
        case 1 -> {
          csv.append(random.nextBoolean() ? "x" : "x,\"a\nb\",c,d").append('\n');
          broken.add(line);
        }
        default -> {
          String text = text(random);
          String more = random.nextBoolean() ? text(random) : null;
          notes.add(new Note(i, text, more));
          csv.append(more == null ? "" : cell(more, random)).append(',').append(i).append(',');
          csv.append(cell(text, random)).append(random.nextBoolean() ? "\n" : "\r\n");
        }
      }
    }
    if (!notes.isEmpty() && random.nextBoolean()) {
      csv.setLength(csv.length() - 1); // the last line need not end
    }
    int block = 1 + random.nextInt(random.nextBoolean() ? 20 : 2_000);
    FakeEngine engine = new FakeEngine(schema(1, NOTE));
    List<RejectedLine> rejected = new ArrayList<>();
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    new FileIngest(engine, new FileIngestSettings(0, block, 2, 2, 100, DecodeLimits.defaults()))
        .run(
            List.of(
                EventFile.of(
                    "n.csv", FileFormat.CSV, bytes.length, new ByteArrayInputStream(bytes))),
            rejected::add,
            ProgressListener.NONE);
    assertThat(engine.events().stream().map(CsvPropertyTest::read)).isEqualTo(notes);
    assertThat(rejected).extracting(RejectedLine::line).isEqualTo(broken);
  }

  private static Note read(EventView event) {
    return new Note(event.time(), String.valueOf(text(event, 1)), text(event, 2));
  }

  private static @Nullable String text(EventView event, int field) {
    Utf8 text = event.textAt(LAYOUT.offset(field), new Utf8());
    return text == null ? null : text.toString();
  }

  private static String text(Random random) {
    int[] letters = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(10); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  /** In quotes where it must be, and sometimes where it need not. */
  private static String cell(String text, Random random) {
    boolean must =
        text.isEmpty()
            || text.startsWith("\"")
            || text.contains(",")
            || text.contains("\n")
            || text.contains("\r");
    return must || random.nextBoolean() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
