package dev.vouch.local.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import dev.vouch.core.attestation.AttestationRoots;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The rules of the tree that can be read off the classes. */
final class Rules {
  private static final String CORE = "dev.vouch.core..";
  private static final String ADAPTERS = "dev.vouch.adapters..";
  private static final String LOCAL = "dev.vouch.local..";
  private static final String[] FUNCTIONS = {
    "dev.vouch.pages..",
    "dev.vouch.discover..",
    "dev.vouch.enroll..",
    "dev.vouch.authenticate..",
    "dev.vouch.vendaws..",
    "dev.vouch.administer..",
    "dev.vouch.reviewaudit.."
  };

  private static final Set<String> TIME =
      Set.of("now", "instant", "millis", "currentTimeMillis", "nanoTime");
  private static final Set<String> TELLERS =
      Set.of(
          "java.lang.System",
          "java.time.Clock",
          "java.time.Instant",
          "java.time.InstantSource",
          "java.time.ZonedDateTime",
          "java.time.OffsetDateTime");

  private Rules() {}

  /** Every rule by its name. */
  static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("core knows no outside world", coreKnowsNoOutsideWorld());
    rules.put("core reads no clock and no environment", coreReadsNoClock());
    rules.put("nothing is dated when it is made", nothingIsDatedWhenItIsMade());
    rules.put("adapters know no function", adaptersKnowNoFunction());
    rules.put("functions know no other function", functionsKnowNoOther());
    rules.put("nothing deployed knows the local stack", nothingKnowsLocal());
    rules.put("only ceremonies use webauthn4j", onlyCeremoniesUseWebauthn4j());
    rules.put("only the local stack takes published test keys", onlyLocalTakesTestKeys());
    rules.put("clients of AWS are made in one place each", clientsAreMadeInOnePlace());
    rules.put("the environment is read by settings alone", environmentIsReadBySettings());
    rules.put("names say what a thing is", namesSayWhatAThingIs());
    return rules;
  }

  private static ArchRule coreKnowsNoOutsideWorld() {
    return noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "software.amazon..",
                    "com.amazonaws..",
                    "io.micronaut..",
                    "jakarta..",
                    "java.net.http..",
                    "com.sun.net..",
                    ADAPTERS)
                .or(resideInAnyPackage(FUNCTIONS))
                .or(assignableTo("java.net.URLConnection"))
                .or(assignableTo("java.net.Socket")));
  }

  private static ArchRule coreReadsNoClock() {
    return noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethodWhere(
            calls(
                "system clock",
                target ->
                    target.getName().startsWith("system")
                        && (target.getOwner().isEquivalentTo(Clock.class)
                            || target.getOwner().isEquivalentTo(InstantSource.class))))
        .orShould()
        .callConstructor(java.security.SecureRandom.class);
  }

  /** What is made before a snapshot is in every instance that is restored from it. */
  private static ArchRule nothingIsDatedWhenItIsMade() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(LOCAL)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "asks for the time in a constructor or a static initializer",
                call ->
                    call.getOrigin().getName().matches("<(cl)?init>")
                        && TIME.contains(call.getTarget().getName())
                        && TELLERS.contains(call.getTargetOwner().getName())));
  }

  private static ArchRule adaptersKnowNoFunction() {
    return noClasses()
        .that()
        .resideInAPackage(ADAPTERS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FUNCTIONS);
  }

  private static ArchRule functionsKnowNoOther() {
    return slices()
        .matching("dev.vouch.(*)..")
        .namingSlices("$1")
        .as("functions")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(), resideInAnyPackage(CORE, ADAPTERS, LOCAL))
        .ignoreDependency(resideInAnyPackage(LOCAL), DescribedPredicate.alwaysTrue());
  }

  private static ArchRule nothingKnowsLocal() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(LOCAL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(LOCAL);
  }

  private static ArchRule onlyCeremoniesUseWebauthn4j() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("dev.vouch.core.attestation..", "dev.vouch.core.ceremony..", LOCAL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.webauthn4j..", "tools.jackson..");
  }

  private static ArchRule onlyLocalTakesTestKeys() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(LOCAL)
        .should()
        .callMethod(AttestationRoots.class, "dangerouslyWithPublishedTestKeys");
  }

  private static ArchRule clientsAreMadeInOnePlace() {
    return classes()
        .that()
        .resideOutsideOfPackage(LOCAL)
        .and(DescribedPredicate.not(simpleNameEndingWith("Clients")))
        .should(
            Conditions.neverCall(
                "the builder of an AWS client",
                call ->
                    call.getName().equals("builder")
                        && call.getTargetOwner()
                            .getPackageName()
                            .startsWith("software.amazon.awssdk.services")
                        && call.getTargetOwner().getSimpleName().endsWith("Client")));
  }

  private static ArchRule environmentIsReadBySettings() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(LOCAL)
        .and()
        .haveSimpleNameNotEndingWith("Settings")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class);
  }

  private static ArchRule namesSayWhatAThingIs() {
    return noClasses()
        .that()
        .resideInAPackage("dev.vouch..")
        .should()
        .haveNameMatching(".*\\.(\\w*(Manager|Utils?|Helper|Impl)|(Base|Abstract)[A-Z]\\w*)")
        .because("a name of this form says nothing about the product");
  }

  private static DescribedPredicate<JavaCall<?>> calls(
      String description, java.util.function.Predicate<CodeUnitCallTarget> target) {
    return DescribedPredicate.describe(description, call -> target.test(call.getTarget()));
  }
}
