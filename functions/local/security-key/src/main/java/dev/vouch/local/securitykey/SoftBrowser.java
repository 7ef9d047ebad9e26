package dev.vouch.local.securitykey;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A browser with a {@link SecurityKey} before it, for the {@code BROWSER} convention: one argument,
 * the URL of an enrolment link or of the authorization endpoint. It sends what the pages' scripts
 * send and prints what a person would see. Exit status 0 when the page would say that all is well,
 * 1 when it would show an error, 2 when it was not started as it should be.
 *
 * <p>The key's folder is in {@code VOUCH_SECURITY_KEY_DIR}, or in the system property {@code
 * vouch.security-key.dir}.
 */
public final class SoftBrowser {
  private final SecurityKey key;
  private final PrintStream screen;
  private final WebClient web = new WebClient();

  SoftBrowser(SecurityKey key, PrintStream screen) {
    this.key = key;
    this.screen = screen;
  }

  public static void main(String[] arguments) {
    String folder =
        System.getProperty("vouch.security-key.dir", System.getenv().get("VOUCH_SECURITY_KEY_DIR"));
    System.exit(run(arguments, folder, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
  }

  private static int run(String[] arguments, @Nullable String folder, PrintStream screen) {
    if (arguments.length != 1 || folder == null) {
      screen.println("usage: VOUCH_SECURITY_KEY_DIR=FOLDER SoftBrowser URL");
      return 2;
    }
    return new SoftBrowser(SecurityKey.open(Path.of(folder)), screen)
            .visit(URI.create(arguments[0]))
        ? 0
        : 1;
  }

  /** Opens a page and does what a person would; false when the page ends in an error. */
  boolean visit(URI url) {
    try {
      switch (url.getPath()) {
        case "/enroll" -> enrol(url);
        case "/login" -> login(url);
        case "/oauth/authorize" -> visitRedirect(url);
        default -> throw new PageError("There is no page at " + url.getPath() + ".");
      }
      return true;
    } catch (PageError | KeyRefusal e) {
      screen.println("browser: " + e.getMessage());
    } catch (IOException e) {
      screen.println("browser: the server cannot be reached (" + e.getMessage() + ")");
    }
    return false;
  }

  private void visitRedirect(URI url) throws IOException {
    WebClient.Reply reply = web.get(url);
    String location = reply.location();
    if (reply.status() != 302 || location == null) {
      throw PageError.of(reply);
    }
    URI target = url.resolve(location);
    if (!origin(target).equals(origin(url)) || !"/login".equals(target.getPath())) {
      throw new PageError("The server redirects to an unexpected page.");
    }
    login(target);
  }

  private void enrol(URI page) throws IOException {
    load(page);
    String invitation = page.getFragment();
    if (invitation == null || invitation.isEmpty()) {
      throw new PageError("This link has no invitation in it.");
    }
    JsonObject options = post(page, "/enroll/options", Map.of("invitation", invitation));
    screen.println("browser: Enrol a security key for " + options.string("user"));
    screen.println("browser: Enter the PIN and touch the security key… (the software key does)");
    String credential = key.create(options.object("publicKey").text(), origin(page));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("invitation", invitation);
    answer.put("statement", options.string("statement"));
    answer.put("credential", JsonReader.object(credential));
    JsonObject enrolled = post(page, "/enroll/complete", answer);
    screen.println(
        "browser: Enrolled "
            + enrolled.object("key").string("model")
            + " for "
            + enrolled.string("user")
            + ", record "
            + enrolled.object("receipt").string("id"));
  }

  private void login(URI page) throws IOException {
    load(page);
    String fragment = page.getFragment();
    if (fragment == null || !fragment.startsWith("request=")) {
      throw new PageError("This link has no login request in it.");
    }
    String request = fragment.substring("request=".length());
    JsonObject options = post(page, "/login/options", Map.of("request", request));
    screen.println("browser: Confirmation code " + options.string("confirmation_code"));
    options.find("client_host").ifPresent(host -> screen.println("browser: Requested by " + host));
    screen.println("browser: The code is the terminal's: confirmed.");
    screen.println("browser: Enter the PIN and touch the security key… (the software key does)");
    String credential = key.get(options.object("publicKey").text(), origin(page));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("request", request);
    answer.put("statement", options.string("statement"));
    answer.put("credential", JsonReader.object(credential));
    returnTo(URI.create(post(page, "/login/complete", answer).string("redirect_uri")));
  }

  private void returnTo(URI callback) throws IOException {
    String host = callback.getHost();
    if (!"127.0.0.1".equals(host) && !"[::1]".equals(host)) {
      throw new PageError("The server sends the code to another machine: refused.");
    }
    WebClient.Reply reply = web.get(callback);
    if (reply.status() >= 400) {
      throw new PageError("The program that asked for the login did not take the answer.");
    }
    screen.println("browser: Logged in. This page can be closed.");
  }

  private void load(URI page) throws IOException {
    WebClient.Reply reply = web.get(URI.create(origin(page) + page.getPath()));
    if (reply.status() != 200) {
      throw PageError.of(reply);
    }
  }

  private JsonObject post(URI page, String path, Map<String, Object> body) throws IOException {
    WebClient.Reply reply =
        web.postJson(URI.create(origin(page) + path), origin(page), new JsonObject(body));
    if (reply.status() >= 300) {
      throw PageError.of(reply);
    }
    return JsonReader.object(reply.body());
  }

  private static String origin(URI page) {
    return page.getScheme() + "://" + page.getAuthority();
  }
}
