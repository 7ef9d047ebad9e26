package dev.vouch.local.securitykey;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the browser's part of a ceremony (WebAuthn §5.8.1). */
final class ClientData {
  private ClientData() {}

  static byte[] of(String type, String challenge, String origin, Deviations deviations) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "type",
        deviations.find(Deviation.ClientType.class).map(Deviation.ClientType::type).orElse(type));
    members.put(
        "challenge",
        deviations
            .find(Deviation.Challenge.class)
            .map(Deviation.Challenge::challenge)
            .orElse(challenge));
    members.put(
        "origin",
        deviations.find(Deviation.Origin.class).map(Deviation.Origin::origin).orElse(origin));
    members.put("crossOrigin", deviations.has(Deviation.CrossOrigin.class));
    deviations.find(Deviation.TopOrigin.class).ifPresent(d -> members.put("topOrigin", d.origin()));
    deviations.find(Deviation.ClientDataWithout.class).ifPresent(d -> members.remove(d.member()));
    return new JsonObject(members).text().getBytes(StandardCharsets.UTF_8);
  }
}
