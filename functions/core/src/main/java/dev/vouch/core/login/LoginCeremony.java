package dev.vouch.core.login;

import dev.vouch.core.ceremony.AssertionAnswer;
import dev.vouch.core.ceremony.AssertionCeremony;
import dev.vouch.core.ceremony.AssertionRefusal;
import dev.vouch.core.ceremony.AssertionResult;
import dev.vouch.core.ceremony.StoredCredential;
import dev.vouch.core.deployment.PublicBaseUrl;
import dev.vouch.core.identity.EnrolledKey;
import dev.vouch.core.login.LoginTokens.Opening;
import dev.vouch.core.login.LoginTokens.Pair;
import dev.vouch.core.login.Logins.Enrolled;
import dev.vouch.core.secret.Base64Url;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.RandomSource;
import dev.vouch.core.secret.Secret;
import dev.vouch.core.secret.Sha256;
import dev.vouch.core.session.ConfirmationCode;
import dev.vouch.core.session.LoginStatement;
import dev.vouch.core.session.Session;
import dev.vouch.core.session.SignedTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The page's part of a login: it shows the confirmation code, lets the security key sign a
 * statement and gets the address that takes the code back to the client.
 *
 * <p>Request and statement travel through the page as signed tokens. Nothing is written before an
 * enrolled key has signed the statement.
 */
public final class LoginCeremony {
  private static final int NONCE = 32;
  private static final int CODE = 32;

  private final PublicBaseUrl base;
  private final LoginTokens tokens;
  private final AssertionCeremony assertions;
  private final Logins logins;
  private final RandomSource random;
  private final Duration lifetime;

  /** The outcome of asking for a ceremony. */
  public sealed interface Asked {
    /**
     * What the page shows and gives to the security key.
     *
     * @param statement the signed token that the page hands back
     */
    record Question(
        String confirmationCode, Optional<String> clientHost, String statement, Sha256 challenge)
        implements Asked {}

    /** No ceremony for this request. */
    record Refused(LoginRefusal refusal) implements Asked {}
  }

  /** The outcome of a ceremony. */
  public sealed interface Answered {
    /**
     * The login is complete.
     *
     * @param redirectUri the client's address with code, state and issuer; holds a secret
     */
    record Completed(Secret redirectUri) implements Answered {}

    /** It is not. */
    record Refused(LoginRefusal refusal) implements Answered {}
  }

  /**
   * @param lifetime of a session: whole seconds, {@link LoginStatement#MAX_LIFETIME} at most
   * @throws IllegalArgumentException for any other lifetime
   */
  public LoginCeremony(
      PublicBaseUrl base,
      SignedTokens tokens,
      AssertionCeremony assertions,
      Logins logins,
      RandomSource random,
      Duration lifetime) {
    if (!lifetime.isPositive()
        || !lifetime.equals(lifetime.truncatedTo(ChronoUnit.SECONDS))
        || lifetime.compareTo(LoginStatement.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException("a session lives 1 s to 8 h, not " + lifetime);
    }
    this.base = base;
    this.tokens = new LoginTokens(tokens);
    this.assertions = assertions;
    this.logins = logins;
    this.random = random;
    this.lifetime = lifetime;
  }

  /** Signs a request for the page to carry. */
  public String sign(AuthorizationRequest request) {
    return tokens.sign(request);
  }

  /** Makes a statement for the security key to sign. */
  public Asked ask(String requestToken, Instant now) {
    return switch (tokens.openRequest(requestToken, now)) {
      case Opening.Bad<AuthorizationRequest>(LoginRefusal refusal) -> new Asked.Refused(refusal);
      case Opening.Good<AuthorizationRequest>(AuthorizationRequest request) -> ask(request, now);
    };
  }

  private Asked ask(AuthorizationRequest request, Instant now) {
    var statement =
        new LoginStatement(
            LoginStatement.PURPOSE,
            base.issuer(),
            request.hash().base64Url(),
            request.dpopJkt(),
            Instant.ofEpochSecond(now.getEpochSecond()),
            lifetime,
            Base64Url.encode(random.bytes(NONCE)));
    return new Asked.Question(
        ConfirmationCode.of(request.dpopJkt()),
        request.clientHost(),
        tokens.sign(statement),
        statement.challenge());
  }

  /** Completes the login with what the security key signed. */
  public Answered answer(
      String requestToken, String statementToken, AssertionAnswer answer, Instant now) {
    return switch (tokens.open(requestToken, statementToken, now)) {
      case Opening.Bad<Pair>(LoginRefusal refusal) -> refused(refusal);
      case Opening.Good<Pair>(Pair login) -> verify(login, answer, now);
    };
  }

  private Answered verify(Pair login, AssertionAnswer answer, Instant now) {
    Optional<Enrolled> enrolled = logins.find(EnrolledKey.idOf(answer.rawId()));
    AssertionResult result =
        assertions.verify(
            answer,
            Bytes.of(login.statement().challenge().toArray()),
            enrolled.map(
                e -> new StoredCredential(e.key(), e.user().handle(), e.signatureCount())));
    return switch (result) {
      case AssertionResult.Accepted accepted ->
          admit(login, answer, enrolled.orElseThrow(), accepted.signatureCount(), now);
      // the one refusal that only a signature by the key leads to: somebody has a copy of it
      case AssertionResult.Refused(AssertionRefusal.CounterSteppedBack r) ->
          recordRefusal(login, enrolled.orElseThrow(), new LoginRefusal.Ceremony(r), now);
      case AssertionResult.Refused refused -> refused(new LoginRefusal.Ceremony(refused.refusal()));
    };
  }

  private Answered admit(
      Pair login, AssertionAnswer answer, Enrolled enrolled, long count, Instant now) {
    return switch (enrolled.user().status()) {
      case ACTIVE -> complete(login, answer, enrolled, count, now);
      case DISABLED -> recordRefusal(login, enrolled, new LoginRefusal.UserDisabled(), now);
      case INVITED -> recordRefusal(login, enrolled, new LoginRefusal.UserNotEnrolled(), now);
    };
  }

  private Answered complete(
      Pair login, AssertionAnswer answer, Enrolled enrolled, long count, Instant now) {
    Secret code = Secret.random(random, CODE);
    var completed =
        new Logins.Completed(
            code.hash(),
            login.request(),
            login.statement(),
            new Session.Evidence(
                login.statement().bytes(),
                answer.authenticatorData(),
                answer.clientDataJson(),
                answer.signature()),
            enrolled.user().id(),
            enrolled.key().id(),
            count);
    return switch (logins.complete(completed, now)) {
      case Logins.Outcome.Recorded r -> new Answered.Completed(redirect(login.request(), code));
      case Logins.Outcome.ChallengeUsed r -> refused(new LoginRefusal.ChallengeReplayed());
      case Logins.Outcome.CounterSteppedBack r -> refused(new LoginRefusal.CounterSteppedBack());
    };
  }

  private Answered recordRefusal(Pair login, Enrolled enrolled, LoginRefusal refusal, Instant now) {
    var recorded =
        new Logins.Refused(
            login.statement(), enrolled.user().id(), enrolled.key().id(), refusal.code());
    return switch (logins.refuse(recorded, now)) {
      case Logins.Outcome.Recorded r -> refused(refusal);
      case Logins.Outcome.ChallengeUsed r -> refused(new LoginRefusal.ChallengeReplayed());
      case Logins.Outcome.CounterSteppedBack r -> refused(refusal);
    };
  }

  /** With the issuer, so that the client notices a mix-up of servers (RFC 9207 §2). */
  private Secret redirect(AuthorizationRequest request, Secret code) {
    return Secret.of(
        request.redirectUri()
            + "?code="
            + encode(code.reveal())
            + "&state="
            + encode(request.state())
            + "&iss="
            + encode(base.issuer()));
  }

  private static Answered refused(LoginRefusal refusal) {
    return new Answered.Refused(refusal);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
