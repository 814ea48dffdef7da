package dev.remora.core.security;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.FileWatch;
import dev.remora.core.routing.RequestInfo;
import java.nio.charset.StandardCharsets;

/**
 * The token in a file that somebody else keeps fresh, as Kubernetes does with those of service
 * accounts. If it is a JWT, it is used until it expires, whatever becomes of the file.
 */
final class FileTokens implements TokenSource, FileWatch.Content {
  /** What servers take as a header is 8 KiB at most by default; this is twice that. */
  private static final int LARGEST = 16 << 10;

  private static final long MILLI = 1_000_000;

  private final String path;
  private final Resources resources;
  private final FileWatch watch;
  private final Slot slot;
  private final Scheduler.Repetition polls;
  private String told;

  FileTokens(String path, Resources resources) {
    this.path = path;
    this.resources = resources;
    this.watch = new FileWatch(path, null, this, resources.log());
    this.slot = new Slot(resources.ticker());
    this.polls =
        resources
            .scheduler()
            .every(
                FileWatch.POLL_MILLIS,
                new Runnable() {
                  @Override
                  public void run() {
                    poll();
                  }
                });
  }

  private void poll() {
    watch.poll();
    boolean any = slot.token() != null;
    String problem = watch.problem();
    if (slot.isGood() || (!any && problem == null)) {
      return;
    }
    // Of a file that was good once the watch tells itself.
    boolean isTold = any && problem != null;
    if (problem == null) {
      problem = path + ": holds a token that has expired";
    }
    slot.failed(problem);
    if (!isTold && !problem.equals(told)) {
      resources.log().warn(problem);
    }
    told = problem;
  }

  @Override
  public void accept(byte[] bytes) {
    Token next = token(bytes);
    if (next.isExpired(resources.ticker().nanos())) {
      throw new ConfigException(path + ": holds a token that has expired");
    }
    slot.counts().issued.incrementAndGet();
    slot.renewed(next);
    told = null;
  }

  private Token token(byte[] bytes) {
    String value = new String(bytes, StandardCharsets.ISO_8859_1).trim();
    if (value.length() > LARGEST) {
      throw new ConfigException(path + ": is larger than the 16 KiB a token may have");
    }
    if (value.isEmpty()) {
      throw new ConfigException(path + ": is empty");
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        throw new ConfigException(
            path + ": holds no token; allowed: visible ASCII characters without a space");
      }
    }
    long millis = JwtTimes.leftMillis(value, System.currentTimeMillis());
    return millis == JwtTimes.UNKNOWN
        ? Token.lasting(value)
        : Token.until(value, resources.ticker().nanos() + millis * MILLI);
  }

  @Override
  public Credential credential(String service, RequestInfo request, long now) {
    return slot.credential(service, resources.firstCallNanos(), now);
  }

  @Override
  public TokenStatus status(String source, long now) {
    return TokenStatus.of(source, slot, now);
  }

  @Override
  public void close() {
    polls.close();
  }
}
