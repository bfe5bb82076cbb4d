package io.tripline.rest.audit;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineFailedException;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.BodyWitness;
import io.tripline.rest.http.ProblemException;
import io.tripline.state.AuditEntry;
import io.tripline.state.AuditLog;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes down each request that changes something, or would have, if it had been let: who, from
 * where, what, how it ended, and what became different. The entry is on disk before the caller has
 * an answer; if it cannot be written, the answer is an error, though the change may have been made.
 * Thread-safe.
 */
public final class AuditTrail {
  /** Of a body that is kept whole. */
  private static final int LONGEST_BODY = 4 << 10;

  private static final int LONGEST_TARGET = 2 << 10;

  private static final String NOTES = AuditTrail.class.getName();

  private final AuditLog log;
  private final Engine engine;
  private final InstantSource clock;

  public AuditTrail(AuditLog log, Engine engine, InstantSource clock) {
    this.log = log;
    this.engine = engine;
    this.clock = clock;
  }

  /** Has something more written down of a request, which its handler knows. */
  public static void note(Context ctx, String name, String value) {
    note(ctx, Map.of(name, value));
  }

  /** Has some things more written down, by names. */
  public static void note(Context ctx, Map<String, String> more) {
    Map<String, String> notes = new LinkedHashMap<>(notes(ctx));
    notes.putAll(more);
    ctx.attribute(NOTES, notes);
  }

  private static Map<String, String> notes(Context ctx) {
    @Nullable Map<String, String> notes = ctx.attribute(NOTES);
    return notes == null ? Map.of() : notes;
  }

  /** Who asks, and from where. */
  public record Asker(String id, String address) {}

  /**
   * Handles a request, and writes down what came of it.
   *
   * @throws Exception what the handler throws
   */
  public void handle(Context ctx, Endpoint endpoint, Asker asker, Handler handler)
      throws Exception {
    BodyWitness body = BodyWitness.of(ctx, LONGEST_BODY);
    String ruleSet = ruleSet(ctx, endpoint);
    RuleSetState before = ruleSet == null ? null : RuleSetState.of(engine, ruleSet);
    int status = 500;
    Map<String, String> details = new LinkedHashMap<>();
    try {
      handler.handle(ctx);
      status = ctx.statusCode();
    } catch (ProblemException e) {
      status = e.problem().status();
      details.put("problem", e.problem().type().urn());
      throw e;
    } catch (EngineFailedException | InterruptedException e) {
      status = 503;
      throw e;
    } finally {
      if (body.length() > 0) {
        seen(body, endpoint, details);
      }
      if (ruleSet != null && before != null) {
        details.putAll(before.changeTo(RuleSetState.of(engine, ruleSet)));
      }
      details.putAll(notes(ctx));
      write(ctx, endpoint, asker, status, details);
    }
  }

  private static @Nullable String ruleSet(Context ctx, Endpoint endpoint) {
    return endpoint.tag() == Tag.RULE_SETS && endpoint.pathParameters().containsKey("name")
        ? ctx.pathParam("name")
        : null;
  }

  private static void seen(BodyWitness body, Endpoint endpoint, Map<String, String> details) {
    details.put("body_bytes", Long.toString(body.length()));
    details.put("body_sha256", body.digest());
    byte[] whole = body.whole();
    if (endpoint.tellsBody() && whole != null) {
      try {
        details.put(
            "body", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(whole)).toString());
      } catch (CharacterCodingException e) {
        // No text: the digest tells enough.
      }
    }
  }

  private void write(
      Context ctx, Endpoint endpoint, Asker asker, int status, Map<String, String> details) {
    String query = ctx.queryString();
    String target =
        endpoint.method()
            + " "
            + ctx.path()
            + (query == null || query.isEmpty() ? "" : "?" + query);
    log.append(
        new AuditEntry(
            clock.millis(),
            asker.id(),
            asker.address(),
            endpoint.id(),
            target.length() <= LONGEST_TARGET ? target : target.substring(0, LONGEST_TARGET) + "…",
            status,
            details));
  }
}
