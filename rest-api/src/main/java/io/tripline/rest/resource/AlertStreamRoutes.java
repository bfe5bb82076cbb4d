package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.AlertJson;
import io.tripline.rest.security.Admission;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import io.tripline.state.AlertReader;
import io.tripline.state.StoredAlert;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts as they are stored, by Server-Sent Events (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML</a>, section 9.2).
 * Each stream is a request that does not end, on its own virtual thread; one that reads slowly
 * holds up nobody, and a caller that comes back says what it had last. Thread-safe.
 */
public final class AlertStreamRoutes implements Resource, AutoCloseable {
  static final String CONTENT_TYPE = "text/event-stream";

  private static final Logger LOG = LoggerFactory.getLogger(AlertStreamRoutes.class);

  /** So many alerts are looked at between two looks at whether the server stops. */
  private static final int BATCH = 1_000;

  /** How long a stream says nothing: shorter than what proxies wait. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** How long a stream goes on at most whose caller is not let in any more. */
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

  private static final String LAST_ID = "Last-Event-ID";

  private static final Parameter<Long> AFTER =
      Parameter.number(
          "after",
          0,
          Long.MAX_VALUE,
          "Begin behind the alert with this ordinal, 0 with the first; now if none is given.");

  private final AlertReader alerts;
  private final Semaphore room;
  private final Set<Thread> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param maxStreams the most at a time; more are answered 429
   */
  public AlertStreamRoutes(AlertReader alerts, int maxStreams) {
    this.alerts = alerts;
    this.room = new Semaphore(maxStreams);
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/v1/alerts/stream", "streamAlerts", Tag.ALERTS, Scope.READ)
            .summary("Alerts as they are raised, as Server-Sent Events")
            .details(
                "Each event is called alert, has the alert's ordinal as its id, and the alert as"
                    + " its data. A client that connects again says the last id it had in"
                    + " Last-Event-ID, as browsers do, and misses none.")
            .query(AlertFilter.PARAMETERS)
            .query(AFTER, PersonalData.PARAMETER)
            .header(LAST_ID, "The id of the last event that the caller had; goes before after.")
            .answers(200, "A stream without an end.", new Content(CONTENT_TYPE, Schema.raw()))
            .problems(ProblemType.BUSY, ProblemType.NOT_FOUND)
            .handledBy(this::stream));
  }

  /** Alerts were stored. Returns at once; may be called by the engine's threads. */
  public void wake() {
    streams.forEach(LockSupport::unpark);
  }

  /** How many there are now. */
  public int count() {
    return streams.size();
  }

  /** Ends all streams; their callers may come back to the next process. */
  @Override
  public void close() {
    closed = true;
    wake();
  }

  private void stream(Context ctx) {
    AlertFilter filter = AlertFilter.of(ctx, alerts);
    boolean showPii = PersonalData.isShown(ctx);
    long after = lastId(ctx.header(LAST_ID), AFTER.or(ctx, alerts.count()));
    if (!room.tryAcquire()) {
      throw Problem.of(
              ProblemType.BUSY, "There are as many streams of alerts as there may be; try later.")
          .withHeader("Retry-After", "10")
          .exception();
    }
    streams.add(Thread.currentThread());
    try {
      HttpServletResponse response = ctx.status(200).contentType(CONTENT_TYPE).res();
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      send(response.getOutputStream(), filter, showPii, after, Admission.of(ctx));
    } catch (IOException e) {
      LOG.debug("The caller of a stream has gone", e);
    } finally {
      streams.remove(Thread.currentThread());
      room.release();
    }
  }

  private static long lastId(@Nullable String header, long otherwise) {
    if (header == null || header.isEmpty()) {
      return otherwise;
    }
    try {
      long id = Long.parseLong(header);
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrongId();
  }

  private static ProblemException wrongId() {
    return Problem.of(
            ProblemType.BAD_REQUEST,
            "The header " + LAST_ID + " must be the id of an event of this stream.")
        .exception();
  }

  private void send(
      OutputStream out, AlertFilter filter, boolean showPii, long from, Admission admission)
      throws IOException {
    out.write(utf8(": alerts\n\n"));
    out.flush();
    long after = from;
    long heard = System.nanoTime();
    long asked = heard;
    while (!closed) {
      if (System.nanoTime() - asked >= ASKED_AGAIN.toNanos()) {
        if (!admission.isGood().getAsBoolean()) {
          out.write(utf8(": the " + admission.shown() + " is good no more\n\n"));
          return;
        }
        asked = System.nanoTime();
      }
      Batch batch = new Batch(filter, showPii);
      alerts.scan(after, batch::take);
      if (batch.looked > 0) {
        after = batch.last;
        // Those that do not fit move the place, too: who comes back need not pass them again.
        out.write(utf8(batch.text.isEmpty() ? "id: " + after + "\n\n" : batch.text.toString()));
        out.flush();
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard >= SILENCE.toNanos()) {
        out.write(utf8(": still here\n\n"));
        out.flush();
        heard = System.nanoTime();
      } else {
        LockSupport.parkNanos(ASKED_AGAIN.toNanos());
      }
    }
  }

  /** What is sent at a time. */
  private static final class Batch {
    private final AlertFilter filter;
    private final boolean showPii;
    private final StringBuilder text = new StringBuilder();
    private int looked;
    private long last;

    Batch(AlertFilter filter, boolean showPii) {
      this.filter = filter;
      this.showPii = showPii;
    }

    boolean take(StoredAlert stored) {
      looked++;
      last = stored.alert().ordinal();
      if (filter.test(stored)) {
        text.append("id: ").append(last).append("\nevent: alert\ndata: ");
        text.append(AlertJson.httpForm(showPii ? stored : stored.masked())).append("\n\n");
      }
      return looked < BATCH;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
