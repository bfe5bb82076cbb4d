package io.tripline.app.explain;

import io.tripline.app.cli.WrongUseException;
import io.tripline.app.events.Rejections;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.contents.Change;
import io.tripline.engine.explain.Follower;
import io.tripline.engine.explain.Moment;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RehearsalSession;
import io.tripline.engine.pipeline.RuleKey;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.FileIngest;
import io.tripline.ingest.file.FileIngestSettings;
import io.tripline.ingest.file.FileProgress;
import io.tripline.ingest.file.ProgressListener;
import io.tripline.rest.json.AlertJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run of recorded events through one rule, told as it goes. */
final class Explanation {
  /** Starts that are told one by one where nobody asked for all. */
  private static final int MOST_STARTS = 1_000;

  private final Rehearsal rehearsal;
  private final List<Change> contents;
  private final Rule rule;
  private final RuleKey key;
  private final byte[] wanted;
  private final SourceText source;
  private final Predicate<Moment> shown;
  private final boolean everyStart;
  private final Report report;
  private boolean begun;

  /**
   * @param rehearsal of the rule
   * @param contents what lists and tables hold before the first event
   * @param wanted the key's bytes
   * @param shown which moments are told; all are followed
   * @param everyStart whether to tell of each start why it came to nothing
   */
  Explanation(
      Rehearsal rehearsal,
      List<Change> contents,
      Rule rule,
      byte[] wanted,
      SourceText source,
      Predicate<Moment> shown,
      boolean everyStart,
      Report report) {
    this.rehearsal = rehearsal;
    this.contents = List.copyOf(contents);
    this.rule = rule;
    this.key = RuleKey.of(rule, rehearsal.schema());
    this.wanted = wanted;
    this.source = source;
    this.shown = shown;
    this.everyStart = everyStart;
    this.report = report;
  }

  /**
   * Runs to the end of the input.
   *
   * @param showKeys whether other keys may be named where this one is not there
   * @throws WrongUseException if the input cannot be read to its end, or holds no such key
   */
  void run(List<EventFile> files, boolean showKeys) throws IOException, InterruptedException {
    try {
      follow(files, showKeys);
    } catch (UncheckedIOException e) {
      throw e.getCause(); // the report could not be written
    }
  }

  private void follow(List<EventFile> files, boolean showKeys)
      throws IOException, InterruptedException {
    Follower follower =
        new Follower(
            rule,
            rehearsal.schema(),
            source,
            event -> true, // the feed lets no other key through
            everyStart ? MOST_STARTS : 0,
            this::tell);
    follower.lookUps(rehearsal.lookUps());
    RehearsalSession session = rehearsal.start(follower, Map.of(rule.name(), follower));
    contents.forEach(session::change);
    KeyedFeed feed = new KeyedFeed(rehearsal, session, key, wanted);
    Rejections rejections = new Rejections(null);
    FileProgress progress = read(files, feed, rejections);
    session.endOfInput();
    follower.finish();
    if (feed.ofKey() == 0) {
      throw new WrongUseException(noSuchKey(feed, progress, showKeys));
    }
    begin();
    report.end(
        new Report.Totals(
            progress.events(),
            feed.ofKey(),
            feed.withoutKey(),
            progress.rejected(),
            said(rejections.reasons()),
            follower.alerts(),
            follower.heldBack()));
    if (everyStart) {
      report.whyNot(follower.ended());
    } else if (follower.alerts() == 0) {
      report.whyNot(follower.furthest());
    }
  }

  private static FileProgress read(List<EventFile> files, KeyedFeed feed, Rejections rejections)
      throws IOException, InterruptedException {
    try {
      return new FileIngest(feed, FileIngestSettings.defaults())
          .run(files, rejections, ProgressListener.NONE);
    } catch (IOException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      report.begin(key.values(wanted));
    }
  }

  private void tell(Moment moment) {
    try {
      begin();
      if (shown.test(moment)) {
        report.moment(moment);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code 2 missing_field (first: events.jsonl:7: …)}. */
  private static @Nullable String said(List<Rejections.Reason> reasons) {
    StringJoiner text = new StringJoiner(", ");
    for (Rejections.Reason reason : reasons) {
      text.add(
          String.format(
              Locale.ROOT,
              "%,d %s (first: %s:%d: %s)",
              reason.count(),
              reason.code(),
              reason.first().file(),
              reason.first().line(),
              sentence(reason.first().reason())));
    }
    return reasons.isEmpty() ? null : text.toString();
  }

  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
  }

  private String noSuchKey(KeyedFeed feed, FileProgress progress, boolean showKeys) {
    StringBuilder text = new StringBuilder();
    text.append("no event has the key ").append(shown(key.values(wanted)));
    text.append(
        String.format(
            Locale.ROOT,
            ": of %,d events %,d are of a type that %s takes",
            feed.events(),
            feed.ofRule(),
            rule.name()));
    if (feed.withoutKey() > 0) {
      text.append(String.format(Locale.ROOT, ", and %,d of these have no key", feed.withoutKey()));
    }
    if (progress.rejected() > 0) {
      text.append(String.format(Locale.ROOT, "; rejected: %,d", progress.rejected()));
    }
    if (!feed.examples().isEmpty()) {
      StringJoiner examples = new StringJoiner("; ");
      feed.examples().forEach(each -> examples.add(shown(each)));
      text.append(
          showKeys
              ? ". Keys that are there: " + examples
              : ". The keys are personal data; --show-pii tells of some that are there");
    }
    return text.toString();
  }

  private static String shown(List<NamedValue> parts) {
    StringJoiner text = new StringJoiner(", ");
    parts.forEach(part -> text.add(part.name() + " = " + AlertJson.text(part.value())));
    return text.toString();
  }
}
