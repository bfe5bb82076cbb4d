package io.tripline.rest.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer that says what went wrong: {@code application/problem+json} of RFC 9457.
 *
 * @param status the HTTP status
 * @param detail a sentence for people; holds no secret and no stack trace
 * @param members further members, of any type that {@link Json} writes, in their order
 * @param headers HTTP headers that go with it
 */
public record Problem(
    ProblemType type,
    int status,
    String detail,
    Map<String, Object> members,
    Map<String, String> headers) {
  public static final String CONTENT_TYPE = "application/problem+json";

  public Problem {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    headers = Map.copyOf(headers);
  }

  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, type.status(), detail, Map.of(), Map.of());
  }

  /** This problem with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(type, status, detail, more, headers);
  }

  /** This problem with one more HTTP header. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(type, status, detail, members, more);
  }

  /** For throwing. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** The body. */
  public byte[] json() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type.urn());
    body.put("title", type.title());
    body.put("status", status);
    body.put("detail", detail);
    body.putAll(members);
    return Json.bytes(body);
  }
}
