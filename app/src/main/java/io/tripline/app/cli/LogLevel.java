package io.tripline.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much a command logs. */
public enum LogLevel {
  ERROR(Level.ERROR),
  WARN(Level.WARN),
  INFO(Level.INFO),
  DEBUG(Level.DEBUG),
  TRACE(Level.TRACE);

  private static final String OURS = "io.tripline";

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /** Makes it so for Tripline's own loggers; libraries stay at warnings. */
  public void apply() {
    if (LoggerFactory.getLogger(OURS) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }

  /** As people write it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
