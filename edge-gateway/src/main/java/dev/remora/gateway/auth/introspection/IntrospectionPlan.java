package dev.remora.gateway.auth.introspection;

import dev.remora.core.config.HttpUrl;
import dev.remora.core.config.Types;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.MechanismPlan;
import dev.remora.gateway.auth.remote.Outbound;
import dev.remora.gateway.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The settings {@code introspection}.
 *
 * @param name what the mechanism is called
 * @param issuer who issues the tokens: its metadata name the endpoint, and {@code iss} must be it
 *     where the answer has one; null: the endpoint is set
 * @param endpoint where tokens are judged; null: the issuer says
 * @param client how the gateway proves itself there
 * @param audiences one of them must be in {@code aud}; empty: it is not looked at
 * @param cache how long an answer counts at most
 * @param ca PEM file of whom to trust; null: as the JVM does
 * @param allowHttp whether plain HTTP will do on this machine
 */
public record IntrospectionPlan(
    String name,
    HttpUrl issuer,
    HttpUrl endpoint,
    ClientSecret client,
    Set<String> audiences,
    Duration cache,
    String ca,
    boolean allowHttp)
    implements MechanismPlan {
  /** Reads the settings; null after a problem. */
  public static IntrospectionPlan read(String name, Section section) {
    HttpUrl endpoint = section.value("endpoint", Types.HTTP_URL, null);
    HttpUrl issuer =
        endpoint == null
            ? section.required("issuer", Types.HTTP_URL)
            : section.value("issuer", Types.HTTP_URL, null);
    ClientSecret client = ClientSecret.read(section);
    List<String> audiences = section.values("audiences", Types.TEXT);
    IntrospectionPlan plan =
        new IntrospectionPlan(
            name,
            issuer,
            endpoint,
            client,
            Set.copyOf(audiences),
            section.value("cache", Types.duration("0s", "10m"), Duration.ofSeconds(30)),
            section.value("ca", Types.PATH, null),
            section.value("allow-http", Types.FLAG, false));
    if (client == null || plan.asked() == null) {
      return null;
    }
    String objection = Outbound.objection(plan.asked(), plan.allowHttp);
    if (objection != null) {
      section.problem(
          endpoint == null ? "issuer" : "endpoint",
          objection + "; allowed: https, and http on this machine with allow-http: true");
    }
    return plan;
  }

  /** What is asked first. */
  HttpUrl asked() {
    return endpoint == null ? issuer : endpoint;
  }

  @Override
  public Mechanism build(Desk desk) {
    Outbound outbound = new Outbound(desk.transport(), desk.executor(), ca, allowHttp, asked());
    return new IntrospectionMechanism(this, new IntrospectionServer(this, outbound, desk));
  }

  @Override
  public String describe() {
    return "introspection at " + asked();
  }
}
