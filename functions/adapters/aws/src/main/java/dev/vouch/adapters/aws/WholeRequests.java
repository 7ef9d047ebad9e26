package dev.vouch.adapters.aws;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Header;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends a request in one piece: HttpURLConnection buffers the body and counts it itself where
 * nobody told it the length.
 *
 * <p>Where it was told, it streams: header and body are two writes, and before a kept connection is
 * used again it listens on it for a millisecond, in case the server has closed it. Here such a
 * connection fails, and the SDK's next attempt opens another; none is kept for more than 5 seconds.
 */
final class WholeRequests implements ExecutionInterceptor {
  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return context.httpRequest().toBuilder().removeHeader(Header.CONTENT_LENGTH).build();
  }
}
