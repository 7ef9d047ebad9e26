package dev.vouch.vendaws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vouch.adapters.lambda.Response;
import dev.vouch.core.vending.EveryMintRefusal;
import dev.vouch.core.vending.MintRefusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RefusalsTest {
  private static final Map<String, Integer> STATUSES =
      Map.ofEntries(
          Map.entry("upstream_throttled", 429),
          Map.entry("upstream_unavailable", 503),
          Map.entry("issuer_not_reached", 503),
          Map.entry("upstream_timeout", 504),
          Map.entry("minted_too_late", 504),
          Map.entry("policy_too_large", 422),
          Map.entry("packed_policy_too_large", 422),
          Map.entry("upstream_answer_not_understood", 502),
          Map.entry("issuer_key_not_usable", 502),
          Map.entry("role_not_assumable", 502),
          Map.entry("identity_token_rejected", 502),
          Map.entry("duration_exceeds_role", 502),
          Map.entry("sts_region_disabled", 502),
          Map.entry("registry_access_denied", 502),
          Map.entry("other_registry", 502),
          Map.entry("other_role", 502));

  static List<MintRefusal> all() {
    return EveryMintRefusal.list();
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesEachRefusalItsStatus(MintRefusal why) {
    Response response = Refusals.response(why);
    assertThat(response.status()).isEqualTo(STATUSES.get(why.code()));
    assertThat(response.body().utf8()).contains("\"code\":\"" + why.code() + "\"");
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysWhenToTryAgainOnlyWhereItIsKnown(MintRefusal why) {
    assertThat(Refusals.response(why).headers().containsKey("Retry-After"))
        .isEqualTo(why instanceof MintRefusal.Throttled);
  }
}
