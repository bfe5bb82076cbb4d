package io.tripline.app.generate;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Results;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldReport;
import io.tripline.examples.world.WorldSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tripline generate}: makes up a bank's events. */
@Command(
    name = "generate",
    customSynopsis = {
      "tripline generate [--events N] [--cards K] [--seed S] [--fraud RATE]",
      "                         [--start DATE] [--days N] [--out FILE]"
    },
    description = {
      "Make up the events of a bank: payments, logins, password resets, payees, transfers.",
      "",
      "Some of them are fraud and some only look like it; the fields fraud, scenario and episode "
          + "say which. The same options always give the same bytes.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline generate --events 1000000 --cards 20000 --seed 7 --out events.jsonl.gz",
      "",
      ExitCode.HELP
    })
public final class GenerateCommand implements Callable<Integer> {
  private static final int EVENTS_PER_CARD = 10;
  private static final int MOST_CARDS = 1_000_000;
  private static final int GZIP_BUFFER = 1 << 16;

  private final Terminal terminal;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events, exactly. Default: ${DEFAULT-VALUE}.")
  private long events = 100_000;

  @Option(
      names = "--cards",
      paramLabel = "K",
      description = "How many payment cards. Default: one for ten events, a million at most.")
  private @Nullable Integer cards;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Chooses the world. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--fraud",
      paramLabel = "RATE",
      description = "The share of the events that is fraud, 0 to 0.5. Default: ${DEFAULT-VALUE}.")
  private double fraud = 0.01;

  @Option(
      names = "--start",
      paramLabel = "DATE",
      description = "The first day. Default: 2026-03-02.")
  private @Nullable LocalDate start;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Over how many days the events are spread. Default: ${DEFAULT-VALUE}.")
  private int days = 1;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the events go, gzipped if it ends in .gz. Default: standard output.")
  private @Nullable Path out;

  public GenerateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    PaymentWorld world = new PaymentWorld(settings());
    try (Results results = Results.to(out, terminal)) {
      WorldReport report = write(world, results.stream());
      results.complete();
      terminal.err().print(summary(report));
    }
    return ExitCode.FINE;
  }

  private WorldSettings settings() {
    int cardsOrUsual =
        cards != null ? cards : (int) Math.clamp(events / EVENTS_PER_CARD, 1, MOST_CARDS);
    try {
      WorldSettings oneDay = WorldSettings.of(events, cardsOrUsual, seed, fraud);
      return oneDay.during(start == null ? oneDay.start() : start, days);
    } catch (IllegalArgumentException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }

  private WorldReport write(PaymentWorld world, OutputStream stream) throws IOException {
    if (out == null || !out.toString().endsWith(".gz")) {
      return world.writeTo(stream);
    }
    GZIPOutputStream zipped = new GZIPOutputStream(stream, GZIP_BUFFER);
    WorldReport report = world.writeTo(zipped);
    zipped.finish();
    return report;
  }

  private static String summary(WorldReport report) {
    String types =
        report.eventsByType().entrySet().stream()
            .map(type -> counted(type.getValue(), type.getKey()))
            .collect(Collectors.joining(", "));
    String episodes =
        report.episodes().entrySet().stream()
            .map(episode -> counted(episode.getValue(), episode.getKey().label()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%,d events, %,d of them fraud, %,.1f MB%nevents: %s%nepisodes: %s%n",
        report.events(),
        report.fraudEvents(),
        report.bytes() / 1e6,
        types,
        episodes.isEmpty() ? "none" : episodes);
  }

  private static String counted(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s", count, what);
  }
}
