package dev.vouch.authenticate;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.vouch.adapters.lambda.LambdaFunction;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda's entry point. */
public final class Handler implements RequestStreamHandler {
  private final LambdaFunction function;

  /** Wires the function from its settings, once for each instance. */
  public Handler() {
    this(
        ApplicationContext.builder(Handler.class.getClassLoader())
            .deduceEnvironment(false)
            .start());
  }

  Handler(ApplicationContext context) {
    function = context.getBean(LambdaFunction.class);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    function.handleRequest(input, output, context);
  }
}
