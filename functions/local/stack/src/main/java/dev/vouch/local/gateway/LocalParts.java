package dev.vouch.local.gateway;

import java.lang.reflect.InvocationTargetException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the stack's own jar in a function's class loader offers; nothing where it is not there. */
final class LocalParts {
  private static final String PACKAGE = "dev.vouch.local.overrides.";
  private final ClassLoader loader;

  LocalParts(ClassLoader loader) {
    this.loader = loader;
  }

  /** Lets the function's calls of AWS be told, on its own threads. */
  void tell(Consumer<String> steps) {
    call("CallSteps", "tell", Consumer.class, steps);
  }

  /** Closes the parts of the instance that was made last. */
  AutoCloseable latest() {
    return call("LocalInstance", "latest", null, null) instanceof AutoCloseable parts
        ? parts
        : () -> {};
  }

  private @Nullable Object call(
      String type, String method, @Nullable Class<?> parameter, @Nullable Object argument) {
    try {
      Class<?> found = Class.forName(PACKAGE + type, true, loader);
      return parameter == null
          ? found.getMethod(method).invoke(null)
          : found.getMethod(method, parameter).invoke(null, argument);
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      return null; // a toy of a test, or a function that calls nobody
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
