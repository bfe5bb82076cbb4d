package io.tripline.ingest.csv;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.ingest.FakeEngine;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.FileIngest;
import io.tripline.ingest.file.FileIngestSettings;
import io.tripline.ingest.file.ProgressListener;
import io.tripline.ingest.file.RejectedLine;
import io.tripline.ingest.json.DecodeLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvFileTest {
  private static final EventType PAYMENT =
      event("Payment", field("card", Type.Simple.STRING), optional("place", Type.Simple.GEO));
  private static final EventType LOGIN = event("Login", optional("mcc", Type.Simple.INT));

  private final FakeEngine engine = new FakeEngine(schema(1, PAYMENT));
  private final List<RejectedLine> rejected = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void theEndingOfTheNameTellsThatItIsCsv() throws Exception {
    Path plain = Files.writeString(folder.resolve("a.CSV"), "time,card\n1,a\n");
    Path zipped = folder.resolve("b.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("card,time\nb,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    run(
        EventFile.open(plain),
        EventFile.open(zipped),
        open("c.jsonl", "{\"time\":3,\"card\":\"c\"}"));
    assertThat(engine.records())
        .containsExactly(
            "{\"time\":1,\"card\":\"a\"}",
            "{\"card\":\"b\",\"time\":2}",
            "{\"time\":3,\"card\":\"c\"}");
  }

  @Test
  void theTypeIsAColumnWhereThereAreSeveral() throws Exception {
    engine.deploy(schema(1, PAYMENT, LOGIN));
    run(
        open(
            "e.csv",
            "time,type,mcc,card\n"
                + "1,Login,0012,\n"
                + "2,Payment,0012,c\n"
                + "3,Logon,,\n"
                + "4,,,\n"
                + "5,Login,12,x\n"));
    assertThat(engine.records())
        .containsExactly(
            "{\"time\":2,\"type\":\"Payment\",\"mcc\":\"0012\",\"card\":\"c\"}",
            "{\"time\":5,\"type\":\"Login\",\"mcc\":12,\"card\":\"x\"}");
    assertThat(rejected)
        .extracting(RejectedLine::line, RejectedLine::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, "wrong_type"),
            org.assertj.core.groups.Tuple.tuple(4L, "unknown_type"),
            org.assertj.core.groups.Tuple.tuple(5L, "missing_type"));
    assertThat(rejected.getFirst().raw()).asString().isEqualTo("1,Login,0012,");
    assertThat(rejected.getFirst().reason())
        .isEqualTo("Field mcc (int) must be a whole number, but is \"0012\".");
  }

  @Test
  void aPlaceHasTwoColumnsWhichNeedNotStandTogether() throws Exception {
    run(
        open(
            "e.csv",
            "place.lon,time,card,place.lat\n"
                + "13.4,1,a,52.5\n"
                + ",2,b,\n"
                + "13.4,3,c,\n"
                + ",4,d,52.5\n"
                + "x,5,e,52.5\n"));
    assertThat(engine.records())
        .containsExactly(
            "{\"place\":{\"lon\":13.4,\"lat\":52.5},\"time\":1,\"card\":\"a\"}",
            "{\"time\":2,\"card\":\"b\"}");
    assertThat(rejected)
        .extracting(RejectedLine::reason)
        .containsExactly(
            "Field place (geo) must have both \"lat\" and \"lon\".",
            "Field place (geo) must have both \"lat\" and \"lon\".",
            "Field place (geo) must have numbers as \"lat\" and \"lon\".");
  }

  @Test
  void aRowThatIsNotUtf8IsRejectedAlone() throws Exception {
    byte[] bytes = "time,card\n1,a\n2,x\n3,c\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    bytes[16] = (byte) 0xC3;
    Path file = Files.write(folder.resolve("e.csv"), bytes);
    run(EventFile.open(file));
    assertThat(engine.records()).hasSize(2);
    assertThat(rejected).extracting(RejectedLine::line).containsExactly(3L);
    assertThat(rejected.getFirst().reason()).isEqualTo("Byte 3 (0xC3) is not UTF-8.");
  }

  @Test
  void aRowThatIsTooLongIsReadOverToTheEndOfItsLine() throws Exception {
    String text = "time,card\n1,\"" + "x".repeat(5_000) + "\ny\"\n2,b\n";
    new FileIngest(engine, new FileIngestSettings(0, 64, 2, 2, 10, DecodeLimits.of(1_000)))
        .run(List.of(open("e.csv", text)), rejected::add, ProgressListener.NONE);
    // What is left of the row is none.
    assertThat(rejected).extracting(RejectedLine::line).containsExactly(2L, 3L);
    assertThat(rejected).extracting(RejectedLine::code).containsExactly("too_large", "unparseable");
    assertThat(engine.records()).containsExactly("{\"time\":2,\"card\":\"b\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "time,card,time|names the column \"time\" twice.",
        "time,,card|Column 2 of FILE has no name in the first line.",
        "time,\"card|The first line of FILE does not name columns."
      })
  void aHeaderThatNamesNoColumnsEndsTheReading(String header, String sentence) throws Exception {
    EventFile file = open("e.csv", header + "\n1,a,2\n");
    String name = folder.resolve("e.csv").toString();
    assertThatThrownBy(() -> run(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(sentence.replace("FILE", name));
    assertThat(engine.events()).isEmpty();
  }

  @Test
  void aFileWithoutRowsIsFine() throws Exception {
    run(open("empty.csv", ""));
    run(open("header.csv", "time,card"));
    assertThat(engine.events()).isEmpty();
    assertThat(rejected).isEmpty();
  }

  private EventFile open(String name, String text) throws IOException {
    return EventFile.open(Files.writeString(folder.resolve(name), text));
  }

  private void run(EventFile... files) throws IOException, InterruptedException {
    new FileIngest(engine, FileIngestSettings.defaults())
        .run(List.of(files), rejected::add, ProgressListener.NONE);
  }
}
