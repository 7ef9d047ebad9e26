package dev.vouch.adapters.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Answers the requests of a client from memory and has no way to the network, so that a client can
 * be run before the first request: every request gets the answer that is kept for its operation.
 */
public final class InMemoryHttp implements SdkHttpClient {
  private final Map<String, String> answers;

  /**
   * @param answers the body by the operation that the header X-Amz-Target names after its dot; by
   *     an empty name for a request without this header
   */
  public InMemoryHttp(Map<String, String> answers) {
    this.answers = Map.copyOf(answers);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
    String body = answers.get(target.substring(target.indexOf('.') + 1));
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        if (body == null) {
          throw new IOException("no answer is kept for " + target);
        }
        return answer(body);
      }

      @Override
      public void abort() {}
    };
  }

  private static HttpExecuteResponse answer(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpFullResponse.builder()
                .statusCode(200)
                .putHeader("Content-Length", Integer.toString(bytes.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
        .build();
  }

  @Override
  public String clientName() {
    return "InMemory";
  }

  @Override
  public void close() {}
}
