package dev.remora.gateway.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A file that grows up to a size or an age, and then becomes {@code FILE.1}, what was that {@code
 * FILE.2}, and so on. If something else, such as logrotate, renames or removes it, a new one is
 * begun within a second. Only its owner and group may read it. What is no file, such as a pipe or a
 * device, is written to and left alone otherwise.
 */
final class LogFile implements Output {
  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private static final FileAttribute<?>[] PERMISSIONS =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
          }
          : new FileAttribute<?>[0];

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path path;
  private final Rotation rotation;
  private final Channel through = new Channel();

  private FileChannel channel;
  private boolean regular;
  private Object key;
  private long size;
  private long born;
  private long looked = System.nanoTime();

  /**
   * Opens it, and goes on at its end.
   *
   * @throws IOException if it can't be written
   */
  LogFile(Path path, Rotation rotation) throws IOException {
    this.path = path;
    this.rotation = rotation;
    open();
  }

  private void open() throws IOException {
    channel = FileChannel.open(path, APPEND, PERMISSIONS);
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    regular = attributes.isRegularFile();
    key = attributes.fileKey();
    size = attributes.size();
    born = size == 0 ? System.currentTimeMillis() : attributes.creationTime().toMillis();
  }

  @Override
  public int take(byte[] bytes, int offset, int length) throws IOException {
    if (channel == null) {
      open();
    }
    int count = through.write(channel, bytes, offset, length);
    size += count;
    return count;
  }

  @Override
  public void tend() throws IOException {
    if (channel == null) {
      open();
    }
    if (!regular) {
      return;
    }
    long now = System.nanoTime();
    if (now - looked >= LOOK_NANOS) {
      looked = now;
      if (isGone()) {
        close();
        open();
      }
    }
    boolean old = System.currentTimeMillis() - born >= rotation.age().toMillis();
    if (size >= rotation.size() || (old && size > 0)) {
      rotate();
    }
  }

  private boolean isGone() throws IOException {
    try {
      return key != null
          && !key.equals(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private void rotate() throws IOException {
    close();
    for (int i = rotation.keep() - 1; i >= 1; i--) {
      Path from = numbered(i);
      if (Files.exists(from)) {
        Files.move(from, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (rotation.keep() > 0) {
      Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(path);
    }
    open();
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
