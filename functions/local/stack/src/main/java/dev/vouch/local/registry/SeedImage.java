package dev.vouch.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A small image with one text file, put into the registry behind without going through the data
 * plane: what is there before anybody may push.
 */
public final class SeedImage {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int BLOCK = 512;
  private final URI registry;
  private final Repositories repositories;

  /** Seeds this registry, and tells the repositories which layers it has. */
  public SeedImage(URI registry, Repositories repositories) {
    this.registry = registry;
    this.repositories = repositories;
  }

  /** Makes the repository and pushes the image. */
  public void push(String repository, String tag, String text) throws IOException {
    repositories.create(repository);
    byte[] tar = tar("hello.txt", text.getBytes(UTF_8));
    byte[] layer = gzip(tar);
    byte[] config =
        """
        {"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(digest(tar))
            .getBytes(UTF_8);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},\
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":%d,"digest":"%s"}]}\
        """
            .formatted(MANIFEST, config.length, digest(config), layer.length, digest(layer));
    try (HttpClient client = HttpClient.newHttpClient()) {
      blob(client, repository, layer);
      blob(client, repository, config);
      send(client, "PUT", "/v2/" + repository + "/manifests/" + tag, manifest.getBytes(UTF_8));
    }
  }

  private void blob(HttpClient client, String repository, byte[] bytes) throws IOException {
    send(client, "POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest(bytes), bytes);
    repositories.add(repository, digest(bytes));
  }

  private void send(HttpClient client, String method, String path, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(registry.resolve(path))
            .method(method, BodyPublishers.ofByteArray(body))
            .header("Content-Type", method.equals("PUT") ? MANIFEST : "application/octet-stream")
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 201) {
        throw new IOException(method + " " + path + " gave " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** An archive with one file, in the old tar form that every client reads. */
  private static byte[] tar(String name, byte[] content) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(header, 124, "%011o ".formatted(content.length) + "%011o ".formatted(0));
    put(header, 148, " ".repeat(8) + "0");
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    int padded = (content.length + BLOCK - 1) / BLOCK * BLOCK;
    byte[] archive = Arrays.copyOf(header, BLOCK + padded + 2 * BLOCK);
    System.arraycopy(content, 0, archive, BLOCK, content.length);
    return archive;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
