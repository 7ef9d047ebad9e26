package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vouch.local.aws.AwsFixture;
import dev.vouch.local.aws.RegistryTokens.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The whole way a client goes: proxy, TLS, data plane, registry; with one seeded image. */
final class RegistryFixture implements AutoCloseable {
  static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  static final String REPOSITORY = "arn:aws:ecr:us-east-1:123456789012:repository/";
  final AwsFixture aws;
  final FakeRegistry behind = new FakeRegistry();
  final Repositories repositories = new Repositories();
  final TestAuthority authority;
  final DataPlane dataPlane;
  final ConnectProxy proxy;
  private final HttpClient client;

  RegistryFixture(End end) throws IOException, GeneralSecurityException {
    this(end, AwsFixture.ACCOUNT);
  }

  /** The same with a registry of this account under the same host name. */
  RegistryFixture(End end, String registry) throws IOException, GeneralSecurityException {
    aws = new AwsFixture(end);
    authority = TestAuthority.forHosts(List.of(HOST), aws.clock.instant());
    dataPlane =
        DataPlane.start(
            aws.account, registry, aws.tokens, repositories, behind.address(), authority.server());
    proxy = ConnectProxy.start(Map.of(HOST, dataPlane.address()));
    client =
        HttpClient.newBuilder()
            .sslContext(trusting(authority))
            .proxy(
                ProxySelector.of(
                    new InetSocketAddress(proxy.address().getHost(), proxy.address().getPort())))
            .build();
    new SeedImage(behind.address(), repositories).push("team-a/app", "1.0", "hello");
    repositories.create("team-a/service");
  }

  /** A session policy that allows these actions and the token, ended and fenced as Vouch does. */
  static String policy(String resource, String end, String network, String... actions) {
    return """
    {"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
    {"Effect":"Allow","Action":["%s"],"Resource":"%s"},
    {"Effect":"Deny","Action":"*","Resource":"*",
     "Condition":{"DateGreaterThanEquals":{"aws:CurrentTime":"%s"}}},
    {"Effect":"Deny","NotAction":"ecr:GetAuthorizationToken","Resource":"*",
     "Condition":{"NotIpAddress":{"aws:SourceIp":"%s"}}}]}
    """
        .formatted(String.join("\",\"", actions), resource, end, network);
  }

  HttpResponse<byte[]> send(String method, String path, String password, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://" + HOST + path))
            .method(method, BodyPublishers.ofByteArray(body));
    if (!password.isEmpty()) {
      request.header("Authorization", basic("AWS:" + password));
    }
    return send(request.build());
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext trusting(TestAuthority authority)
      throws GeneralSecurityException, IOException {
    KeyStore roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    roots.setCertificateEntry("root", authority.root());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(roots);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    proxy.close();
    dataPlane.close();
    behind.close();
    aws.close();
  }
}
