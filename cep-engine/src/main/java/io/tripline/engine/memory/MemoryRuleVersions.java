package io.tripline.engine.memory;

import io.tripline.engine.port.RuleVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class MemoryRuleVersions implements RuleVersions {
  private final Object lock;
  private final Map<String, TreeMap<Integer, RuleSetVersion>> byName = new TreeMap<>();
  private final Map<Long, RuleFailure> failures = new TreeMap<>();

  MemoryRuleVersions(Object lock) {
    this.lock = lock;
  }

  @Override
  public void put(RuleSetVersion version) {
    synchronized (lock) {
      byName
          .computeIfAbsent(version.name(), name -> new TreeMap<>())
          .put(version.version(), version);
    }
  }

  @Override
  public List<RuleSetVersion> versions(String name) {
    synchronized (lock) {
      return List.copyOf(byName.getOrDefault(name, new TreeMap<>()).values());
    }
  }

  @Override
  public List<String> names() {
    synchronized (lock) {
      return new ArrayList<>(byName.keySet());
    }
  }

  @Override
  public void forgetAfter(long sequence) {
    synchronized (lock) {
      byName.values().forEach(set -> set.values().removeIf(each -> each.sequence() > sequence));
      byName.values().removeIf(TreeMap::isEmpty);
      failures.values().removeIf(each -> each.sequence() > sequence);
    }
  }

  @Override
  public void put(RuleFailure failure) {
    synchronized (lock) {
      failures.putIfAbsent(failure.stateId(), failure);
    }
  }

  @Override
  public List<RuleFailure> failures() {
    synchronized (lock) {
      return List.copyOf(failures.values());
    }
  }

  void copyTo(MemoryRuleVersions copy) {
    byName.forEach((name, versions) -> copy.byName.put(name, new TreeMap<>(versions)));
    copy.failures.putAll(failures);
  }
}
