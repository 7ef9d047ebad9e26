package dev.vouch.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EcrHostTest {
  private static final RepositoryPattern NAME = RepositoryPattern.parse("team-a/app").orElseThrow();
  private static final RepositoryPattern PATH = RepositoryPattern.parse("team-a/**").orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "123456789012.dkr.ecr.us-east-1.amazonaws.com, us-east-1, aws",
    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com, us-east-1, aws",
    "123456789012.dkr-ecr.ap-southeast-2.on.aws, ap-southeast-2, aws",
    "123456789012.dkr-ecr-fips.us-west-2.on.aws, us-west-2, aws",
    "123456789012.dkr.ecr.mx-central-1.amazonaws.com, mx-central-1, aws",
    "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com, us-gov-west-1, aws-us-gov",
    "123456789012.dkr-ecr.us-gov-east-1.on.aws, us-gov-east-1, aws-us-gov",
    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, cn-north-1, aws-cn",
    "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn, cn-north-1, aws-cn",
    "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu, eusc-de-east-1, aws-eusc",
    "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov, us-iso-east-1, aws-iso",
    "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov, us-isob-east-1, aws-iso-b",
    "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk, eu-isoe-west-1, aws-iso-e",
    "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov, us-isof-south-1, aws-iso-f",
  })
  void readsEveryFormOfAPrivateRegistry(String text, String region, String partition) {
    EcrHost host = EcrHost.parse(text).orElseThrow();
    assertThat(host.text()).isEqualTo(text);
    assertThat(host.account()).isEqualTo("123456789012");
    assertThat(host.region()).isEqualTo(region);
    assertThat(host.partition().id()).isEqualTo(partition);
    assertThat(host.arn(NAME))
        .isEqualTo("arn:%s:ecr:%s:123456789012:repository/team-a/app", partition, region);
    assertThat(host.arn(PATH))
        .isEqualTo("arn:%s:ecr:%s:123456789012:repository/team-a/*", partition, region);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12345678901.dkr.ecr.us-east-1.amazonaws.com",
        "1234567890123.dkr.ecr.us-east-1.amazonaws.com",
        "12345678901a.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr_ecr.us-east-1.amazonaws.com",
        "123456789012.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr-x.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east.amazonaws.com",
        "123456789012.dkr.ecr.us-east-0.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonaws.org",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example",
        "evil.example/123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "evil.123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com\n",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com:443",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/",
        "https://123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "123456789012.DKR.ecr.us-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonawsXcom",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com.cn",
        "123456789012.dkr.ecr.us-iso-east-1.amazonaws.com",
        "123456789012.dkr.ecr.us-iso-east-1.sc2s.sgov.gov",
        "123456789012.dkr.ecr.us-gov-west-1.amazonaws.eu",
        "public.ecr.aws",
      })
  void readsNoOtherHost(String text) {
    assertThat(EcrHost.parse(text)).isEmpty();
  }
}
