package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.aws.TableRights.Right;
import dev.vouch.local.net.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands before DynamoDB Local, which checks no permissions and cannot be told to fail. Each
 * function asks at an address of its own (see {@link FunctionRoles}).
 */
public final class TableFront implements AutoCloseable {
  private static final String TARGET = "DynamoDB_20120810.";
  private static final String MEDIA_TYPE = "application/x-amz-json-1.0";

  private final URI tables;
  private final Faults faults;
  private final FunctionRoles roles;
  private final String arn;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;

  private TableFront(URI tables, Faults faults, Account account, FunctionRoles roles)
      throws IOException {
    this.tables = tables;
    this.faults = faults;
    this.roles = roles;
    this.arn = "arn:aws:dynamodb:" + account.region() + ":" + account.id() + ":table/";
    this.server = Loopback.serve(0, this::handle);
  }

  /** Starts on a free port of 127.0.0.1. */
  public static TableFront start(URI tables, Faults faults, Account account, FunctionRoles roles)
      throws IOException {
    return new TableFront(tables, faults, account, roles);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      String operation = target.substring(TARGET.length());
      Map<String, Object> request = JSON.std.mapFrom(new String(body, UTF_8));
      List<Right> rights = TableRights.of(operation, request);
      Fault fault = faults.take(operation);
      Optional<Reply> refusal =
          fault instanceof Fault.Refusal(AwsError error)
              ? Optional.of(refusal(error, Map.of()))
              : denial(exchange, rights).or(() -> ofTable(operation, rights));
      if (refusal.isPresent()) {
        Reply.send(exchange, faults, new Fault.None(), refusal::get);
      } else {
        Reply.send(exchange, faults, fault, () -> pass(exchange, target, body));
      }
    }
  }

  /** DynamoDB refuses all of a request where one of its rights is missing. */
  private Optional<Reply> denial(HttpExchange exchange, List<Right> rights) {
    String function = FunctionRoles.function(exchange.getRequestURI()).orElseThrow();
    String ip = exchange.getRemoteAddress().getAddress().getHostAddress();
    Optional<String> denial = Optional.empty();
    for (Right right : rights) {
      Optional<String> missing =
          roles.refusal(
              function, "dynamodb:" + right.action(), arn + right.place(), right.keys(), ip);
      denial = denial.or(() -> missing);
    }
    return denial.map(why -> refusal(new AwsError(400, "AccessDeniedException", why), Map.of()));
  }

  /** What one of the tables has against the request. */
  private Optional<Reply> ofTable(String operation, List<Right> rights) {
    Optional<AwsError> refusal = Optional.empty();
    List<Map<String, Object>> reasons = new ArrayList<>();
    for (Right right : rights) {
      Fault fault = faults.take(right.table());
      boolean refused = fault instanceof Fault.Refusal;
      if (fault instanceof Fault.Refusal(AwsError error) && refusal.isEmpty()) {
        refusal = Optional.of(error);
      }
      reasons.add(Map.of("Code", refused ? "ThrottlingError" : "None"));
    }
    return refusal.map(error -> ofTable(operation, error, reasons));
  }

  /** A transaction says for each of its items whether it was throttled. */
  private static Reply ofTable(
      String operation, AwsError error, List<Map<String, Object>> reasons) {
    return operation.equals("TransactWriteItems") && error.code().contains("Throughput")
        ? refusal(
            new AwsError(400, "TransactionCanceledException", "Transaction cancelled"),
            Map.of("CancellationReasons", reasons))
        : refusal(error, Map.of());
  }

  private static Reply refusal(AwsError error, Map<String, Object> more) {
    Map<String, Object> members = new LinkedHashMap<>(more);
    members.put("__type", "com.amazonaws.dynamodb.v20120810#" + error.code());
    members.put("message", error.message());
    try {
      return new Reply(error.status(), MEDIA_TYPE, JSON.std.asString(members));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply pass(HttpExchange exchange, String target, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(tables)
            .header("X-Amz-Target", target)
            .header("Content-Type", MEDIA_TYPE)
            .header(
                "Authorization",
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")))
            .header(
                "X-Amz-Date", String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Date")))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      return new Reply(answer.statusCode(), MEDIA_TYPE, new String(answer.body(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
