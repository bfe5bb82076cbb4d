package io.tripline.engine.memory;

import io.tripline.engine.decision.Answer;
import io.tripline.engine.port.DecisionLog;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class MemoryDecisions implements DecisionLog {
  private record Name(String type, String id) {}

  private final Object lock;
  private final boolean keep;
  // The latest last.
  private final LinkedHashMap<Name, Answer> answers = new LinkedHashMap<>();

  MemoryDecisions(Object lock, boolean keep) {
    this.lock = lock;
    this.keep = keep;
  }

  @Override
  public long lastEvent() {
    synchronized (lock) {
      return answers.isEmpty() ? 0 : answers.sequencedValues().getLast().event();
    }
  }

  @Override
  public void append(List<Answer> added) {
    synchronized (lock) {
      if (keep) {
        for (Answer answer : added) {
          answers.putLast(new Name(answer.type(), answer.id()), answer);
        }
      }
    }
  }

  @Override
  public @Nullable Answer find(String type, String id) {
    synchronized (lock) {
      return answers.get(new Name(type, id));
    }
  }

  @Override
  public void forgetAfter(long event) {
    synchronized (lock) {
      answers.values().removeIf(answer -> answer.event() > event);
    }
  }

  @Override
  public long count() {
    synchronized (lock) {
      return answers.size();
    }
  }

  void copyTo(MemoryDecisions copy) {
    copy.answers.putAll(answers);
  }
}
