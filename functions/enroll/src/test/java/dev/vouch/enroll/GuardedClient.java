package dev.vouch.enroll;

import dev.vouch.adapters.dynamodb.RoleGuard;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** In these tests the function has the rights that the template gives it, and no others. */
@Singleton
final class GuardedClient implements BeanCreatedEventListener<DynamoDbClient> {
  @Override
  public DynamoDbClient onCreated(BeanCreatedEvent<DynamoDbClient> event) {
    return RoleGuard.of(event.getBean(), "Enroll");
  }
}
