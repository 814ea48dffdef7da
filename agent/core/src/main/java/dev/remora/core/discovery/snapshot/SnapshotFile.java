package dev.remora.core.discovery.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A file that is there as a whole or not at all: a line {@code remora-snapshot VERSION CRC32}, then
 * {@link KeptJson}.
 *
 * <p>It is written beside its place and moved there, so that readers and writers of other processes
 * never see a part of it; the checksum tells what a crash or a full disk cut off. Only its owner
 * may read and write it, since who writes it decides where requests go.
 */
final class SnapshotFile {
  private static final String MAGIC = "remora-snapshot ";
  private static final int VERSION = 1;

  /** 100,000 endpoints take some 15 MB; what is much larger is not one of these files. */
  private static final int LARGEST = 64 << 20;

  /** A line of the longest version and checksum. */
  private static final int LONGEST_HEADER = 64;

  private final File file;

  /** Names what this process writes before it is moved. */
  private final String own =
      "."
          + Long.toHexString(System.nanoTime() ^ System.currentTimeMillis() << 20)
          + Integer.toHexString(System.identityHashCode(this))
          + ".tmp";

  SnapshotFile(String path) {
    this.file = new File(path).getAbsoluteFile();
  }

  /** Whether there is anything to read. */
  boolean exists() {
    return file.exists();
  }

  /**
   * What the file holds.
   *
   * @throws IOException with a message that says why it can't be used
   */
  Map<String, Kept> read() throws IOException {
    if (!file.isFile()) {
      throw new IOException(file.exists() ? "is not a regular file" : "no such file");
    }
    byte[] bytes = bytes();
    int end = 0;
    while (end < bytes.length && end < LONGEST_HEADER && bytes[end] != '\n') {
      end++;
    }
    String header = new String(bytes, 0, end, StandardCharsets.US_ASCII);
    String[] words = header.split(" ", -1);
    if (!header.startsWith(MAGIC) || words.length < 2) {
      throw new IOException("is not a snapshot");
    }
    if (!words[1].equals(Integer.toString(VERSION))) {
      throw new IOException("is of another version of Remora");
    }
    byte[] content = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
    if (words.length != 3 || !words[2].equals(checksum(content))) {
      throw new IOException("is damaged: its checksum is wrong");
    }
    try {
      return KeptJson.read(content);
    } catch (IOException e) {
      throw new IOException("is damaged: " + e.getMessage(), e);
    }
  }

  private byte[] bytes() throws IOException {
    if (file.length() > LARGEST) {
      throw new IOException("is larger than 64 MiB");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) file.length() + 1);
    try (InputStream in = new FileInputStream(file)) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
    } catch (java.io.FileNotFoundException e) {
      throw new IOException(file.exists() ? "permission denied" : "no such file", e);
    }
    return bytes.toByteArray();
  }

  /** Replaces the file. */
  void write(Map<String, Kept> sources) throws IOException {
    byte[] content = KeptJson.write(sources);
    File folder = file.getParentFile();
    folder.mkdirs();
    File unfinished = new File(folder, file.getName() + own);
    try {
      // Fails if it is there, as a link that somebody laid for instance.
      if (!unfinished.createNewFile()) {
        throw new IOException(unfinished + " is there already");
      }
      // Before there is anything in it.
      unfinished.setReadable(false, false);
      unfinished.setWritable(false, false);
      unfinished.setReadable(true, true);
      unfinished.setWritable(true, true);
      try (OutputStream out = new FileOutputStream(unfinished)) {
        out.write(
            (MAGIC + VERSION + " " + checksum(content) + "\n").getBytes(StandardCharsets.US_ASCII));
        out.write(content);
      }
      // Windows renames onto nothing that exists.
      if (!unfinished.renameTo(file) && !(file.delete() && unfinished.renameTo(file))) {
        throw new IOException("can't be replaced");
      }
    } finally {
      // Of no effect after the renaming.
      unfinished.delete();
    }
  }

  private static String checksum(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  /** Its path. */
  @Override
  public String toString() {
    return file.getPath();
  }
}
