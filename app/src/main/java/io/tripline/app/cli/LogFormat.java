package io.tripline.app.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the log is written. */
public enum LogFormat {
  /** A line for people, as logback.xml has it. */
  TEXT,

  /** A JSON object a line; see {@link JsonLines}. */
  JSON;

  /**
   * Makes it so for all that is logged from now on; text is what holds from the start. Called once,
   * before there are other threads.
   */
  public void apply() {
    if (this == TEXT || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    Iterator<Appender<ILoggingEvent>> appenders =
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
        JsonLines encoder = new JsonLines();
        encoder.setContext(context);
        encoder.start();
        stream.setEncoder(encoder);
      }
    }
  }

  /** As people write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
