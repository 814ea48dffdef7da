package dev.remora.core.discovery;

/** This process as an endpoint of a service, to be put into a registry. */
public final class Registration {
  private final String service;
  private final Endpoint endpoint;

  /**
   * A registration.
   *
   * @param service the name of the service this process serves
   * @param endpoint where it listens
   */
  public Registration(String service, Endpoint endpoint) {
    this.service = service;
    this.endpoint = endpoint;
  }

  /** The service's name. */
  public String service() {
    return service;
  }

  /** Where this process listens. */
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public String toString() {
    return service + " at " + endpoint;
  }
}
