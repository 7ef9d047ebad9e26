package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.function.Supplier;

/** An answer of a service as it goes over the wire, or does not. */
record Reply(int status, String type, String body) {
  /** Longer than any client waits. */
  private static final long FOREVER = 60_000;

  /** Sends what {@code work} gives, unless the fault wants it otherwise. */
  static void send(HttpExchange exchange, Faults faults, Fault fault, Supplier<Reply> work)
      throws IOException {
    switch (fault) {
      case Fault.None none -> work.get().send(exchange);
      case Fault.Refusal refusal ->
          throw new IllegalArgumentException("a refusal has the service's own form");
      case Fault.Silence silence -> faults.hold(FOREVER);
      case Fault.Lost lost -> work.get().keep(faults, FOREVER);
      case Fault.Half half -> work.get().begin(exchange, faults);
      case Fault.Cut cut -> work.get().keep(faults, 0);
      case Fault.Late late -> {
        Reply reply = work.get();
        faults.hold(late.by().toMillis());
        reply.send(exchange);
      }
      case Fault.Changed changed -> {
        Reply reply = work.get();
        new Reply(changed.status(), reply.type(), changed.body().apply(reply.body()))
            .send(exchange);
      }
    }
  }

  /** Says nothing of it: the connection is closed after so long. */
  private void keep(Faults faults, long millis) {
    faults.hold(millis);
  }

  private void send(HttpExchange exchange) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void begin(HttpExchange exchange, Faults faults) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
    exchange.getResponseBody().flush();
    faults.hold(FOREVER);
  }
}
