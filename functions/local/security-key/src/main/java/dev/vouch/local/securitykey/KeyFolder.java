package dev.vouch.local.securitykey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * A key's memory in a folder that only its owner can read (0700, files 0600). Ceremonies of several
 * processes take turns by a file lock; the memory is replaced in one move.
 */
final class KeyFolder implements KeyStore {
  private static final FileAttribute<?> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  KeyFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized <T> T use(Function<KeyMemory, T> ceremony) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
      }
      try (FileChannel channel = create(folder.resolve("lock"));
          FileLock _ = channel.lock()) {
        KeyMemory memory = load();
        T result = ceremony.apply(memory);
        save(memory);
        return result;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the security key's folder " + folder, e);
    }
  }

  private KeyMemory load() throws IOException {
    Path file = folder.resolve("key.json");
    return Files.exists(file)
        ? KeyMemory.of(JsonReader.object(Files.readString(file)))
        : KeyMemory.fresh(AttestationAuthority.create());
  }

  private void save(KeyMemory memory) throws IOException {
    write("key.json", memory.json().text());
    write("attestation-root.pem", Pem.certificate(memory.authority().root()));
  }

  private void write(String name, String text) throws IOException {
    Path fresh = Files.createTempFile(folder, name, ".new", OWNER_ONLY_FILE);
    Files.writeString(fresh, text);
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileChannel create(Path file) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return FileChannel.open(file, options, OWNER_ONLY_FILE);
  }
}
