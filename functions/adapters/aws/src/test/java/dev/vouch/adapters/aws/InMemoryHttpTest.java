package dev.vouch.adapters.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

final class InMemoryHttpTest {
  private final InMemoryHttp http = new InMemoryHttp(Map.of("Sign", "{}", "", "<a/>"));

  @Test
  void answersFromMemoryByTheOperation() throws IOException {
    assertThat(body(call("TrentService.Sign"))).isEqualTo("{}");
    assertThat(body(call(""))).isEqualTo("<a/>");
  }

  @Test
  void hasNothingToSayToAnOperationThatIsNotKept() {
    assertThatThrownBy(() -> call("TrentService.Decrypt"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Decrypt");
  }

  private HttpExecuteResponse call(String target) throws IOException {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("https://kms.us-east-1.amazonaws.com/"));
    if (!target.isEmpty()) {
      request.putHeader("X-Amz-Target", target);
    }
    return http.prepareRequest(HttpExecuteRequest.builder().request(request.build()).build())
        .call();
  }

  private static String body(HttpExecuteResponse response) throws IOException {
    return new String(response.responseBody().orElseThrow().readAllBytes(), UTF_8);
  }
}
