package io.tripline.app.crash;

import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that ends its process at a write: right before it, or right after it. */
final class KillingStorage implements Storage {
  /** The exit code of a process that ended itself so. */
  static final int KILLED = 86;

  private static final Set<String> WRITES = Set.of("append", "commit", "put");

  private final Storage inner;
  private final AtomicInteger left = new AtomicInteger();
  private final Journal journal;
  private final StateStore states;
  private final AlertLog alerts;
  private final RuleVersions ruleVersions;
  private final DecisionLog decisions;
  private volatile boolean after;
  private volatile String of = "";

  KillingStorage(Storage inner) {
    this.inner = inner;
    journal = watched("journal", Journal.class, inner.journal());
    states = watched("checkpoint", StateStore.class, inner.states());
    alerts = watched("alerts", AlertLog.class, inner.alerts());
    ruleVersions = watched("rules", RuleVersions.class, inner.ruleVersions());
    decisions = watched("decisions", DecisionLog.class, inner.decisions());
  }

  /**
   * Ends the process at a write from here on.
   *
   * @param port which writes count: of the journal, say; empty for all
   * @param write the number of the write, from 1
   * @param afterIt right after it, not right before it
   */
  void killAt(String port, int write, boolean afterIt) {
    of = port;
    after = afterIt;
    left.set(write);
  }

  private <T> T watched(String name, Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              boolean last =
                  WRITES.contains(method.getName())
                      && (of.isEmpty() || of.equals(name))
                      && left.getAndUpdate(n -> n - 1) == 1;
              if (last && !after) {
                kill(name, "before");
              }
              try {
                Object result = method.invoke(target, arguments);
                if (last) {
                  kill(name, "after");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static void kill(String write, String when) {
    System.out.println("kill " + write + " " + when);
    System.out.flush();
    Runtime.getRuntime().halt(KILLED);
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public StateStore states() {
    return states;
  }

  @Override
  public AlertLog alerts() {
    return alerts;
  }

  @Override
  public RuleVersions ruleVersions() {
    return ruleVersions;
  }

  @Override
  public RejectedLog rejected() {
    return inner.rejected();
  }

  @Override
  public LateLog late() {
    return inner.late();
  }

  @Override
  public DecisionLog decisions() {
    return decisions;
  }

  @Override
  public void close() {
    inner.close();
  }
}
