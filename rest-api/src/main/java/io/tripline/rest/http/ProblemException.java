package io.tripline.rest.http;

/** Ends the handling of a request with a problem. Has no stack trace: it is an answer. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
