package dev.remora.core.telemetry;

import java.util.Collection;

/**
 * What the mesh counts by itself, to be read every now and then, never on the thread of a request.
 */
public interface MeshReadings {
  /** Of each service that was ever called. */
  Collection<ServiceReading> services();

  /** Of one service; null: it is not known. */
  ServiceReading service(String service);

  /** Of each registry. */
  Collection<RegistryReading> registries();

  /** Of one service. */
  interface ServiceReading {
    /** As the registry spells it. */
    String service();

    /** How its calls are spread, as in the settings. */
    String balance();

    /** Endpoints that the registry knows now. */
    int endpoints();

    /** Those of them that are ejected now. */
    int ejected();

    /** Ejections since the start. */
    long ejections();

    /** How many retries the budget would pay for now; -1: there is no budget. */
    double retryBudget();

    /** What was done for the tokens that its calls carry; null: they carry none. */
    TokenReading tokens();
  }

  /** Of the tokens of one service. */
  interface TokenReading {
    /** Tokens that were got. */
    long issued();

    /** Times that one was asked for and none was got. */
    long failures();

    /** Calls that had to wait for one. */
    long waits();
  }

  /** Of one registry. */
  interface RegistryReading {
    /** As in the settings, without secrets. */
    String registry();

    /** Whether it answers. */
    boolean isUp();

    /** Nanoseconds since it last answered anything; -1: it never has, or is a file or folder. */
    long lastAnswerNanos();
  }
}
