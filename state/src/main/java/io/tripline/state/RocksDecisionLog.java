package io.tripline.state;

import io.tripline.dsl.ir.Decision;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.decision.Answer.ByRule;
import io.tripline.engine.decision.Answer.Raised;
import io.tripline.engine.decision.Answer.Taken;
import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.DecisionLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest answers under their numbers from 1 on, and from the name of an event the number of its
 * answer. The oldest go, with their names, in the write that would exceed the bound.
 */
final class RocksDecisionLog implements DecisionLog {
  private static final int FORMAT = 1;

  private final Database db;
  private final long most;
  private volatile long first = 1;
  private volatile long last;
  private volatile long lastEvent;

  RocksDecisionLog(Database db, StoreSettings settings) {
    this.db = db;
    this.most = settings.maxDecisions();
    db.scan(
        Family.DECISIONS,
        cursor -> {
          if (cursor.first()) {
            first = Bytes.getLong(cursor.key(), 0);
            cursor.last();
            last = Bytes.getLong(cursor.key(), 0);
            lastEvent = decode(last, cursor.value()).event();
          }
          return null;
        });
  }

  @Override
  public long lastEvent() {
    db.checkOpen();
    return lastEvent;
  }

  @Override
  public void append(List<Answer> answers) {
    db.checkOpen();
    if (answers.isEmpty()) {
      return;
    }
    long newLast = last + answers.size();
    long newFirst = Math.max(first, newLast - most + 1);
    db.pass(CrashPoint.ANSWERS_BEFORE);
    // A replay of the journal, which is on disk by now, makes them again if power fails.
    db.writeUnsynced(
        batch -> {
          for (long number = first; number < Math.min(newFirst, last + 1); number++) {
            delete(batch, number);
          }
          for (int i = 0; i < answers.size(); i++) {
            long number = last + 1 + i;
            if (number >= newFirst) {
              Answer answer = answers.get(i);
              batch.put(Family.DECISIONS, Bytes.ofLong(number), encode(answer));
              batch.put(
                  Family.DECISION_IDS, name(answer.type(), answer.id()), Bytes.ofLong(number));
            }
          }
        });
    db.pass(CrashPoint.ANSWERS_AFTER);
    first = newFirst;
    last = newLast;
    lastEvent = answers.getLast().event();
  }

  @Override
  public @Nullable Answer find(String type, String id) {
    byte[] number = db.get(Family.DECISION_IDS, name(type, id));
    return number == null ? null : get(Bytes.getLong(number, 0));
  }

  @Override
  public void forgetAfter(long event) {
    db.checkOpen();
    if (lastEvent <= event) {
      return;
    }
    long newLast = last;
    long newLastEvent = 0;
    while (newLast >= first) {
      Answer answer = get(newLast);
      if (answer != null && answer.event() <= event) {
        newLastEvent = answer.event();
        break;
      }
      newLast--;
    }
    long from = newLast + 1;
    db.write(
        batch -> {
          for (long number = from; number <= last; number++) {
            delete(batch, number);
          }
        });
    last = newLast;
    lastEvent = newLastEvent;
  }

  @Override
  public long count() {
    db.checkOpen();
    return last - first + 1;
  }

  /** How many were dropped for the bound since the store was made. */
  long dropped() {
    return first - 1;
  }

  private @Nullable Answer get(long number) {
    byte[] record = db.get(Family.DECISIONS, Bytes.ofLong(number));
    return record == null ? null : decode(number, record);
  }

  private void delete(Batch batch, long number) {
    Answer answer = get(number);
    if (answer == null) {
      return;
    }
    batch.delete(Family.DECISIONS, Bytes.ofLong(number));
    byte[] name = name(answer.type(), answer.id());
    byte[] latest = db.get(Family.DECISION_IDS, name);
    if (latest != null && Bytes.getLong(latest, 0) == number) {
      batch.delete(Family.DECISION_IDS, name);
    }
  }

  /** Of one type and id; no name of a type holds a zero byte. */
  private static byte[] name(String type, String id) {
    return Bytes.utf8(type + '\0' + id);
  }

  private static byte[] encode(Answer answer) {
    RecordWriter out =
        new RecordWriter()
            .u8(FORMAT)
            .text(answer.type())
            .text(answer.id())
            .i64(answer.event())
            .i64(answer.content())
            .u8(code(answer.taken()))
            .u8(code(answer.decision()));
    out.i32(answer.rules().size());
    for (ByRule rule : answer.rules()) {
      out.text(rule.ruleSet()).text(rule.rule()).u8(code(rule.decision()));
    }
    out.i32(answer.alerts().size());
    for (Raised alert : answer.alerts()) {
      out.text(alert.id())
          .text(alert.ruleSet())
          .text(alert.rule())
          .u8(AlertCodec.code(alert.severity()))
          .i32(alert.score())
          .text(alert.message())
          .bool(Boolean.TRUE.equals(alert.suppressed()));
    }
    out.i32(answer.moreAlerts());
    AlertCodec.values(out, answer.features());
    return out.done();
  }

  private Answer decode(long number, byte[] record) {
    return db.decoding(
        "decision " + number,
        () -> {
          RecordReader in = new RecordReader(record);
          in.format(FORMAT);
          String type = in.text();
          String id = in.text();
          long event = in.i64();
          long content = in.i64();
          Taken taken = taken(in.u8());
          Decision decision = decision(in.u8());
          List<ByRule> rules = rules(in);
          List<Raised> alerts = alerts(in);
          int moreAlerts = in.i32();
          Answer answer =
              new Answer(
                  type,
                  id,
                  event,
                  content,
                  taken,
                  decision,
                  rules,
                  alerts,
                  moreAlerts,
                  AlertCodec.values(in));
          in.end();
          return answer;
        });
  }

  private static List<ByRule> rules(RecordReader in) {
    List<ByRule> rules = new ArrayList<>();
    for (int left = in.count(9); left > 0; left--) {
      String ruleSet = in.text();
      String rule = in.text();
      Decision decision = decision(in.u8());
      if (decision == null) {
        throw new RecordReader.MalformedException("a rule without its decision");
      }
      rules.add(new ByRule(ruleSet, rule, decision));
    }
    return rules;
  }

  private static List<Raised> alerts(RecordReader in) {
    List<Raised> alerts = new ArrayList<>();
    for (int left = in.count(22); left > 0; left--) {
      alerts.add(
          new Raised(
              in.text(),
              in.text(),
              in.text(),
              AlertCodec.severity(in.u8()),
              in.i32(),
              in.text(),
              in.bool()));
    }
    return alerts;
  }

  private static int code(Taken taken) {
    return switch (taken) {
      case BY_RULES -> 1;
      case DUPLICATE -> 2;
      case LATE -> 3;
    };
  }

  private static Taken taken(int code) {
    return switch (code) {
      case 1 -> Taken.BY_RULES;
      case 2 -> Taken.DUPLICATE;
      case 3 -> Taken.LATE;
      default -> throw new RecordReader.MalformedException("an unknown verdict " + code);
    };
  }

  private static int code(@Nullable Decision decision) {
    return switch (decision) {
      case null -> 0;
      case APPROVE -> 1;
      case REVIEW -> 2;
      case DECLINE -> 3;
    };
  }

  private static @Nullable Decision decision(int code) {
    return switch (code) {
      case 0 -> null;
      case 1 -> Decision.APPROVE;
      case 2 -> Decision.REVIEW;
      case 3 -> Decision.DECLINE;
      default -> throw new RecordReader.MalformedException("an unknown decision " + code);
    };
  }
}
