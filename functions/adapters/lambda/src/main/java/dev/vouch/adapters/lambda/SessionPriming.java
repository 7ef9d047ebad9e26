package dev.vouch.adapters.lambda;

import dev.vouch.core.session.ProofResult;
import dev.vouch.core.session.ProofVerifier;
import dev.vouch.core.session.ProofVerifier.ProvenRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Verifies a published proof, as of its own time: the work of a request that brings a session. */
public final class SessionPriming {
  /** RFC 9449 §7.1, figure 12. */
  private static final String PROOF =
      "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0Vj"
          + "NoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5"
          + "VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIi"
          + "wiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2M"
          + "jYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrt"
          + "NP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";

  private static final Instant MADE = Instant.ofEpochSecond(1_562_262_618);

  private SessionPriming() {}

  /**
   * Runs it.
   *
   * @throws IllegalStateException when the proof does not pass
   */
  public static void run() {
    var request =
        new ProvenRequest(
            List.of(PROOF),
            "GET",
            "https://resource.example.org/protectedresource",
            Optional.empty());
    if (!(ProofVerifier.verify(request, MADE) instanceof ProofResult.Proven)) {
      throw new IllegalStateException("the published proof is refused");
    }
  }
}
