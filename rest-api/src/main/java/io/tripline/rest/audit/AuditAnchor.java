package io.tripline.rest.audit;

import io.tripline.engine.port.StorageException;
import io.tripline.state.AuditLog;
import io.tripline.state.AuditLog.Head;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the end of the audit log to the server's log, which is kept elsewhere: at the start, when
 * it has changed within a minute, and at the end. So a log that was cut, or written anew as a
 * whole, can be told from the one that was.
 */
public final class AuditAnchor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditAnchor.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final AuditLog log;
  private final Thread watch;
  private @Nullable Head told;

  public AuditAnchor(AuditLog log) {
    this.log = log;
    this.watch = Thread.ofVirtual().name("audit-anchor").unstarted(this::watch);
  }

  public void start() {
    tell();
    watch.start();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StorageException e) {
      LOG.error("The audit log cannot be read: {}", e.getMessage());
    }
  }

  private synchronized void tell() {
    Head head = log.head();
    if (!head.equals(told)) {
      LOG.info("Audit log anchor {}", head);
      told = head;
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      tell();
    } catch (StorageException e) {
      LOG.error("The audit log cannot be read: {}", e.getMessage());
    }
  }
}
