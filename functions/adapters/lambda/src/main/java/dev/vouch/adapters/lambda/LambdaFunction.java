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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function's routes as a Lambda handler. Every request gets an answer: a refusal its problem, a
 * fault 500 or 503 with nothing of its message, which may hold what must not leave.
 */
public final class LambdaFunction implements RequestStreamHandler {
  /** For each request, so that it is answered before the client gives up after 10 s. */
  private static final Duration TIME = Duration.ofSeconds(8);

  private static final String AGAIN = "Try again; if it goes on, tell the administrator.";

  private final List<Route> routes;

  public LambdaFunction(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** The routes, for the test that holds them equal to the API's description. */
  public List<Route> routes() {
    return routes;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    byte[] event = input.readAllBytes();
    Response response = Deadline.within(TIME, System::nanoTime, () -> answer(event, context));
    output.write(Json.write(response.toEvent()));
  }

  private Response answer(byte[] event, Context context) {
    try {
      Request request = ProxyEvent.read(event);
      return find(request).answer(request);
    } catch (InvalidRequest e) {
      return Response.problem(e.problem());
    } catch (InvalidJson e) {
      return Response.problem(
          Problem.of(400, e.reason().code(), e.detail(), "Correct the request body."));
    } catch (Unavailable e) {
      log(context, e);
      return Response.problem(
          Problem.of(503, "unavailable", "A system that Vouch needs did not answer.", AGAIN));
    } catch (RuntimeException e) {
      log(context, e);
      return Response.problem(Problem.of(500, "fault", "Vouch failed to answer.", AGAIN));
    }
  }

  private Route.Action find(Request request) throws InvalidRequest {
    boolean known = false;
    for (Route route : routes) {
      if (route.resource().equals(request.resource())) {
        known = true;
        if (route.method().equals(request.method())) {
          return route.action();
        }
      }
    }
    throw known
        ? Request.refused(405, "method_not_allowed", "This address has no " + request.method())
        : Request.refused(404, "not_found", "There is nothing at this address.");
  }

  /** Where a fault arose, without its message. */
  private static void log(Context context, RuntimeException fault) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", "ERROR");
    line.put("event", "fault");
    line.put("request", context.getAwsRequestId());
    if (fault instanceof Unavailable unavailable) {
      line.put("system", String.valueOf(unavailable.getMessage()));
    }
    line.put("causes", causes(fault));
    context.getLogger().log(new String(Json.write(line), java.nio.charset.StandardCharsets.UTF_8));
  }

  private static List<String> causes(Throwable fault) {
    List<String> causes = new java.util.ArrayList<>();
    for (Throwable t = fault; t != null && causes.size() < 5; t = t.getCause()) {
      StackTraceElement[] trace = t.getStackTrace();
      causes.add(t.getClass().getName() + (trace.length > 0 ? " at " + trace[0] : ""));
    }
    return causes;
  }
}
