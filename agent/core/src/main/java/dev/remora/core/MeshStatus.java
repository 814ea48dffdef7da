package dev.remora.core;

import dev.remora.core.security.TokenStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the mesh knows and has done, at one moment. Immutable, and free of secrets. */
public final class MeshStatus {
  private final boolean enabled;
  private final List<Registry> registries;
  private final String configFile;
  private final String configProblem;
  private final String telemetry;
  private final List<Service> services;

  MeshStatus(
      boolean enabled,
      List<Registry> registries,
      String configFile,
      String configProblem,
      String telemetry,
      List<Service> services) {
    this.enabled = enabled;
    this.registries = Collections.unmodifiableList(new ArrayList<>(registries));
    this.configFile = configFile;
    this.configProblem = configProblem;
    this.telemetry = telemetry;
    this.services = Collections.unmodifiableList(new ArrayList<>(services));
  }

  /** How it stands with a registry. */
  public enum RegistryState {
    /** It has not answered yet. */
    STARTING,
    /** It answers. */
    UP,
    /** It does not answer; what it said before is in use. */
    DOWN
  }

  /** Whether requests are routed. */
  public boolean enabled() {
    return enabled;
  }

  /** The registries, the first that knows a service winning; at least one. */
  public List<Registry> registries() {
    return registries;
  }

  /** The YAML file of settings, or null. */
  public String configFile() {
    return configFile;
  }

  /** What is wrong with that file now, so that an older content is in use; or null. */
  public String configProblem() {
    return configProblem;
  }

  /** What is recorded and how that stands; null: nothing is. */
  public String telemetry() {
    return telemetry;
  }

  /** The services that are routed, by name. */
  public List<Service> services() {
    return services;
  }

  /** A registry. */
  public static final class Registry {
    private final String name;
    private final RegistryState state;
    private final String outage;
    private final long lastAnswerNanos;

    Registry(String name, RegistryState state, String outage, long lastAnswerNanos) {
      this.name = name;
      this.state = state;
      this.outage = outage;
      this.lastAnswerNanos = lastAnswerNanos;
    }

    /** As in the configuration. */
    public String name() {
      return name;
    }

    /** How it stands with it. */
    public RegistryState state() {
      return state;
    }

    /** Why it is down, or null. */
    public String outage() {
      return outage;
    }

    /**
     * How long ago it last answered anything, in nanoseconds; -1 if it never has, or is a file or
     * folder. An answer may be kept back for minutes as long as nothing changes.
     */
    public long lastAnswerNanos() {
      return lastAnswerNanos;
    }
  }

  /** A service. */
  public static final class Service {
    private final String name;
    private final boolean called;
    private final boolean answered;
    private final String balance;
    private final List<String> guards;
    private final TokenStatus token;
    private final List<Endpoint> endpoints;

    Service(
        String name,
        boolean called,
        boolean answered,
        String balance,
        List<String> guards,
        TokenStatus token,
        List<Endpoint> endpoints) {
      this.name = name;
      this.called = called;
      this.answered = answered;
      this.balance = balance;
      this.token = token;
      this.guards = Collections.unmodifiableList(new ArrayList<>(guards));
      this.endpoints = Collections.unmodifiableList(new ArrayList<>(endpoints));
    }

    /** Its name in the registry. */
    public String name() {
      return name;
    }

    /** Whether it was ever called; its endpoints are not watched before. */
    public boolean called() {
      return called;
    }

    /** Whether the registry has told its endpoints. */
    public boolean answered() {
      return answered;
    }

    /** How its calls are spread, as in the configuration. */
    public String balance() {
      return balance;
    }

    /** What may reject its calls, and what that does now, one line each. */
    public List<String> guards() {
      return guards;
    }

    /** How it stands with the token that its calls carry; null: they carry none. */
    public TokenStatus token() {
      return token;
    }

    /** Its endpoints. */
    public List<Endpoint> endpoints() {
      return endpoints;
    }
  }

  /** An endpoint of a service. */
  public static final class Endpoint {
    private final String address;
    private final int port;
    private final int weight;
    private final String zone;
    private final List<String> tags;
    private final long picks;
    private final long connectFailures;
    private final long failures;
    private final int inFlight;
    private final String out;

    Endpoint(
        String address,
        int port,
        int weight,
        String zone,
        List<String> tags,
        long picks,
        long connectFailures,
        long failures,
        int inFlight,
        String out) {
      this.address = address;
      this.port = port;
      this.weight = weight;
      this.zone = zone;
      this.tags = tags;
      this.picks = picks;
      this.connectFailures = connectFailures;
      this.failures = failures;
      this.inFlight = inFlight;
      this.out = out;
    }

    /** Its IP address, without brackets. */
    public String address() {
      return address;
    }

    /** 1 to 65535. */
    public int port() {
      return port;
    }

    /** 1 to 65535. */
    public int weight() {
      return weight;
    }

    /** Its zone, or an empty string. */
    public String zone() {
      return zone;
    }

    /** The registry's tags. */
    public List<String> tags() {
      return tags;
    }

    /** Calls placed there since the start, fail-overs to there included. */
    public long picks() {
      return picks;
    }

    /** Calls that could not be connected there. */
    public long connectFailures() {
      return connectFailures;
    }

    /** Attempts that got a status of 500 or above there, or no response. */
    public long failures() {
      return failures;
    }

    /** Attempts there that wait for the head of a response now. */
    public int inFlight() {
      return inFlight;
    }

    /** Why it gets no attempts, or only one at a time, and for how long; empty: it is in. */
    public String out() {
      return out;
    }
  }
}
