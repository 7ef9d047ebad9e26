import dev.vouch.local.securitykey.SecurityKey;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the certificate of a software security key's maker: MakeKey KEY-FOLDER FILE. */
final class MakeKey {
  public static void main(String[] arguments) throws Exception {
    SecurityKey key = SecurityKey.open(Path.of(arguments[0]));
    Files.writeString(Path.of(arguments[1]), key.attestationRootPem());
  }
}
