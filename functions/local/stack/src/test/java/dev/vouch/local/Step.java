package dev.vouch.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One boundary that an instance may not survive.
 *
 * @param request during which it is reached
 * @param name the function, before or after, the call
 * @param nth of this name in the request
 * @param place in the order of the request's steps
 * @param warm whether an instance that has served before reaches it too
 */
record Step(String request, String name, int nth, int place, boolean warm) {
  private static final String WRITE = " DynamoDb.TransactWriteItems";

  /** The steps of a request, from what was seen of a first one and of a second one. */
  static List<Step> of(String request, List<String> cold, List<String> warm) {
    List<Step> steps = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String name : cold) {
      int nth = seen.merge(name, 1, Integer::sum);
      boolean again = warm.stream().filter(name::equals).count() >= nth;
      steps.add(new Step(request, name, nth, steps.size(), again));
    }
    return steps;
  }

  /** Whether the nth transaction of the request has been written when this step is reached. */
  boolean follows(List<Step> all, int transaction) {
    return all.stream()
        .filter(step -> step.request.equals(request))
        .filter(step -> step.nth == transaction && step.name.endsWith("after" + WRITE))
        .anyMatch(written -> place >= written.place);
  }

  /** Whether another function than the request's own dies. */
  boolean isOfDiscover() {
    return name.startsWith("Discover ");
  }

  @Override
  public String toString() {
    return request + ": " + name + " (" + nth + ")";
  }
}
