package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vouch.local.aws.Account;
import dev.vouch.local.aws.Permissions;
import dev.vouch.local.aws.RegistryTokens;
import dev.vouch.local.aws.RegistryTokens.RegistryToken;
import dev.vouch.local.net.Loopback;
import dev.vouch.local.registry.RegistryCall.InRepository;
import dev.vouch.local.registry.RegistryCall.Kind;
import dev.vouch.local.registry.RegistryCall.Unknown;
import dev.vouch.local.registry.RegistryCall.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The registry's front: a token, then for each request the policies behind that token at this
 * moment and from this address, then whether the repository exists, then the registry behind.
 */
public final class DataPlane implements AutoCloseable {
  private final Account account;
  private final String registry;
  private final RegistryTokens tokens;
  private final Permissions permissions;
  private final Repositories repositories;
  private final Upstream upstream;
  private final HttpServer server;

  private DataPlane(
      Account account,
      String registry,
      RegistryTokens tokens,
      Repositories repositories,
      URI registryBehind,
      SSLContext tls)
      throws IOException {
    this.account = account;
    this.registry = registry;
    this.tokens = tokens;
    this.permissions = new Permissions(account.clock());
    this.repositories = repositories;
    this.upstream = new Upstream(registryBehind);
    this.server = Loopback.serve(tls, this::handle);
  }

  /**
   * Starts it on a free port of 127.0.0.1.
   *
   * @param registry the account id of this registry; it has no policy that lets in other accounts
   */
  public static DataPlane start(
      Account account,
      String registry,
      RegistryTokens tokens,
      Repositories repositories,
      URI registryBehind,
      SSLContext tls)
      throws IOException {
    return new DataPlane(account, registry, tokens, repositories, registryBehind, tls);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** The host name under which clients know this registry. */
  public static String host(Account account, String registry) {
    return registry + ".dkr.ecr." + account.region() + ".amazonaws.com";
  }

  @Override
  public void close() {
    server.stop(0);
    upstream.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
      Optional<RegistryToken> token = password(exchange).flatMap(tokens::find);
      if (token.isEmpty()) {
        challenge(exchange);
      } else if (!account.clock().instant().isBefore(token.get().expires())) {
        RegistryError.denied("Your authorization token has expired. Reauthenticate and try again.")
            .send(exchange);
      } else {
        answer(exchange, token.get());
      }
    }
  }

  private void answer(HttpExchange exchange, RegistryToken token) throws IOException {
    URI uri = exchange.getRequestURI();
    Optional<String> digest = parameter(uri, "digest");
    switch (RegistryCall.of(exchange.getRequestMethod(), uri.getRawPath(), digest.isPresent())) {
      case Version version -> exchange.sendResponseHeaders(200, -1);
      case Unknown unknown -> RegistryError.unsupported().send(exchange);
      case InRepository call -> {
        Optional<RegistryError> refusal = refusal(exchange, token, call);
        if (refusal.isPresent()) {
          refusal.get().send(exchange);
        } else {
          pass(exchange, call, digest);
        }
      }
    }
  }

  /** Authority before existence, so that a name without a grant says nothing. */
  private Optional<RegistryError> refusal(
      HttpExchange exchange, RegistryToken token, InRepository call) {
    String sourceIp = exchange.getRemoteAddress().getAddress().getHostAddress();
    String arn =
        "arn:aws:ecr:%s:%s:repository/%s".formatted(account.region(), registry, call.repository());
    if (!token.identity().caller().accountId().equals(registry)) {
      return Optional.of(
          RegistryError.denied(
              "User: %s is not authorized to perform: %s on resource: %s because no resource-based policy allows the %2$s action"
                  .formatted(token.identity().caller().arn(), call.actions().getFirst(), arn)));
    }
    for (String action : call.actions()) {
      Optional<String> refusal = permissions.refusal(token.identity(), action, arn, sourceIp);
      if (refusal.isPresent()) {
        return refusal.map(RegistryError::denied);
      }
    }
    if (!repositories.exists(call.repository())) {
      return Optional.of(RegistryError.noRepository(call.repository(), registry));
    }
    return call.kind() == Kind.BLOB && !repositories.has(call.repository(), call.reference())
        ? Optional.of(RegistryError.noLayer(call.reference()))
        : Optional.empty();
  }

  /**
   * A mount would copy a layer out of a repository that nobody asked the policies about, so its
   * parameters stop here and the client uploads instead, as the specification allows.
   */
  private void pass(HttpExchange exchange, InRepository call, Optional<String> digest)
      throws IOException {
    URI uri = exchange.getRequestURI();
    boolean mount = parameter(uri, "mount").isPresent() || parameter(uri, "from").isPresent();
    String query = uri.getRawQuery() == null || mount ? "" : "?" + uri.getRawQuery();
    // known before the client hears of it, which may ask for the layer at once
    upstream.pass(
        exchange,
        uri.getRawPath() + query,
        status -> {
          if (call.kind() == Kind.UPLOAD && status == 201 && !mount) {
            digest.ifPresent(d -> repositories.add(call.repository(), d));
          }
        });
  }

  private void challenge(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .set(
            "Www-Authenticate",
            "Basic realm=\"https://"
                + host(account, registry)
                + "/\",service=\"ecr.amazonaws.com\"");
    byte[] body = "Not Authorized\n".getBytes(UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(401, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Optional<String> password(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return Optional.empty();
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(header.substring("Basic ".length()).strip()), UTF_8);
      return pair.startsWith("AWS:")
          ? Optional.of(pair.substring("AWS:".length()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> parameter(URI uri, String name) {
    String query = uri.getQuery();
    if (query == null) {
      return Optional.empty();
    }
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
