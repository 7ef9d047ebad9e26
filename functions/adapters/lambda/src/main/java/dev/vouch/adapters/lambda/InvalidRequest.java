package dev.vouch.adapters.lambda;

/** A request that cannot be read as the route asks. Bad input, not a fault. */
public final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public InvalidRequest(Problem problem) {
    super(problem.code());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
