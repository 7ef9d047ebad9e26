package dev.vouch.local.gateway;

import dev.vouch.local.gateway.Routes.Match;
import dev.vouch.local.signature.Caller;
import dev.vouch.local.signature.ReceivedRequest;
import dev.vouch.local.signature.SignatureOutcome.Authentic;
import dev.vouch.local.signature.SignatureOutcome.Refused;
import dev.vouch.local.signature.SignatureV4;
import dev.vouch.local.template.DoorBlock;
import java.util.Optional;

/** Decides, before any function runs, whether a request comes in and as whom. */
final class Door {
  /** The decision. */
  sealed interface Decision {}

  /** Let in; the caller and its key's id are known on the routes that IAM authorizes. */
  record Admitted(Optional<Caller> caller, String accessKey) implements Decision {}

  /** Answered with the gateway response of this type. */
  record TurnedAway(String type) implements Decision {}

  private final DoorBlock block;
  private final SignatureV4 signatures;

  Door(DoorBlock block, SignatureV4 signatures) {
    this.block = block;
    this.signatures = signatures;
  }

  Decision decide(ReceivedRequest request, Match match) {
    if (!match.route().block().iam()) {
      return isOpen(request.method() + request.path())
          ? new Admitted(Optional.empty(), "")
          : new TurnedAway("ACCESS_DENIED");
    }
    return switch (signatures.check(request)) {
      case Refused refused -> new TurnedAway(type(refused));
      case Authentic authentic -> {
        Caller caller = authentic.key().caller();
        yield isFor(request.path(), caller)
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

  /** A prefix that the resource policy reserves is for its principals, of its account. */
  private boolean isFor(String path, Caller caller) {
    return block.reserved().stream()
        .filter(reserved -> path.startsWith(reserved.prefix()))
        .allMatch(reserved -> reserved.isFor(caller.accountId(), caller.arn()));
  }
}
