package dev.vouch.adapters.aws;

import dev.vouch.core.fault.Deadline;
import java.time.Duration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Lets no call begin that might not end within the request's time: to whoever asked, it is a call
 * that has not been answered in time.
 */
final class TimeLeft implements ExecutionInterceptor {
  private final Duration needed;

  TimeLeft(Duration needed) {
    this.needed = needed;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (!Deadline.leaves(needed)) {
      throw ApiCallTimeoutException.builder()
          .message("the request leaves less than " + needed + " for this call")
          .build();
    }
  }
}
