package dev.vouch.adapters.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Where Lambda enters a function. Its parts are wired from its settings once for each instance, so
 * an instance with a wrong setting never serves.
 */
public abstract class EntryPoint implements RequestStreamHandler {
  private final LambdaFunction function;

  /**
   * Wires the function of a zip.
   *
   * @param loader the class loader of the zip, whose beans are taken
   */
  protected EntryPoint(ClassLoader loader) {
    this(ApplicationContext.builder(loader).deduceEnvironment(false).start());
  }

  /** A function that is wired already. */
  protected EntryPoint(ApplicationContext context) {
    function = context.getBean(LambdaFunction.class);
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    function.handleRequest(input, output, context);
  }
}
