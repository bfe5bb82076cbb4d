package io.tripline.ingest.file;

import static io.tripline.ingest.TestTypes.event;
import static io.tripline.ingest.TestTypes.field;
import static io.tripline.ingest.TestTypes.optional;
import static io.tripline.ingest.TestTypes.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventView;
import io.tripline.ingest.FakeEngine;
import io.tripline.ingest.json.DecodeLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileIngestTest {
  private static final EventType PAYMENT = event("Payment", field("card", Type.Simple.STRING));
  private static final EventType LOGIN = event("Login", optional("user", Type.Simple.STRING));

  private final FakeEngine engine = new FakeEngine(schema(1, PAYMENT));
  private final List<RejectedLine> rejected = new ArrayList<>();
  private final List<FileProgress> progress = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void readsAFileWhateverItsLinesEndWith() throws Exception {
    String text = "\uFEFF" + line(1, "a") + "\r\n\n \t\n" + line(2, "ö😀") + "\n" + line(3, "c");
    FileProgress end = run(FileIngestSettings.defaults(), write("e.jsonl", text));
    assertThat(engine.records()).containsExactly(line(1, "a"), line(2, "ö😀"), line(3, "c"));
    long size = text.getBytes(StandardCharsets.UTF_8).length;
    assertThat(end).isEqualTo(new FileProgress(size, size, 3, 0));
    assertThat(progress).last().isEqualTo(end);
    assertThat(engine.durable()).isEqualTo(3);
  }

  @Test
  void anEmptyFileIsFine() throws Exception {
    assertThat(run(FileIngestSettings.defaults(), write("e.jsonl", "")).events()).isZero();
    assertThat(run(FileIngestSettings.defaults(), write("e.jsonl", "\n\n")).events()).isZero();
  }

  @Test
  void knowsGzipByItsContent() throws Exception {
    String text = many(1_000);
    Path file = folder.resolve("no-such-ending.txt");
    Files.write(file, gzip(text));
    FileProgress end = run(FileIngestSettings.defaults(), EventFile.open(file));
    assertThat(end).isEqualTo(new FileProgress(Files.size(file), Files.size(file), 1_000, 0));
    assertThat(engine.records()).isEqualTo(text.lines().toList());
  }

  @Test
  void readsAllMembersOfAGzipFileEvenFromAStreamThatStutters() throws Exception {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip(line(1, "a") + "\n"));
    both.write(gzip(line(2, "b") + "\n"));
    InputStream stutters =
        new ByteArrayInputStream(both.toByteArray()) {
          @Override
          public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(len, 7));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };
    EventFile file = EventFile.of("pipe", EventFile.UNKNOWN, stutters);
    FileProgress end = run(FileIngestSettings.defaults(), file);
    assertThat(end.totalBytes()).isEqualTo(-1);
    assertThat(engine.records()).containsExactly(line(1, "a"), line(2, "b"));
  }

  @Test
  void aGzipFileThatIsCutOffFailsAfterTheEventsBefore() throws Exception {
    byte[] whole = gzip(many(20_000));
    Path file = folder.resolve("cut.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> run(FileIngestSettings.defaults(), EventFile.open(file)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + " is cut off: its gzip data ends too early. The events before were taken.");
    List<String> all = many(20_000).lines().toList();
    assertThat(engine.records())
        .hasSizeGreaterThan(1_000)
        .isEqualTo(all.subList(0, engine.records().size()));
    assertThat(engine.durable()).isEqualTo(engine.records().size());
  }

  @Test
  void filesThatCannotBeReadAreToldInASentence() {
    Path missing = folder.resolve("missing.jsonl");
    assertThatThrownBy(() -> EventFile.open(missing.toString()))
        .isInstanceOf(IOException.class)
        .hasMessage("There is no file " + missing + ".");
    assertThatThrownBy(() -> EventFile.open(folder))
        .hasMessage(folder + " is a directory, not a file of events.");
  }

  @Test
  void rejectsLinesAndGoesOn() throws Exception {
    String text = line(1, "a") + "\n\n{\"time\":2}\nhello\n" + line(3, "c") + "\n";
    FileProgress end = run(FileIngestSettings.defaults(), write("e.jsonl", text));
    assertThat(end.events()).isEqualTo(2);
    assertThat(end.rejected()).isEqualTo(2);
    String name = folder.resolve("e.jsonl").toString();
    assertThat(rejected).extracting(RejectedLine::file).containsOnly(name);
    assertThat(rejected).extracting(RejectedLine::line).containsExactly(3L, 4L);
    assertThat(rejected)
        .extracting(RejectedLine::code)
        .containsExactly("missing_field", "unparseable");
    assertThat(rejected.get(0).raw()).asString().isEqualTo("{\"time\":2}");
  }

  @Test
  void aRecordDoesNotGoOnInTheNextLine() throws Exception {
    String text = "{\"time\":1,\n\"card\":\"a\"}\n" + line(2, "b") + "\n{\"time\":3,\"card\":\"c\"";
    run(FileIngestSettings.defaults(), write("e.jsonl", text));
    assertThat(cards()).containsExactly("b");
    assertThat(rejected).extracting(RejectedLine::line).containsExactly(1L, 2L, 4L);
    assertThat(rejected)
        .extracting(RejectedLine::code)
        .containsExactly("unparseable", "not_an_object", "unparseable");
    assertThat(rejected.get(1).raw()).asString().isEqualTo("\"card\":\"a\"}");
  }

  @Test
  void readsOverHugeLines() throws Exception {
    String huge = "{\"time\":5,\"card\":\"" + "x".repeat(100_000) + "\"}";
    String text =
        huge + "\n" + line(1, "a") + "\n" + huge + "\n" + huge + "\n" + line(2, "b") + "\n" + huge;
    for (int batch : new int[] {1, 100, 1_000, 1 << 20}) {
      FakeEngine fresh = new FakeEngine(schema(1, PAYMENT));
      List<RejectedLine> lines = new ArrayList<>();
      new FileIngest(fresh, settings(batch, 2_000))
          .run(List.of(write("e.jsonl", text)), lines::add, ProgressListener.NONE);
      assertThat(fresh.records()).containsExactly(line(1, "a"), line(2, "b"));
      assertThat(lines).extracting(RejectedLine::line).containsExactly(1L, 3L, 4L, 6L);
      assertThat(lines)
          .allSatisfy(
              each -> {
                assertThat(each.code()).isEqualTo("too_large");
                assertThat(each.reason()).isEqualTo("The event is larger than 2000 bytes.");
                assertThat(each.raw()).asString().isEqualTo(huge.substring(0, 30));
              });
    }
  }

  @Test
  void aLineIsReadWhereverTheBatchesAreCut() throws Exception {
    String text = many(300);
    for (int batch = 1; batch < 120; batch++) {
      FakeEngine fresh = new FakeEngine(schema(1, PAYMENT));
      new FileIngest(fresh, settings(batch, 10_000))
          .run(List.of(write("e.jsonl", text)), rejected::add, ProgressListener.NONE);
      assertThat(fresh.records()).as("batches of %d bytes", batch).isEqualTo(text.lines().toList());
    }
    assertThat(rejected).isEmpty();
  }

  @Test
  void mergesFilesByTime() throws Exception {
    EventFile first =
        write("1", lines(line(1, "a1"), line(4, "a4"), line(4, "a4'"), line(9, "a9")));
    EventFile second =
        write("2", lines(line(0, "b0"), "oops", line(4, "b4"), line(3, "b3"), line(5, "b5")));
    EventFile third = write("3", "");
    FileProgress end = run(FileIngestSettings.defaults(), first, second, third);
    // b3 is late in its own file, which keeps its order.
    assertThat(cards()).containsExactly("b0", "a1", "a4", "a4'", "b4", "b3", "b5", "a9");
    assertThat(end.events()).isEqualTo(8);
    assertThat(rejected).hasSize(1);
    assertThat(rejected.getFirst().line()).isEqualTo(2);
    assertThat(engine.durable()).isEqualTo(8);
  }

  @Test
  void mergingIsTheSameForAnySizeOfBatch() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int f = 0; f < 5; f++) {
      int offset = f;
      texts.add(
          IntStream.range(0, 2_000)
              .mapToObj(i -> line((i * 7L + offset * 3L) / 5 * 5, "f" + offset + "-" + i))
              .collect(Collectors.joining("\n")));
    }
    List<List<String>> outcomes = new ArrayList<>();
    for (int batch : new int[] {50, 4_000, 1 << 20}) {
      FakeEngine fresh = new FakeEngine(schema(1, PAYMENT));
      List<EventFile> files = new ArrayList<>();
      for (int f = 0; f < 5; f++) {
        files.add(write("f" + f, texts.get(f)));
      }
      new FileIngest(fresh, settings(batch, 10_000))
          .run(files, rejected::add, ProgressListener.NONE);
      assertThat(fresh.events()).extracting(EventView::time).isSorted();
      outcomes.add(fresh.records());
    }
    assertThat(outcomes.get(0)).hasSize(10_000);
    assertThat(outcomes).containsOnly(outcomes.get(0));
  }

  @Test
  void decodesAgainWhenRulesWereDeployedMeanwhile() throws Exception {
    String typed = "{\"type\":\"Payment\",\"time\":1,\"card\":\"a\"}";
    for (boolean merged : new boolean[] {false, true}) {
      FakeEngine fresh = new FakeEngine(schema(1, PAYMENT));
      fresh.duringPublish(() -> fresh.deploy(schema(2, LOGIN, PAYMENT)));
      List<RejectedLine> lines = new ArrayList<>();
      List<EventFile> files =
          new ArrayList<>(List.of(write("1", lines(typed, line(2, "untyped")))));
      if (merged) {
        files.add(write("2", typed));
      }
      new FileIngest(fresh, FileIngestSettings.defaults())
          .run(files, lines::add, ProgressListener.NONE);
      assertThat(fresh.events()).hasSize(merged ? 2 : 1);
      assertThat(fresh.events()).extracting(EventView::schemaId).containsOnly(2);
      assertThat(lines).extracting(RejectedLine::line).containsExactly(2L);
      assertThat(lines).extracting(RejectedLine::code).containsExactly("missing_type");
    }
  }

  @Test
  void waitsWhileTheEngineIsFull() throws Exception {
    engine.beFull(3);
    run(FileIngestSettings.defaults(), write("e.jsonl", many(10)));
    assertThat(engine.records()).hasSize(10);
  }

  @Test
  void handsOverWhatIsThereWithoutWaitingForMore() throws Exception {
    try (java.io.PipedOutputStream out = new java.io.PipedOutputStream();
        java.io.PipedInputStream in = new java.io.PipedInputStream(out, 1 << 16)) {
      Thread run =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      run(FileIngestSettings.defaults(), EventFile.of("pipe", -1, in));
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      out.write((line(1, "a") + "\n" + line(2, "half")).getBytes(StandardCharsets.UTF_8));
      out.flush();
      org.awaitility.Awaitility.await().until(() -> engine.events().size() == 1);
      out.close();
      run.join();
      assertThat(cards()).containsExactly("a", "half");
    }
  }

  @Test
  void nothingIsLeftRunning() throws Exception {
    run(FileIngestSettings.defaults(), write("one", many(10)), write("two", many(10)));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains(folder.toString()));
  }

  @Test
  void theOrderOfTheFileIsKeptThoughSomeThreadsDecode() throws Exception {
    run(settings(200, 10_000), write("long", many(20_000)));
    assertThat(engine.records()).isEqualTo(many(20_000).lines().toList());
  }

  @Test
  void anEngineThatFailsEndsTheRunAndItsThreads() throws Exception {
    for (int passing = 0; passing < 6; passing++) {
      for (int i = 0; i < passing; i++) {
        engine.duringPublish(() -> {});
      }
      engine.duringPublish(
          () -> {
            throw new IllegalStateException("broken");
          });
      EventFile file = write("fails", many(5_000));
      assertThatThrownBy(() -> run(settings(2_000, 10_000), file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
      nothingIsLeftRunning();
    }
  }

  @Test
  void anInterruptedRunEndsWithItsThreads() throws Exception {
    EventFile file = write("interrupted", many(5_000));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run(settings(2_000, 10_000), file))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    nothingIsLeftRunning();
  }

  private List<String> cards() {
    return engine.records().stream().map(r -> r.replaceAll(".*\"card\":\"(.*)\".*", "$1")).toList();
  }

  private FileProgress run(FileIngestSettings settings, EventFile... files)
      throws IOException, InterruptedException {
    return new FileIngest(engine, settings).run(List.of(files), rejected::add, progress::add);
  }

  private static FileIngestSettings settings(int batchBytes, int maxEventBytes) {
    return new FileIngestSettings(0, batchBytes, 2, 3, 30, DecodeLimits.of(maxEventBytes));
  }

  private EventFile write(String name, String text) throws IOException {
    return EventFile.open(Files.writeString(folder.resolve(name), text));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> line(i, "card-" + i * 31 % 977))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private static String line(long time, String card) {
    return "{\"time\":" + time + ",\"card\":\"" + card + "\"}";
  }
}
