package dev.vouch.local.gateway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lambda's context object, made of the interfaces that the function's own class loader has. */
final class FunctionContext {
  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.";

  private FunctionContext() {}

  static Object create(ClassLoader loader, String function, int millis, Consumer<String> log)
      throws ClassNotFoundException {
    String requestId = UUID.randomUUID().toString();
    Object logger =
        proxy(
            loader,
            "LambdaLogger",
            (self, method, arguments) -> {
              log.accept(function + " " + requestId + " " + text(arguments));
              return null;
            });
    return proxy(
        loader,
        "Context",
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getAwsRequestId" -> requestId;
              case "getFunctionName" -> function;
              case "getLogger" -> logger;
              case "getRemainingTimeInMillis" -> millis;
              case "getMemoryLimitInMB" -> 1024;
              default -> whatObjectsDo(self, method, arguments);
            });
  }

  private static Object proxy(ClassLoader loader, String type, InvocationHandler handler)
      throws ClassNotFoundException {
    return Proxy.newProxyInstance(
        loader, new Class<?>[] {Class.forName(PACKAGE + type, true, loader)}, handler);
  }

  @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
  private static @Nullable Object whatObjectsDo(
      Object self, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> arguments != null && self == arguments[0];
      case "toString" -> "FunctionContext";
      default -> null;
    };
  }

  private static String text(@Nullable Object @Nullable [] arguments) {
    Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
    return first instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(first);
  }
}
