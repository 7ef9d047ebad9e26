package dev.vouch.vendaws;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.policy.Action;
import dev.vouch.core.policy.Selection;
import dev.vouch.core.registry.RepositoryPattern;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The member {@code scope} of a request, which narrows a credential. */
final class ScopeMember {
  private ScopeMember() {}

  /** Empty where the member is absent or null: all that is allowed. */
  static Optional<Selection> read(JsonObject body) throws InvalidJson, InvalidRequest {
    if (!body.has("scope")) {
      return Optional.empty();
    }
    JsonObject scope = body.object("scope").only("repositories", "actions");
    List<RepositoryPattern> repositories = repositories(scope.strings("repositories"));
    return Optional.of(new Selection(repositories, actions(scope.strings("actions"))));
  }

  private static List<RepositoryPattern> repositories(List<String> texts) throws InvalidRequest {
    if (texts.isEmpty() || texts.size() > Selection.MAX_REPOSITORIES) {
      throw malformed("The scope names no repository, or more than " + Selection.MAX_REPOSITORIES);
    }
    List<RepositoryPattern> patterns = new ArrayList<>();
    for (String text : texts) {
      patterns.add(
          RepositoryPattern.parse(text)
              .orElseThrow(
                  () -> malformed("The scope has a repository that is no name and no path/**")));
    }
    return patterns;
  }

  private static Set<Action> actions(List<String> words) throws InvalidRequest {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String word : words) {
      actions.add(
          Action.named(word)
              .orElseThrow(() -> malformed("The scope has an action other than pull and push")));
    }
    if (!actions.contains(Action.PULL)) {
      throw malformed("The scope has no pull, which a push needs too");
    }
    return actions;
  }

  private static InvalidRequest malformed(String detail) {
    return Refusals.malformed(
        "scope_malformed",
        detail + ".",
        "Send 1 to %d repositories such as team-a/app or team-a/**, and the actions pull or pull and push."
            .formatted(Selection.MAX_REPOSITORIES));
  }
}
