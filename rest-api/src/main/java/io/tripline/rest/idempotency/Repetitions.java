package io.tripline.rest.idempotency;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.HeldBody;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.state.IdempotencyKeys;
import io.tripline.state.IdempotencyKeys.Answer;
import io.tripline.state.IdempotencyKeys.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Does once what a caller asks for several times with the same {@code Idempotency-Key}: a
 * repetition is answered what the first was (draft-ietf-httpapi-idempotency-key-header-07). That it
 * was begun is stored before anything is done: should the process end over it, a repetition is told
 * that nobody knows, and nothing is done twice. Thread-safe.
 */
public final class Repetitions {
  /** What callers give the key in. */
  public static final String KEY = "Idempotency-Key";

  /** What tells that an answer is a repetition. */
  public static final String REPLAYED = "Idempotency-Replayed";

  /** Of visible ASCII characters; a Structured Field's quotes are part of it. */
  private static final Pattern KEY_FORM = Pattern.compile("[!-~]{1,200}");

  /** Those of an answer that are kept beside its body. */
  private static final List<String> HEADERS = List.of("Content-Type", "Location", "ETag");

  private final IdempotencyKeys keys;
  private final BodyReader bodies;
  private final InstantSource clock;
  // By the digits of their keys.
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  public Repetitions(IdempotencyKeys keys, BodyReader bodies, InstantSource clock) {
    this.keys = keys;
    this.bodies = bodies;
    this.clock = clock;
  }

  /**
   * Handles a request, or answers what was answered to it before.
   *
   * @param caller who makes it: keys of one are nothing to another
   * @throws ProblemException if its key cannot be one, or was given to another request, or if what
   *     came of that is not known (yet)
   * @throws Exception what the handler throws
   */
  public void handle(Context ctx, String caller, Handler handler) throws Exception {
    String given = ctx.header(KEY);
    if (given == null) {
      handler.handle(ctx);
      return;
    }
    if (!KEY_FORM.matcher(given).matches()) {
      throw Problem.of(
              ProblemType.BAD_REQUEST,
              "An idempotency key has 1 to 200 visible ASCII characters, such as a UUID.")
          .with("header", KEY)
          .exception();
    }
    byte[] key = digest(caller, given);
    String digits = HexFormat.of().formatHex(key);
    if (!underWay.add(digits)) {
      throw Problem.of(
              ProblemType.REQUEST_UNDER_WAY,
              "The first request with this idempotency key is being handled; try again.")
          .withHeader("Retry-After", "1")
          .exception();
    }
    try (Body body = bodies.read(ctx)) {
      HeldBody.of(ctx, body);
      handle(ctx, key, fingerprint(ctx, body), handler);
    } finally {
      underWay.remove(digits);
    }
  }

  private void handle(Context ctx, byte[] key, byte[] fingerprint, Handler handler)
      throws Exception {
    long now = clock.millis();
    Request before = keys.find(key, now);
    if (before != null) {
      repeat(ctx, before, fingerprint);
      return;
    }
    keys.put(key, new Request(fingerprint, now, null));
    try {
      handler.handle(ctx);
    } catch (ProblemException e) {
      keys.remove(key); // it was refused: nothing is done
      throw e;
    }
    keys.put(key, new Request(fingerprint, now, answer(ctx)));
  }

  private static void repeat(Context ctx, Request before, byte[] fingerprint) {
    if (!Arrays.equals(before.fingerprint(), fingerprint)) {
      throw Problem.of(
              ProblemType.IDEMPOTENCY_KEY_REUSED,
              "Another request had this idempotency key; take a new one for each thing that is to"
                  + " be done.")
          .exception();
    }
    Answer answer = before.answer();
    if (answer == null) {
      throw Problem.of(
              ProblemType.OUTCOME_UNKNOWN,
              "The server has ended, or failed, over the first request with this idempotency key."
                  + " Look whether it was done; if not, ask for it with another key.")
          .exception();
    }
    ctx.status(answer.status());
    ctx.header(REPLAYED, "true");
    List<String> headers = answer.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      ctx.header(headers.get(i), headers.get(i + 1));
    }
    if (answer.body().length > 0) {
      ctx.result(answer.body());
    }
  }

  private static Answer answer(Context ctx) throws IOException {
    List<String> headers = new ArrayList<>();
    for (String name : HEADERS) {
      String value = ctx.res().getHeader(name);
      if (value != null) {
        headers.add(name);
        headers.add(value);
      }
    }
    return new Answer(ctx.statusCode(), headers, body(ctx));
  }

  private static byte[] body(Context ctx) throws IOException {
    @Nullable InputStream result = ctx.resultInputStream();
    if (result == null) {
      return new byte[0];
    }
    byte[] body = result.readAllBytes();
    ctx.result(body);
    return body;
  }

  /** What tells a request from others: what it asks for, with its body. */
  private static byte[] fingerprint(Context ctx, Body body) {
    MessageDigest digest = sha256();
    put(digest, ctx.method().name());
    put(digest, ctx.path());
    put(digest, Objects.requireNonNullElse(ctx.queryString(), ""));
    put(digest, Objects.requireNonNullElse(ctx.header("If-Match"), ""));
    digest.update(body.bytes(), 0, body.length());
    return digest.digest();
  }

  private static byte[] digest(String caller, String key) {
    MessageDigest digest = sha256();
    put(digest, caller);
    put(digest, key);
    return digest.digest();
  }

  private static void put(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
