package dev.vouch.pages;

import dev.vouch.adapters.lambda.InvalidRequest;
import dev.vouch.adapters.lambda.Problem;
import dev.vouch.adapters.lambda.Request;
import dev.vouch.adapters.lambda.Response;
import dev.vouch.core.secret.Bytes;
import dev.vouch.core.secret.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The files that are served, read once. A name that is not listed is not found: no request ever
 * becomes a path.
 */
final class StaticFiles {
  private static final List<String> PAGES = List.of("login.html", "enroll.html");
  private static final List<String> ASSETS =
      List.of("api.js", "enroll.js", "icon.svg", "login.js", "view.js", "vouch.css", "webauthn.js");
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml; charset=utf-8");

  private final Map<String, Response> pages;
  private final Map<String, Response> assets;

  private StaticFiles(Map<String, Response> pages, Map<String, Response> assets) {
    this.pages = pages;
    this.assets = assets;
  }

  static StaticFiles load() {
    Map<String, Response> pages = new LinkedHashMap<>();
    PAGES.forEach(name -> pages.put(name, file(name, name)));
    Map<String, Response> assets = new LinkedHashMap<>();
    ASSETS.forEach(name -> assets.put(name, asset(name)));
    return new StaticFiles(pages, assets);
  }

  /** A page; never cached, since it belongs to one login or invitation. */
  Response page(String name) {
    return Objects.requireNonNull(pages.get(name), name);
  }

  /** An asset, or 304 where the browser has these very bytes. */
  Response asset(Request request) throws InvalidRequest {
    Response asset = assets.get(request.pathParameter("name"));
    if (asset == null) {
      throw new InvalidRequest(
          Problem.of(404, "not_found", "There is no such file.", "Check the address."));
    }
    String tag = Objects.requireNonNull(asset.headers().get("ETag"));
    boolean fresh = request.header("If-None-Match").map(tag::equals).orElse(false);
    return fresh ? new Response(304, asset.headers(), Bytes.of(new byte[0]), "") : asset;
  }

  /**
   * Checked against the server at each use, so that a page never meets the scripts of another
   * release.
   */
  private static Response asset(String name) {
    Response file = file(name, "assets/" + name);
    return file.with("Cache-Control", "no-cache")
        .with("ETag", "\"" + Sha256.of(file.body()).base64Url() + "\"");
  }

  private static Response file(String name, String path) {
    String type = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return PageHeaders.on(Response.body(200, Objects.requireNonNull(type, name), read(path)));
  }

  private static Bytes read(String path) {
    try (InputStream input = StaticFiles.class.getResourceAsStream(path)) {
      return Bytes.of(Objects.requireNonNull(input, path).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
