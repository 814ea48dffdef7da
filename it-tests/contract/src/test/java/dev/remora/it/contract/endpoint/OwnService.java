package dev.remora.it.contract.endpoint;

/**
 * A service that one case has for itself, so that nothing its endpoints have done to it is left for
 * others. It is there twice, in HTTP/2 with {@code -h2} after its name.
 *
 * @param name the case's
 * @param settings what stands below {@code services.NAME}, YAML in one line
 * @param silent whether the first of its endpoints cannot be connected and does not refuse
 */
public record OwnService(String name, String settings, boolean silent) {}
