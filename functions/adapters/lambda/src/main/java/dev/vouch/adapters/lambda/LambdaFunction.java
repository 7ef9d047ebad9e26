package dev.vouch.adapters.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.vouch.core.fault.Deadline;
import dev.vouch.core.fault.Unavailable;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A function's routes as a Lambda handler. Every request gets an answer: a refusal its problem, a
 * fault 500 or 503 with nothing of its message, which may hold what must not leave.
 */
public final class LambdaFunction implements RequestStreamHandler {
  /** For each request, so that it is answered before the client gives up after 10 s. */
  private static final Duration TIME = Duration.ofSeconds(8);

  private static final int UNAVAILABLE = 503;

  private static final String AGAIN = "Try again; if it goes on, tell the administrator.";

  private final List<Route> routes;
  private final RequestLog log;
  private final AtomicBoolean served = new AtomicBoolean();

  public LambdaFunction(List<Route> routes, RequestLog log) {
    this.routes = List.copyOf(routes);
    this.log = log;
  }

  /** The routes, for the test that holds them equal to the API's description. */
  public List<Route> routes() {
    return routes;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    boolean cold = !served.getAndSet(true);
    long start = System.nanoTime();
    byte[] event = input.readAllBytes();
    Answered answered = Deadline.within(TIME, System::nanoTime, () -> answer(event));
    output.write(Json.write(answered.response().toEvent()));
    log.answered(context.getAwsRequestId(), answered, System.nanoTime() - start, cold);
  }

  private Answered answer(byte[] event) {
    String name = Answered.NO_ROUTE;
    try {
      Request request = ProxyEvent.read(event);
      Route route = find(request);
      name = route.method() + " " + route.resource();
      return answered(name, route.action().answer(request));
    } catch (InvalidRequest e) {
      return answered(name, Response.problem(e.problem()));
    } catch (InvalidJson e) {
      Problem problem = Problem.of(400, e.reason().code(), e.detail(), "Correct the request body.");
      return answered(name, Response.problem(problem));
    } catch (Unavailable e) {
      return new Answered(name, unavailable(e), Optional.of(e));
    } catch (RuntimeException e) {
      Problem problem = Problem.of(500, "fault", "Vouch failed to answer.", AGAIN);
      return new Answered(name, Response.problem(problem), Optional.of(e));
    }
  }

  private static Answered answered(String route, Response response) {
    return new Answered(route, response, Optional.empty());
  }

  private Response unavailable(Unavailable fault) {
    return switch (fault.kind()) {
      case PERMISSION_MISSING ->
          Response.problem(
              Problem.of(
                  UNAVAILABLE,
                  fault.code(),
                  "The function %s of Vouch has no right to %s."
                      .formatted(log.function(), fault.what()),
                  "Tell the administrator; the function's log names what is not allowed."));
      case THROTTLED -> Response.problem(noAnswer(fault)).with("Retry-After", "1");
      case NO_ANSWER, GONE -> Response.problem(noAnswer(fault));
    };
  }

  private static Problem noAnswer(Unavailable fault) {
    return Problem.of(
        UNAVAILABLE, fault.code(), "A system that Vouch needs did not answer.", AGAIN);
  }

  private Route find(Request request) throws InvalidRequest {
    boolean known = false;
    for (Route route : routes) {
      if (route.resource().equals(request.resource())) {
        known = true;
        if (route.method().equals(request.method())) {
          return route;
        }
      }
    }
    throw known
        ? Request.refused(405, "method_not_allowed", "This address has no " + request.method())
        : Request.refused(404, "not_found", "There is nothing at this address.");
  }
}
