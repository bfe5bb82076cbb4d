package io.tripline.rest.http;

/**
 * The kinds of problem that the server answers with. Their URNs are stable: programs may tell
 * problems apart by them.
 */
public enum ProblemType {
  BAD_REQUEST(400, "bad-request", "The request is not valid"),
  EVENT_REJECTED(400, "event-rejected", "The body is no event"),
  UNAUTHORIZED(401, "unauthorized", "Who calls is not known"),
  FORBIDDEN(403, "forbidden", "The caller may not do this"),
  OWN_PROPOSAL(403, "own-proposal", "Somebody else has to approve it"),
  NOT_LOCAL(403, "not-local", "Only requests from this machine are served"),
  NOT_FOUND(404, "not-found", "There is no such thing"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method is not allowed here"),
  DEPLOYMENT_REFUSED(409, "deployment-refused", "The rule set cannot run here"),
  ID_REUSED(409, "id-reused", "Another event has this id"),
  LIMIT_REACHED(409, "limit-reached", "A limit is reached"),
  DECLARATION_CHANGED(409, "declaration-changed", "It is declared differently now"),
  REQUEST_UNDER_WAY(409, "request-under-way", "The same request is being handled"),
  OUTCOME_UNKNOWN(409, "outcome-unknown", "What came of the request is not known"),
  NOT_WAITING(409, "not-waiting", "It does not wait for this"),
  SAVEPOINT_EXISTS(409, "savepoint-exists", "A savepoint has this name"),
  SAVEPOINT_UNDER_WAY(409, "savepoint-under-way", "Another savepoint is being made"),
  OTHER_VERSION(412, "other-version", "It is not the version that is expected"),
  BODY_TOO_LARGE(413, "body-too-large", "The request's body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The request's media type is not taken"),
  INVALID_RULES(422, "invalid-rules", "The rules have errors"),
  INVALID_ENTRIES(422, "invalid-entries", "Some entries are wrong"),
  IDEMPOTENCY_KEY_REUSED(422, "idempotency-key-reused", "Another request had this key"),
  TESTS_FAILED(422, "tests-failed", "The rules do not pass their tests"),
  RECEIVER_FORBIDDEN(422, "receiver-forbidden", "Webhooks may not go there"),
  BUSY(429, "busy", "The engine is busy"),
  TOO_MANY_REQUESTS(429, "too-many-requests", "The caller sends too many requests"),
  INTERNAL_ERROR(500, "internal-error", "Internal error"),
  ENGINE_FAILED(503, "engine-failed", "The engine has stopped on an error"),
  TOKENS_UNKNOWABLE(503, "tokens-unknowable", "Tokens cannot be checked now"),
  DISK_FULL(507, "disk-full", "The disk has too little room"),
  OTHER(0, "http", "The request failed");

  private final int status;
  private final String name;
  private final String title;

  ProblemType(int status, String name, String title) {
    this.status = status;
    this.name = name;
    this.title = title;
  }

  /** The HTTP status that goes with it; 0 for {@link #OTHER}, which goes with any. */
  public int status() {
    return status;
  }

  /** The problem's {@code type} member. */
  public String urn() {
    return "urn:tripline:problem:" + name;
  }

  public String title() {
    return title;
  }

  /** The type for a status that the HTTP layer itself gave. */
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 400 -> BAD_REQUEST;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 500 -> INTERNAL_ERROR;
      default -> OTHER;
    };
  }
}
