package io.tripline.app.cli;

import io.tripline.state.AuditEntry;
import io.tripline.state.AuditLog;
import java.util.Map;

/** Whoever types commands on this machine, as the audit log names them. */
public final class Operator {
  private static final int DONE = 200;

  private Operator() {}

  public static String name() {
    return "command-line:" + System.getProperty("user.name", "");
  }

  /** Writes down what a command has done. */
  public static void audit(
      AuditLog log, String action, String target, Map<String, String> details) {
    log.append(
        new AuditEntry(System.currentTimeMillis(), name(), "", action, target, DONE, details));
  }
}
