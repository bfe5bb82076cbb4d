package io.tripline.app.crash;

import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Ends its process at a write to a store: right before it, or right after it. */
final class KillingStorage {
  /** The exit code of a process that ended itself so. */
  static final int KILLED = 86;

  private static final Set<String> WRITES = Set.of("append", "add", "commit", "put");

  private final Storage storage;
  private final AtomicInteger left = new AtomicInteger();
  private volatile boolean after;
  private volatile String of = "";

  KillingStorage(Storage inner) {
    Map<String, Object> ports = new HashMap<>();
    ports.put("journal", watched("journal", Journal.class, inner.journal()));
    ports.put("states", watched("checkpoint", StateStore.class, inner.states()));
    ports.put("alerts", watched("alerts", AlertLog.class, inner.alerts()));
    ports.put("ruleVersions", watched("rules", RuleVersions.class, inner.ruleVersions()));
    ports.put("decisions", watched("decisions", DecisionLog.class, inner.decisions()));
    storage =
        proxy(
            Storage.class,
            (method, arguments) -> {
              Object port = ports.get(method.getName());
              return port != null ? port : call(inner, method, arguments);
            });
  }

  /** The store, watched. */
  Storage storage() {
    return storage;
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
    return proxy(
        port,
        (method, arguments) -> {
          boolean last =
              WRITES.contains(method.getName())
                  && (of.isEmpty() || of.equals(name))
                  && left.getAndUpdate(n -> n - 1) == 1;
          if (last && !after) {
            kill(name, "before");
          }
          Object result = call(target, method, arguments);
          if (last) {
            kill(name, "after");
          }
          return result instanceof StateStore.Draft draft
              ? watched(name, StateStore.Draft.class, draft)
              : result;
        });
  }

  private static void kill(String write, String when) {
    System.out.println("kill " + write + " " + when);
    System.out.flush();
    Runtime.getRuntime().halt(KILLED);
  }

  /** What a call of a port's method does. */
  private interface Called {
    @Nullable Object on(Method method, Object @Nullable [] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> port, Called called) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) -> called.on(method, arguments)));
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
