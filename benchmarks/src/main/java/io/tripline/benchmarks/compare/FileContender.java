package io.tripline.benchmarks.compare;

import io.tripline.app.backtest.Backtest;
import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * End to end from files of JSON lines: {@code backtest} is ours, from the file to the text of the
 * alerts; {@code jackson} is what any reader of JSON has to do at least, each file in a thread of
 * its own. Always takes all events of the files.
 */
public final class FileContender implements Contender {
  private final boolean backtest;
  private final List<Path> files;

  private FileContender(boolean backtest, List<Path> files) {
    this.backtest = backtest;
    this.files = files;
  }

  public static void main(String[] args) throws Exception {
    List<Path> files = Arrays.stream(args).skip(3).map(Path::of).toList();
    ContenderProcess.serve(new FileContender(args[2].equals("backtest"), files), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    if (backtest) {
      RuleSet rules = Rules.of("R5");
      return tally -> new Backtesting(rules, files, tally);
    }
    return tally -> new Parsing(files);
  }

  private static final class Backtesting implements Pass {
    private final RuleSet rules;
    private final List<Path> files;
    private final Tally tally;
    private long nanos;

    Backtesting(RuleSet rules, List<Path> files, Tally tally) {
      this.rules = rules;
      this.files = files;
      this.tally = tally;
    }

    @Override
    public void run(int events) throws IOException, InterruptedException {
      long start = System.nanoTime();
      List<EventFile> open = new ArrayList<>();
      for (Path file : files) {
        open.add(EventFile.open(file));
      }
      Backtest.Result result =
          new Backtest("comparison", rules, List.of(), EngineSettings.defaults())
              .run(
                  open,
                  OutputStream.nullOutputStream(),
                  true,
                  rejected -> {
                    throw new IllegalStateException(rejected.toString());
                  },
                  ProgressListener.NONE);
      for (EventFile file : open) {
        file.close();
      }
      nanos = System.nanoTime() - start;
      if (result.progress().events() != events) {
        throw new IllegalStateException(result.progress() + ", not " + events);
      }
      for (long i = 0; i < result.stats().alerts(); i++) {
        tally.alert("any", "").end();
      }
    }

    @Override
    public long nanos() {
      return nanos;
    }
  }

  private static final class Parsing implements Pass {
    private final List<Path> files;
    private final JsonFactory json = new JsonFactory();
    private long nanos;

    Parsing(List<Path> files) {
      this.files = files;
    }

    @Override
    public void run(int events) throws InterruptedException {
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (Path file : files) {
        threads.add(Thread.ofPlatform().start(() -> parse(file)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      nanos = System.nanoTime() - start;
    }

    private long parse(Path file) {
      long tokens = 0;
      try (InputStream in = Files.newInputStream(file);
          JsonParser parser = json.createParser(ObjectReadContext.empty(), in)) {
        while (parser.nextToken() != null) {
          tokens++;
        }
        return tokens;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public long nanos() {
      return nanos;
    }
  }
}
