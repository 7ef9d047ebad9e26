package dev.vouch.reviewaudit;

import dev.vouch.adapters.lambda.CallerGate;
import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.adapters.lambda.Route;
import dev.vouch.core.audit.AuditCursor;
import dev.vouch.core.audit.AuditLog.Stored;
import dev.vouch.core.audit.AuditLog.Writer;
import dev.vouch.core.audit.AuditReview;
import dev.vouch.core.audit.AuditReview.Page;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /audit/*}. */
final class AuditRoutes {
  private final AuditReview review;
  private final InstantSource clock;

  AuditRoutes(AuditReview review, InstantSource clock) {
    this.review = review;
    this.clock = clock;
  }

  List<Route> routes(CallerGate gate) {
    return List.of(
        gate.route("GET", "/audit/records", (caller, request) -> records(request)),
        gate.route("GET", "/audit/records/{id}", (caller, request) -> record(request)),
        gate.route("GET", "/audit/writers", (caller, request) -> writers()));
  }

  private Response records(Request request) throws InvalidRequest {
    Page page = review.page(cursor(request), limit(request), clock.instant());
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("records", page.records().stream().map(AuditRoutes::members).toList());
    body.put("next", page.next().map(AuditCursor::text).orElse(null));
    return Response.json(200, body);
  }

  private Response record(Request request) throws InvalidRequest {
    return review
        .find(request.pathParameter("id"))
        .map(stored -> Response.json(200, members(stored)))
        .orElseGet(() ->
            Response.problem(
                Problem.of(
                    404,
                    "record_unknown",
                    "There is no record of this id.",
                    "List the records: vouch audit list.")));
  }

  private Response writers() {
    List<Map<String, Object>> writers = review.writers().stream().map(AuditRoutes::birth).toList();
    return Response.json(200, Map.of("writers", writers));
  }

  private static Optional<AuditCursor> cursor(Request request) throws InvalidRequest {
    Optional<String> text = request.queryParameter("cursor");
    Optional<AuditCursor> cursor = text.flatMap(AuditCursor::parse);
    if (text.isPresent() && cursor.isEmpty()) {
      throw refused(
          "cursor_malformed",
          "The cursor is not one that a page of records ended with.",
          "Use the member \"next\" of the last page as it is, or begin without a cursor.");
    }
    return cursor;
  }

  private static int limit(Request request) throws InvalidRequest {
    Optional<String> text = request.queryParameter("limit");
    if (text.isEmpty()) {
      return AuditReview.DEFAULT_LIMIT;
    }
    int limit = text.get().matches("[0-9]{1,3}") ? Integer.parseInt(text.get()) : 0;
    if (limit < 1 || limit > AuditReview.MAX_LIMIT) {
      throw refused(
          "limit_out_of_range",
          "The limit is not a number from 1 to " + AuditReview.MAX_LIMIT + ".",
          "Leave it out for " + AuditReview.DEFAULT_LIMIT + " records a page.");
    }
    return limit;
  }

  private static Map<String, Object> members(Stored stored) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", stored.id());
    members.put("hash", stored.hash().base64Url());
    members.put("record", Base64.getEncoder().encodeToString(stored.record().toArray()));
    return members;
  }

  private static Map<String, Object> birth(Writer writer) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("writer", writer.id());
    members.put("function", writer.function());
    members.put("started_at", writer.startedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    return members;
  }

  private static InvalidRequest refused(String code, String detail, String help) {
    return new InvalidRequest(Problem.of(400, code, detail, help));
  }
}
