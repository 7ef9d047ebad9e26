package dev.vouch.local.overrides;

import java.util.function.Consumer;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Tells of each attempt at a call of AWS, on the function's own thread, before it is sent and after
 * it has been answered. The SDK finds this class by its global list of interceptors.
 */
public final class CallSteps implements ExecutionInterceptor {
  private static volatile Consumer<String> listener = step -> {};

  /** As the SDK makes it. */
  public CallSteps() {}

  /**
   * Sets who is told.
   *
   * @param steps what it throws ends the call, and nothing of the function catches an error
   */
  public static void tell(Consumer<String> steps) {
    listener = steps;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    listener.accept("before " + name(attributes));
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    listener.accept("after " + name(attributes));
  }

  private static String name(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME)
        + "."
        + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
