package dev.vouch.adapters.lambda;

import dev.vouch.core.json.InvalidJson;
import dev.vouch.core.json.Json;
import dev.vouch.core.json.JsonObject;
import dev.vouch.core.secret.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, as API Gateway hands it over.
 *
 * @param resource the route's path with its parameters in braces
 * @param headers by lower-case name, each with all its values
 * @param caller the AWS identity on routes that IAM authorizes
 * @param sourceIp as API Gateway saw it
 */
public record Request(
    String method,
    String resource,
    Map<String, String> pathParameters,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    Bytes body,
    Optional<Caller> caller,
    String sourceIp) {

  /** The most that a body may hold, in bytes. */
  public static final int MAX_BODY = 64 * 1024;

  /** Who signed the request (Signature Version 4), as API Gateway found. */
  public record Caller(String account, String arn) {}

  /** The values of a header; empty where it is absent. */
  public List<String> headerValues(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** A header that may occur once. */
  public Optional<String> header(String name) throws InvalidRequest {
    List<String> values = headerValues(name);
    if (values.size() > 1) {
      throw refused(400, "duplicate_header", "The header " + name + " occurs more than once.");
    }
    return values.stream().findFirst();
  }

  /** A query parameter that may occur once (RFC 6749 section 3.1). */
  public Optional<String> queryParameter(String name) throws InvalidRequest {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw refused(
          400, "duplicate_parameter", "The parameter " + name + " occurs more than once.");
    }
    return values.stream().findFirst();
  }

  /** A parameter of the path, which the route's resource names. */
  public String pathParameter(String name) throws InvalidRequest {
    String value = pathParameters.get(name);
    if (value == null) {
      throw refused(404, "not_found", "There is nothing at this address.");
    }
    return value;
  }

  /** The body as one JSON object, under the limits that every route shares. */
  public JsonObject json() throws InvalidRequest, InvalidJson {
    return Json.parse(body("application/json").toArray());
  }

  /**
   * The fields of an {@code application/x-www-form-urlencoded} body, each at most once. Only OAuth
   * speaks in forms, so a refusal has the {@code error} that RFC 6749 §5.2 asks for.
   */
  public Map<String, String> form() throws InvalidRequest {
    try {
      return FormBody.parse(body("application/x-www-form-urlencoded").utf8());
    } catch (InvalidRequest e) {
      throw new InvalidRequest(e.problem().withOAuthError("invalid_request"));
    }
  }

  /** The body, where its media type is {@code contentType} and it is not too large. */
  public Bytes body(String contentType) throws InvalidRequest {
    String given = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    int parameters = given.indexOf(';');
    String mediaType = (parameters < 0 ? given : given.substring(0, parameters)).strip();
    if (!mediaType.equals(contentType)) {
      throw refused(415, "wrong_content_type", "The body has to be " + contentType + ".");
    }
    if (body.size() > MAX_BODY) {
      throw refused(413, "body_too_large", "The body is larger than " + MAX_BODY + " bytes.");
    }
    return body;
  }

  static InvalidRequest refused(int status, String code, String detail) {
    return new InvalidRequest(
        Problem.of(status, code, detail, "Correct the request; see the API's description."));
  }
}
