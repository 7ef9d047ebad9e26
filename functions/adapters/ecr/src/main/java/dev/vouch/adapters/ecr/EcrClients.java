package dev.vouch.adapters.ecr;

import dev.vouch.adapters.aws.InMemoryHttp;
import dev.vouch.adapters.aws.OutboundCalls;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;

/**
 * The one place that builds ECR clients: one for each region that a served registry is in, without
 * credentials of its own. One call takes two seconds at most.
 */
public final class EcrClients implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Map<String, EcrClient> regions = new ConcurrentHashMap<>();
  private final Duration limit;
  private final UnaryOperator<EcrClientBuilder> finish;

  public EcrClients() {
    this(LIMIT);
  }

  EcrClients(Duration limit) {
    this(limit, UnaryOperator.identity());
  }

  private EcrClients(Duration limit, UnaryOperator<EcrClientBuilder> finish) {
    this.limit = limit;
    this.finish = finish;
  }

  /** Clients that cannot reach the network. */
  static EcrClients offline(InMemoryHttp answers) {
    return new EcrClients(LIMIT, builder -> OutboundCalls.offline(builder, answers));
  }

  EcrClient in(String region) {
    return regions.computeIfAbsent(region, this::open);
  }

  private EcrClient open(String region) {
    EcrClientBuilder builder =
        OutboundCalls.bound(EcrClient.builder(), limit, limit)
            .region(Region.of(region))
            .credentialsProvider(AnonymousCredentialsProvider.create());
    return finish.apply(builder).build();
  }

  @Override
  public void close() {
    regions.values().forEach(EcrClient::close);
  }
}
