package dev.vouch.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.aws.AwsAnswer.Result;
import dev.vouch.local.net.Loopback;
import dev.vouch.local.signature.ReceivedRequest;
import dev.vouch.local.signature.SignatureOutcome.Authentic;
import dev.vouch.local.signature.SignatureOutcome.Refused;
import dev.vouch.local.signature.SignatureV4;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One endpoint on loopback for STS, ECR and KMS. KMS and ECR name themselves in {@code
 * X-Amz-Target}; everything else is STS. Each request must be signed for the service it asks.
 */
public final class EmulatedAws implements AutoCloseable {
  private static final int LONGEST_BODY = 1 << 20;
  private static final Duration STS_SKEW = Duration.ofMinutes(15);
  private static final Duration JSON_SKEW = Duration.ofMinutes(5);
  private static final Duration ISSUER_PATIENCE = Duration.ofSeconds(5);
  private static final String KMS_TARGET = "TrentService.";
  private static final String ECR_TARGET = "AmazonEC2ContainerRegistry_V20150921.";

  private final Account account;
  private final Faults faults;
  private final Sts sts;
  private final Ecr ecr;
  private final Kms kms;
  private final FunctionRoles roles;
  private final HttpServer server;

  private EmulatedAws(
      Account account, Faults faults, RegistryTokens tokens, Kms kms, FunctionRoles roles)
      throws IOException {
    this.roles = roles;
    this.account = account;
    this.faults = faults;
    this.kms = kms;
    this.sts = new Sts(account, new WebIdentityTokens(account, new IssuerKeys(ISSUER_PATIENCE)));
    this.ecr = new Ecr(account, new Permissions(account.clock()), tokens);
    this.server = Loopback.serve(0, this::handle);
  }

  /** Starts the endpoint on a free port of 127.0.0.1. */
  public static EmulatedAws start(
      Account account, Faults faults, RegistryTokens tokens, Kms kms, FunctionRoles roles)
      throws IOException {
    return new EmulatedAws(account, faults, tokens, kms, roles);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<ReceivedRequest> request = ReceivedRequest.read(exchange, LONGEST_BODY);
      if (request.isEmpty()) {
        exchange.sendResponseHeaders(413, -1);
        return;
      }
      String sourceIp = exchange.getRemoteAddress().getAddress().getHostAddress();
      String target = request.get().header("x-amz-target").orElse("");
      String requestId = UUID.randomUUID().toString();
      exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
      if (target.startsWith(KMS_TARGET) || target.startsWith(ECR_TARGET)) {
        json(exchange, request.get(), target, sourceIp);
      } else {
        query(exchange, request.get(), requestId);
      }
    }
  }

  private void query(HttpExchange exchange, ReceivedRequest request, String requestId)
      throws IOException {
    Map<String, String> form = QueryProtocol.form(request.body());
    String action = form.getOrDefault("Action", "");
    Fault fault = faults.take(action);
    AwsAnswer instead = fault instanceof Fault.Refusal(AwsError error) ? error : null;
    Reply.send(
        exchange,
        faults,
        instead == null ? fault : new Fault.None(),
        () -> {
          AwsAnswer answer = instead == null ? sts(request, action, form) : instead;
          return new Reply(
              status(answer), "text/xml", QueryProtocol.xml(action, answer, requestId));
        });
  }

  private void json(HttpExchange exchange, ReceivedRequest request, String target, String sourceIp)
      throws IOException {
    boolean isKms = target.startsWith(KMS_TARGET);
    String operation = target.substring((isKms ? KMS_TARGET : ECR_TARGET).length());
    Fault fault = faults.take(operation);
    AwsAnswer instead = fault instanceof Fault.Refusal(AwsError error) ? error : null;
    Reply.send(
        exchange,
        faults,
        instead == null ? fault : new Fault.None(),
        () -> json(instead == null ? json(request, operation, isKms, sourceIp) : instead));
  }

  private AwsAnswer sts(ReceivedRequest request, String action, Map<String, String> form) {
    return switch (action) {
      case "AssumeRoleWithWebIdentity" -> sts.assumeRoleWithWebIdentity(form);
      case "GetCallerIdentity" ->
          switch (signature("sts", STS_SKEW).check(request)) {
            case Refused refused -> SignatureErrors.query(refused);
            case Authentic authentic -> sts.callerIdentity(authentic.key().caller());
          };
      default -> new AwsError(400, "InvalidAction", "Could not find operation " + action);
    };
  }

  private AwsAnswer json(
      ReceivedRequest request, String operation, boolean isKms, String sourceIp) {
    return switch (signature(isKms ? "kms" : "ecr", JSON_SKEW).check(request)) {
      case Refused refused -> SignatureErrors.json(refused);
      case Authentic authentic -> {
        Map<String, Object> input;
        try {
          input = JSON.std.mapFrom(new String(request.body(), UTF_8));
        } catch (IOException e) {
          yield new AwsError(400, "SerializationException", "The request is not JSON.");
        }
        Identity identity = account.identity(authentic.key());
        yield isKms
            ? kms.answer(operation, input, asker(request, identity), sourceIp)
            : ecr.answer(operation, input, identity, sourceIp);
      }
    };
  }

  /** A function, by the address that it asks at; anybody else by the signature. */
  private Kms.Asker asker(ReceivedRequest request, Identity identity) {
    return FunctionRoles.function(URI.create(request.path()))
        .<Kms.Asker>map(function ->
            (action, key, policy, ip) -> roles.keyRefusal(function, action, key, policy, ip))
        .orElseGet(() ->
            (action, key, policy, ip) ->
                kms.permissions().keyRefusal(identity, action, key, policy, ip));
  }

  private SignatureV4 signature(String service, Duration skew) {
    return new SignatureV4(service, account.region(), skew, account.keys(), account.clock());
  }

  private static Reply json(AwsAnswer answer) {
    Map<String, Object> members =
        switch (answer) {
          case Result result -> result.members();
          case AwsError error -> Map.of("__type", error.code(), "message", error.message());
        };
    try {
      return new Reply(status(answer), "application/x-amz-json-1.1", JSON.std.asString(members));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int status(AwsAnswer answer) {
    return switch (answer) {
      case Result result -> 200;
      case AwsError error -> error.status();
    };
  }
}
