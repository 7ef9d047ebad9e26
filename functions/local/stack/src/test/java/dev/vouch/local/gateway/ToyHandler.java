package dev.vouch.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A function that is put into a zip; what it does depends on the request's path. */
public final class ToyHandler implements RequestStreamHandler {
  private static final CyclicBarrier TWO = new CyclicBarrier(2);
  private final String setting = String.valueOf(System.getProperty("toy.setting"));
  private final AtomicBoolean busy = new AtomicBoolean();

  /** As Lambda makes it. */
  public ToyHandler() {}

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("two requests at once");
    }
    String event = new String(input.readAllBytes(), UTF_8);
    output.write(answer(event, context).getBytes(UTF_8));
    busy.set(false);
  }

  private String answer(String event, Context context) {
    String path = path(event);
    return switch (path.contains("/echo") ? "/echo" : path) {
      case "/echo" -> body(Base64.getEncoder().encodeToString(event.getBytes(UTF_8)), true);
      case "/setting" -> body(setting + " " + System.getProperty("toy.setting"), false);
      case "/context" -> {
        context.getLogger().log("hello");
        yield body(context.getFunctionName() + " " + context.getRemainingTimeInMillis(), false);
      }
      case "/print" -> {
        System.out.println("one\ntwö");
        yield body("printed", false);
      }
      case "/challenge" ->
          "{\"statusCode\":401,\"headers\":{\"WWW-Authenticate\":\"DPoP\",\"Server\":\"x\"},"
              + "\"multiValueHeaders\":{\"X-Two\":[\"1\",\"2\"]},\"body\":null}";
      case "/nonsense" -> "nonsense";
      case "/nothing" -> "{}";
      case "/wanting" -> body("taken", false);
      case "/meet" -> meet();
      case "/forever" -> forever();
      default -> throw new IllegalStateException("asked for " + path);
    };
  }

  private static String path(String event) {
    int start = event.indexOf("\"path\":\"") + "\"path\":\"".length();
    return event.substring(start, event.indexOf('"', start));
  }

  /** Returns only when two requests are here at once. */
  private static String meet() {
    try {
      TWO.await();
      return body("met", false);
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String forever() {
    while (true) {
      LockSupport.park();
    }
  }

  private static String body(String body, boolean encoded) {
    return "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":\"%s\",\"isBase64Encoded\":%b}"
        .formatted(body, encoded);
  }
}
