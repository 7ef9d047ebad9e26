package dev.vouch.core.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownModelsTest {
  private static final String YUBIKEY = "cb69481e-8ff7-4039-93ec-0a2729a154a8";
  private static final UUID OTHER = UUID.fromString("766f7563-6820-4c6f-6361-6c204b657921");

  @Test
  void knowsTheHardwareModelsByName() {
    assertThat(KnownModels.hardware().name(UUID.fromString(YUBIKEY)))
        .hasValue("YubiKey 5 Series (firmware 5.1)");
    assertThat(KnownModels.hardware().size()).isEqualTo(50);
    assertThat(KnownModels.hardware().name(OTHER)).isEmpty();
  }

  @Test
  void allowsAllHardwareWhereNothingIsSaid() {
    assertThat(KnownModels.of(List.of()).size()).isEqualTo(50);
  }

  @Test
  void allowsOnlyWhatIsNamed() {
    KnownModels models = KnownModels.of(List.of(YUBIKEY));
    assertThat(models.size()).isEqualTo(1);
    assertThat(models.name(UUID.fromString(YUBIKEY))).hasValue("YubiKey 5 Series (firmware 5.1)");
  }

  @Test
  void takesNamesForModelsThatItDoesNotKnow() {
    KnownModels models = KnownModels.of(List.of("hardware", OTHER + "=Software key"));
    assertThat(models.size()).isEqualTo(51);
    assertThat(models.name(OTHER)).hasValue("Software key");
    assertThat(KnownModels.of(List.of(OTHER.toString())).name(OTHER)).hasValue(OTHER.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "00000000-0000-0000-0000-000000000000",
        "cb69481e-8ff7-4039-93ec-0a2729a154a8x",
        "cb69481e8ff7403993ec0a2729a154a8",
        "yubikey"
      })
  void refusesWhatIsNoModel(String entry) {
    assertThatThrownBy(() -> KnownModels.of(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
