package dev.remora.gateway;

import dev.remora.core.config.ConfigException;
import dev.remora.core.config.Problems;
import dev.remora.gateway.life.Reloads;
import java.util.List;
import java.util.function.Function;

/** Takes over settings that have changed, or says why not; what was there before stays then. */
final class ConfigTaker {
  private final String label;
  private final Reloads reloads;
  private final Function<GatewayConfig, List<String>> gateway;

  /**
   * For one gateway.
   *
   * @param label where they come from, as the operator wrote it
   * @param gateway takes settings over and tells the keys that need a restart
   */
  ConfigTaker(String label, Reloads reloads, Function<GatewayConfig, List<String>> gateway) {
    this.label = label;
    this.reloads = reloads;
    this.gateway = gateway;
  }

  /** The settings in {@code content}. */
  static GatewayConfig read(String label, byte[] content) {
    return GatewayConfig.read(
        label, content, System.getProperties(), System.getenv(), Problems.first());
  }

  /**
   * Takes over {@code content}.
   *
   * @throws ConfigException if it can't be used, in one line
   */
  void take(byte[] content) {
    GatewayConfig next = read(label, content);
    try {
      reloads.loaded(gateway.apply(next));
    } catch (ConfigException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ConfigException(label + ": can't be used: " + e.getMessage());
    }
  }

  /** Notes that what is there now can't be used. */
  void rejected(String problem) {
    reloads.rejected(problem);
  }
}
