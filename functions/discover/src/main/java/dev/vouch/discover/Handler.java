package dev.vouch.discover;

import dev.vouch.adapters.aws.TrustPriming;
import dev.vouch.adapters.dynamodb.DynamoDbPriming;
import dev.vouch.adapters.kms.KmsPriming;
import dev.vouch.adapters.lambda.EntryPoint;
import dev.vouch.adapters.lambda.EvidencePriming;
import dev.vouch.adapters.lambda.Priming;
import dev.vouch.adapters.lambda.RequestPriming;
import dev.vouch.adapters.lambda.SessionPriming;
import io.micronaut.context.ApplicationContext;

/** Lambda's entry point. */
public final class Handler extends EntryPoint {
  /** Wires the function from its settings. */
  public Handler() {
    super(
        Handler.class.getClassLoader(),
        Priming.beside(SessionPriming::run, TrustPriming::run)
            .beforeSnapshot(
                RequestPriming::run,
                EvidencePriming::run,
                DynamoDbPriming::run,
                KmsPriming::issuerKey));
  }

  Handler(ApplicationContext context) {
    super(context);
  }
}
