package dev.remora.core.discovery;

/** One of several registries whose settings can't be used: down for good. */
final class UnusableRegistry implements Registry {
  private final String reason;

  UnusableRegistry(String reason) {
    this.reason = reason;
  }

  @Override
  public void start(Listener listener) {
    listener.down(reason);
  }

  @Override
  public void watch(String service) {}

  @Override
  public void register(Registration registration) {}

  @Override
  public void close() {}
}
