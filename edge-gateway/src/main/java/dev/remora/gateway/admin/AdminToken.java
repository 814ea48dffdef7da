package dev.remora.gateway.admin;

import dev.remora.core.discovery.remote.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What proves that a request to the admin server may be made: a bearer token (RFC 6750) from a file
 * that only the operator can read. A file that is changed counts at once.
 */
public final class AdminToken {
  /** 128 bits in hexadecimal digits are 32; 16 characters is the least that is no mistake. */
  private static final int LEAST_LENGTH = 16;

  private static final int BYTES = 32;
  private static final String SCHEME = "Bearer ";

  private final Path file;
  private final boolean made;
  private final Secret secret;

  private AdminToken(Path file, boolean made) {
    this.file = file;
    this.made = made;
    this.secret = new Secret("admin token", null, file.toString());
  }

  /**
   * The token that an operator keeps in {@code file}.
   *
   * @throws IllegalStateException if it can't be read or is too short, in one line
   */
  static AdminToken of(String file) {
    AdminToken token = new AdminToken(Path.of(file), false);
    try {
      if (token.secret.value().length() < LEAST_LENGTH) {
        throw new IllegalStateException(
            "admin: token-file: the token in "
                + file
                + " is shorter than "
                + LEAST_LENGTH
                + " characters");
      }
    } catch (IOException e) {
      throw new IllegalStateException("admin: token-file: " + e.getMessage(), e);
    }
    return token;
  }

  /**
   * A new token in a file of mode 0600, in a folder of mode 0700 below the user's home, named after
   * the port so that a tool of the same user finds it; where there is no such home, in a new folder
   * of the system's for temporary files.
   *
   * @throws IllegalStateException if it can't be written, in one line
   */
  static AdminToken make(int port) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path file = defaultFile(port);
    try {
      return new AdminToken(write(text, folder(file.getParent()), file.getFileName()), true);
    } catch (IOException | UnsupportedOperationException e) {
      throw new IllegalStateException(
          "admin: the token can't be written to "
              + file
              + " ("
              + e.getMessage()
              + "); set token-file, or enabled: false",
          e);
    }
  }

  private static Path folder(Path wanted) throws IOException {
    if (Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(wanted)) {
      return wanted;
    }
    try {
      return Files.createDirectory(
          wanted,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      // Of mode 0700 too.
      return Files.createTempDirectory("remora-");
    }
  }

  private static Path write(String text, Path folder, Path name) throws IOException {
    Path fresh = folder.resolve(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text + "\n", StandardOpenOption.WRITE);
    return Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where {@link #make} prefers to put the token of the admin server on {@code port}. */
  public static Path defaultFile(int port) {
    return Path.of(System.getProperty("user.home"), ".remora", "admin-" + port + ".token");
  }

  /** Where it is kept. */
  Path file() {
    return file;
  }

  /**
   * Whether {@code authorization} carries it, in a time that tells nothing of how much is right.
   * Never, while the file can't be read.
   *
   * @param authorization the header's value, or null
   */
  boolean isIn(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    try {
      String expected = secret.value();
      return expected.length() >= LEAST_LENGTH
          && MessageDigest.isEqual(
              digest(authorization.substring(SCHEME.length()).trim()), digest(expected));
    } catch (IOException e) {
      return false;
    }
  }

  /** Of the same length whatever the text, so that the comparison tells no length either. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server is closed: what was made for it is of no use any more. */
  void end() {
    if (made) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // It opens nothing any more.
      }
    }
  }
}
