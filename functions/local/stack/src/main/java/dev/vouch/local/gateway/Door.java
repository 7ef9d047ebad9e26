package dev.vouch.local.gateway;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.vouch.local.gateway.Routes.Match;
import dev.vouch.local.signature.Caller;
import dev.vouch.local.signature.ReceivedRequest;
import dev.vouch.local.signature.SignatureOutcome.Authentic;
import dev.vouch.local.signature.SignatureOutcome.Refused;
import dev.vouch.local.signature.SignatureV4;
import dev.vouch.local.template.DoorBlock;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides, before any function runs, whether a request comes in and as whom. */
final class Door {
  /** The decision. */
  sealed interface Decision {}

  /** Let in; the caller and its key's id are known on the routes that IAM authorizes. */
  record Admitted(Optional<Caller> caller, String accessKey) implements Decision {}

  /** Answered with the gateway response of this type. */
  record TurnedAway(String type) implements Decision {}

  private static final String JSON_TYPE = "application/json";

  private final DoorBlock block;
  private final SignatureV4 signatures;

  Door(DoorBlock block, SignatureV4 signatures) {
    this.block = block;
    this.signatures = signatures;
  }

  /**
   * Who the caller is comes first, then what the body holds.
   *
   * @param endpoint the interface endpoint that the request came through, if it did
   */
  Decision decide(ReceivedRequest request, Match match, Optional<String> endpoint) {
    Decision decision = admit(request, match, endpoint);
    return decision instanceof Admitted && lacks(request, match.route().block().members())
        ? new TurnedAway("BAD_REQUEST_BODY")
        : decision;
  }

  /** API Gateway validates a body whose media type has a model, and one without a media type. */
  private static boolean lacks(ReceivedRequest request, List<String> members) {
    String type = request.header("content-type").orElse(JSON_TYPE).split(";", 2)[0].strip();
    if (members.isEmpty() || !type.equalsIgnoreCase(JSON_TYPE)) {
      return false;
    }
    try {
      return !(JSON.std.anyFrom(request.body()) instanceof Map<?, ?> body
          && body.keySet().containsAll(members));
    } catch (IOException notJson) {
      return true;
    }
  }

  private Decision admit(ReceivedRequest request, Match match, Optional<String> endpoint) {
    Map<String, String> keys = new HashMap<>();
    endpoint.ifPresent(id -> keys.put("aws:SourceVpce", id));
    if (!match.route().block().iam()) {
      return isOpen(request.method() + request.path()) && isFor(request.path(), keys)
          ? new Admitted(Optional.empty(), "")
          : new TurnedAway("ACCESS_DENIED");
    }
    return switch (signatures.check(request)) {
      case Refused refused -> new TurnedAway(type(refused));
      case Authentic authentic -> {
        Caller caller = authentic.key().caller();
        keys.put("aws:PrincipalArn", caller.arn());
        keys.put("aws:PrincipalAccount", caller.accountId());
        yield isFor(request.path(), keys)
            ? new Admitted(Optional.of(caller), authentic.key().id())
            : new TurnedAway("ACCESS_DENIED");
      }
    };
  }

  private static String type(Refused refused) {
    return switch (refused.reason()) {
      case MISSING -> "MISSING_AUTHENTICATION_TOKEN";
      case EXPIRED_KEY -> "EXPIRED_TOKEN";
      case INCOMPLETE, UNKNOWN_KEY, NOT_CURRENT, WRONG_SCOPE, MISMATCH -> "INVALID_SIGNATURE";
    };
  }

  /** A route that IAM does not authorize needs an Allow of the resource policy. */
  private boolean isOpen(String methodAndPath) {
    return block.open().stream()
        .anyMatch(open ->
            open.endsWith("*")
                ? methodAndPath.startsWith(open.substring(0, open.length() - 1))
                : methodAndPath.equals(open));
  }

  /** A prefix that the resource policy reserves is for those that it names, and nobody else. */
  private boolean isFor(String path, Map<String, String> keys) {
    return block.reserved().stream()
        .filter(reserved -> path.startsWith(reserved.prefix()))
        .allMatch(reserved -> reserved.isFor(keys));
  }
}
