package io.tripline.state;

import io.tripline.engine.alert.Alert;
import io.tripline.state.Review.Acknowledged;
import io.tripline.state.Review.Feedback;
import io.tripline.state.Review.Verdict;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reviews by their alerts' ordinals; the counts are in memory, too. */
final class RocksAlertReviews implements AlertReviews {
  private static final int FORMAT = 1;

  private final Database db;
  private final Map<OfRule, Counts> counts = new ConcurrentHashMap<>();

  /** A review with the rule whose alert it is of. */
  record Stored(OfRule of, Review review) {}

  RocksAlertReviews(Database db) {
    this.db = db;
    db.scan(
        Family.REVIEWS,
        cursor -> {
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            Stored stored = decode(Bytes.getLong(cursor.key(), 0), cursor.value());
            count(stored.of, stored.review, 1);
          }
          return null;
        });
  }

  @Override
  public Review get(long ordinal) {
    byte[] record = db.get(Family.REVIEWS, Bytes.ofLong(ordinal));
    return record == null ? Review.NONE : decode(ordinal, record).review;
  }

  @Override
  public synchronized Review change(Alert alert, UnaryOperator<Review> change) {
    Review before = get(alert.ordinal());
    Review after = change.apply(before);
    if (!after.equals(before)) {
      OfRule of = new OfRule(alert.ruleSet(), alert.rule());
      byte[] key = Bytes.ofLong(alert.ordinal());
      db.write(batch -> batch.put(Family.REVIEWS, key, encode(new Stored(of, after))));
      count(of, before, -1);
      count(of, after, 1);
    }
    return after;
  }

  @Override
  public Map<OfRule, Counts> counts() {
    return Map.copyOf(counts);
  }

  private void count(OfRule of, Review review, int more) {
    Feedback feedback = review.feedback();
    if (feedback != null) {
      counts.merge(
          of,
          Counts.NONE.plus(feedback.verdict(), more),
          (had, _) -> had.plus(feedback.verdict(), more));
    }
  }

  static byte[] encode(Stored stored) {
    RecordWriter out =
        new RecordWriter().u8(FORMAT).text(stored.of.ruleSet()).text(stored.of.rule());
    Acknowledged acknowledged = stored.review.acknowledged();
    out.bool(acknowledged != null);
    if (acknowledged != null) {
      out.text(acknowledged.by()).i64(acknowledged.at());
    }
    Feedback feedback = stored.review.feedback();
    out.u8(feedback == null ? 0 : feedback.verdict().number());
    if (feedback != null) {
      out.text(feedback.by()).text(feedback.comment()).i64(feedback.at());
    }
    return out.done();
  }

  private Stored decode(long ordinal, byte[] record) {
    return db.decoding("the review of alert " + ordinal, () -> decode(record));
  }

  static Stored decode(byte[] record) {
    RecordReader in = new RecordReader(record);
    in.format(FORMAT);
    OfRule of = new OfRule(in.text(), in.text());
    Acknowledged acknowledged = in.bool() ? new Acknowledged(in.text(), in.i64()) : null;
    Feedback feedback = feedback(in);
    in.end();
    return new Stored(of, new Review(acknowledged, feedback));
  }

  private static @Nullable Feedback feedback(RecordReader in) {
    int number = in.u8();
    if (number == 0) {
      return null;
    }
    Verdict verdict = Verdict.of(number);
    if (verdict == null) {
      throw new RecordReader.MalformedException("there is no verdict " + number);
    }
    return new Feedback(verdict, in.text(), in.text(), in.i64());
  }
}
