package dev.vouch.core.vending;

import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Decision;
import dev.vouch.core.policy.Denial;
import dev.vouch.core.policy.Entitlement;
import dev.vouch.core.policy.Grant;
import dev.vouch.core.policy.Policy;
import dev.vouch.core.policy.PolicyIndex;
import dev.vouch.core.policy.PolicyJson;
import dev.vouch.core.policy.Question;
import dev.vouch.core.policy.RandomPolicies;
import dev.vouch.core.policy.Registry;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.policy.Subject;
import dev.vouch.core.registry.EcrHost;
import dev.vouch.core.registry.RepositoryName;
import dev.vouch.core.registry.RepositoryPattern.Exactly;
import dev.vouch.local.iam.Evaluation;
import dev.vouch.local.iam.PolicyDocument;
import dev.vouch.local.iam.RequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The property: whatever the policy and the selection, a credential may do with a repository
 * exactly what the decision allows and the selection names, in that registry only, and nothing from
 * its expiry on.
 *
 * <p>It is a value with a compiler as a parameter, so that a test can show that it finds broken
 * compilers.
 */
final class SessionPolicyProperty {
  /** What is put to the proof. */
  interface Compiler {
    /** Empty when the policy would be too large. */
    Optional<String> compile(Entitlement entitlement, Instant expiry);
  }

  /** How often each outcome came up; a property over refusals alone would prove nothing. */
  static final class Tally {
    int allowed;
    int refused;
    int refusedByDenial;
    int tooLarge;
    int nothingGranted;
    int notSelected;
  }

  private record Case(
      long seed, Policy policy, Subject subject, Registry registry, Optional<Selection> selection) {
    Entitlement entitlement(PolicyIndex index) {
      return selection
          .map(narrower -> index.entitlement(subject, registry, narrower))
          .orElseGet(() -> index.entitlement(subject, registry));
    }

    boolean allowed(PolicyIndex index, Question question) {
      boolean selected =
          selection.isEmpty()
              || (selection.get().actions().contains(question.action())
                  && selection.get().repositories().stream()
                      .anyMatch(pattern -> pattern.matches(question.repository())));
      return selected && index.decide(question).allowed();
    }
  }

  private static final Instant EXPIRY = Instant.parse("2026-11-21T10:00:00Z");
  private static final PolicyDocument ROLE =
      PolicyDocument.parse(
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\
          """);
  private static final int REPOSITORIES = 12;

  private final Compiler compiler;
  private final Tally tally = new Tally();

  SessionPolicyProperty(Compiler compiler) {
    this.compiler = compiler;
  }

  Tally tally() {
    return tally;
  }

  /** The first seed of the range for which the property does not hold, told in full. */
  Optional<String> counterexample(long from, long to) {
    for (long seed = from; seed < to; seed++) {
      RandomPolicies random = new RandomPolicies(seed);
      Policy policy = random.policy();
      Registry registry = policy.registries().get(random.nextInt(policy.registries().size()));
      Case one = new Case(seed, policy, random.subject(), registry, random.selection());
      if (fault(one).isPresent()) {
        return Optional.of(told(shrunk(one)));
      }
    }
    return Optional.empty();
  }

  /** Leaves out rules, one at a time, as long as what is left still fails. */
  private Case shrunk(Case failing) {
    Policy policy = failing.policy();
    for (Grant grant : policy.grants()) {
      List<Grant> fewer = new ArrayList<>(policy.grants());
      fewer.remove(grant);
      Case smaller = with(failing, new Policy(policy.registries(), fewer, policy.denials()));
      if (fault(smaller).isPresent()) {
        return shrunk(smaller);
      }
    }
    for (Denial denial : policy.denials()) {
      List<Denial> fewer = new ArrayList<>(policy.denials());
      fewer.remove(denial);
      Case smaller = with(failing, new Policy(policy.registries(), policy.grants(), fewer));
      if (fault(smaller).isPresent()) {
        return shrunk(smaller);
      }
    }
    return failing;
  }

  private static Case with(Case one, Policy policy) {
    return new Case(one.seed(), policy, one.subject(), one.registry(), one.selection());
  }

  private String told(Case one) {
    return "seed %d: %s%n%s%n%s%npolicy: %s"
        .formatted(
            one.seed(),
            fault(one).orElseThrow(),
            one.subject(),
            one.selection(),
            new String(PolicyJson.write(one.policy()), StandardCharsets.UTF_8));
  }

  private Optional<String> fault(Case one) {
    PolicyIndex index = new PolicyIndex(one.policy());
    Entitlement entitlement = one.entitlement(index);
    if (entitlement.isEmpty()) {
      tally.nothingGranted++;
      return repositories(one).stream()
          .flatMap(name -> List.of(Action.values()).stream().map(a -> question(one, name, a)))
          .filter(question -> one.allowed(index, question))
          .findFirst()
          .map(question -> "nothing in force, but " + question + " is allowed");
    }
    Optional<String> json = compiler.compile(entitlement, EXPIRY);
    if (json.isEmpty()) {
      tally.tooLarge++;
      return Optional.empty();
    }
    Evaluation evaluation =
        Evaluation.of(List.of(ROLE), Optional.of(PolicyDocument.parse(json.get())));
    for (RepositoryName name : repositories(one)) {
      Optional<String> fault = fault(one, index, evaluation, name);
      if (fault.isPresent()) {
        return fault.map(text -> text + "\nsession policy: " + json.get());
      }
    }
    return outside(one, evaluation).map(text -> text + "\nsession policy: " + json.get());
  }

  private Optional<String> fault(
      Case one, PolicyIndex index, Evaluation evaluation, RepositoryName name) {
    String arn = one.registry().host().arn(new Exactly(name));
    for (Action action : Action.values()) {
      Question question = question(one, name, action);
      boolean decided = one.allowed(index, question);
      count(index.decide(question), decided);
      for (String ecrAction : ecrActions(action)) {
        for (Instant time : List.of(EXPIRY.minusSeconds(1), EXPIRY, EXPIRY.plusSeconds(1))) {
          boolean expected = decided && time.isBefore(EXPIRY);
          if (allows(evaluation, ecrAction, arn, time) != expected) {
            return Optional.of(
                "%s on %s at %s must be %s"
                    .formatted(ecrAction, arn, time, expected ? "allowed" : "refused"));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Nothing of another account or Region, and no other action, is ever allowed. */
  private static Optional<String> outside(Case one, Evaluation evaluation) {
    Instant before = EXPIRY.minusSeconds(1);
    EcrHost host = one.registry().host();
    for (RepositoryName name : repositories(one)) {
      String arn = host.arn(new Exactly(name));
      for (String other :
          List.of(
              arn.replace(host.account(), "999999999999"),
              arn.replace(host.region(), "eu-west-3"),
              arn.replaceFirst("^arn:[a-z-]+:", "arn:aws-iso:"),
              arn.replace(":ecr:", ":ecr-public:"))) {
        if (allows(evaluation, "ecr:BatchGetImage", other, before)) {
          return Optional.of("ecr:BatchGetImage on " + other + " must be refused");
        }
      }
      for (String action :
          List.of("ecr:DeleteRepository", "ecr:BatchDeleteImage", "ecr:SetRepositoryPolicy")) {
        if (allows(evaluation, action, arn, before)) {
          return Optional.of(action + " on " + arn + " must be refused");
        }
      }
    }
    boolean token = allows(evaluation, "ecr:GetAuthorizationToken", "*", before);
    boolean late = allows(evaluation, "ecr:GetAuthorizationToken", "*", EXPIRY);
    return token && !late ? Optional.empty() : Optional.of("GetAuthorizationToken until expiry");
  }

  private static boolean allows(
      Evaluation evaluation, String action, String resource, Instant time) {
    return evaluation
        .decide(
            RequestContext.of(
                action, resource, Map.of("aws:CurrentTime", List.of(time.toString()))))
        .allowed();
  }

  private void count(Decision decision, boolean allowed) {
    switch (decision) {
      case Decision.Granted granted -> {
        if (allowed) {
          tally.allowed++;
        } else {
          tally.notSelected++;
        }
      }
      case Decision.DeniedByRule denied -> tally.refusedByDenial++;
      case Decision.ActionNotGranted refused -> tally.refused++;
      case Decision.NoGrant refused -> tally.refused++;
    }
  }

  private static Question question(Case one, RepositoryName name, Action action) {
    return new Question(one.subject(), one.registry(), name, action);
  }

  private static List<RepositoryName> repositories(Case one) {
    RandomPolicies random = new RandomPolicies(~one.seed());
    List<RepositoryName> names = new ArrayList<>();
    for (int i = 0; i < REPOSITORIES; i++) {
      names.add(random.repository());
    }
    return names;
  }

  /** Written out again, so that a slip in the compiler's own lists shows. */
  private static List<String> ecrActions(Action action) {
    return switch (action) {
      case PULL ->
          List.of(
              "ecr:BatchCheckLayerAvailability",
              "ecr:GetDownloadUrlForLayer",
              "ecr:BatchGetImage",
              "ecr:ListImages");
      case PUSH ->
          List.of(
              "ecr:InitiateLayerUpload",
              "ecr:UploadLayerPart",
              "ecr:CompleteLayerUpload",
              "ecr:PutImage");
    };
  }
}
