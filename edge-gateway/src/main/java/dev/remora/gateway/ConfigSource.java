package dev.remora.gateway;

import dev.remora.core.log.Log;
import java.io.IOException;

/** Where a gateway's settings come from, and come from again when they change. */
interface ConfigSource extends AutoCloseable {
  /**
   * The source that {@code place} names: a file, or a key of Consul, {@code
   * consul://HOST:PORT/KEY}.
   *
   * @throws dev.remora.core.config.ConfigException if it can't be one
   */
  static ConfigSource of(String place) {
    return ConsulSource.isOne(place) ? new ConsulSource(place) : new FileSource(place);
  }

  /** What names it, as the operator wrote it. */
  String place();

  /**
   * What it holds at the start.
   *
   * @throws IOException if it can't be read; the message names it
   */
  byte[] read() throws IOException;

  /**
   * Hands each other content to {@code taker} from now on, on a thread of its own.
   *
   * @param content what is in use already
   */
  void follow(byte[] content, ConfigTaker taker, Log log);

  /** Looks at once; what is wrong with what it holds now, or null. */
  String reload() throws IOException, InterruptedException;

  @Override
  void close();
}
