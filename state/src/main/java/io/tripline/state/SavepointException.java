package io.tripline.state;

/** A savepoint that cannot be made, or is not there; the message is a sentence for the caller. */
public final class SavepointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Reason {
    /** A name or a comment is not allowed. */
    WRONG,
    /** There is none of that name. */
    MISSING,
    /** There is one of that name. */
    EXISTS,
    /** Another one is being made. */
    UNDER_WAY,
    /** The disk has too little room. */
    NO_ROOM
  }

  private final Reason reason;

  SavepointException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  SavepointException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
