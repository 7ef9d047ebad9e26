package dev.vouch.core.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vouch.core.administration.Authority.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorityTest {
  private static final String ACCOUNT = "123456789012";
  private final Authority authority =
      new Authority(
          ACCOUNT,
          List.of(
              "arn:aws:iam::123456789012:role/vouch-admin",
              "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin",
              "arn:aws:iam::123456789012:user/ops/root-cause"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:sts::123456789012:assumed-role/vouch-admin/alice",
        "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin/bob@example.com",
        "arn:aws:iam::123456789012:user/ops/root-cause"
      })
  void allowsTheNamedPrincipals(String arn) {
    assertThat(authority.judge(ACCOUNT, arn)).isEqualTo(new Verdict.Allowed(arn));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:sts::123456789012:assumed-role/vouch-admin2/alice",
        "arn:aws:sts::123456789012:assumed-role/vouch-admi/alice",
        "arn:aws:sts::123456789012:assumed-role/Vouch-Admin/alice",
        "arn:aws:sts::123456789012:assumed-role/other/vouch-admin",
        "arn:aws:sts::123456789012:assumed-role/vouch-admin/alice/more",
        "arn:aws:sts::123456789012:assumed-role/vouch-admin/",
        "arn:aws:sts::123456789012:assumed-role/root-cause/alice",
        "arn:aws:sts::123456789012:federated-user/vouch-admin",
        "arn:aws-cn:sts::123456789012:assumed-role/vouch-admin/alice",
        "arn:aws:iam::123456789012:role/vouch-admin",
        "arn:aws:iam::123456789012:user/vouch-admin",
        "arn:aws:iam::123456789012:root",
        "arn:aws:sts::123456789012:assumed-role/vouch-admin/alice\n",
        "vouch-admin",
        ""
      })
  void allowsNobodyElse(String arn) {
    assertThat(authority.judge(ACCOUNT, arn)).isEqualTo(new Verdict.NotAllowed());
  }

  @ParameterizedTest
  @CsvSource({
    "210987654321, arn:aws:sts::123456789012:assumed-role/vouch-admin/alice",
    "123456789012, arn:aws:sts::210987654321:assumed-role/vouch-admin/alice",
    "210987654321, arn:aws:sts::210987654321:assumed-role/vouch-admin/alice",
    "'', arn:aws:sts::123456789012:assumed-role/vouch-admin/alice"
  })
  void namesAnotherAccount(String account, String arn) {
    assertThat(authority.judge(account, arn)).isEqualTo(new Verdict.OtherAccount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::123456789012:role/*",
        "arn:aws:iam::123456789012:root",
        "arn:aws:iam::210987654321:role/vouch-admin",
        "arn:aws:sts::123456789012:assumed-role/vouch-admin/alice",
        "123456789012",
        "*"
      })
  void refusesASettingThatIsNoExactPrincipalOfTheAccount(String principal) {
    List<String> principals = List.of("arn:aws:iam::123456789012:role/good", principal);
    assertThatThrownBy(() -> new Authority(ACCOUNT, principals))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[" + principal + "]");
  }

  @Test
  void refusesAnAccountThatIsNone() {
    assertThatThrownBy(() -> new Authority("", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allowsNobodyWhereNobodyIsNamed() {
    Authority nobody = new Authority(ACCOUNT, List.of());
    assertThat(nobody.judge(ACCOUNT, "arn:aws:sts::123456789012:assumed-role/vouch-admin/alice"))
        .isEqualTo(new Verdict.NotAllowed());
  }
}
