package dev.vouch.adapters.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.vouch.adapters.system.InvalidSettings;
import dev.vouch.adapters.system.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

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
   * @param priming what runs before the first request
   */
  protected EntryPoint(ClassLoader loader, Priming priming) {
    this(Parts.wire(loader, priming));
  }

  /** A function that is wired already. */
  protected EntryPoint(ApplicationContext context) {
    try {
      context.getBean(Settings.class);
    } catch (BeanInstantiationException e) {
      throw stopped(e);
    }
    function = context.getBean(LambdaFunction.class);
  }

  private static RuntimeException stopped(BeanInstantiationException failure) {
    Optional<InvalidSettings> invalid = InvalidSettings.in(failure);
    invalid.ifPresent(settings -> RequestLog.print(StartLine.of(settings, Instant.now())));
    return invalid.isPresent() ? invalid.get() : failure;
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    function.handleRequest(input, output, context);
  }
}
