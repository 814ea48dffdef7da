package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that tell what is wrong with a registry and its own settings. */
class BadRegistryTest extends WithBadConfig {
  private static final String REGISTRIES =
      "consul://host:port, consul+https://host:port, eureka://host:port/path,"
          + " eureka+https://host:port/path, dns://host:port, dns:, file:path.yaml, dir:path";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nacos://h:1       | \"nacos://h:1\" is not a registry",
        "127.0.0.1:8500    | \"127.0.0.1:8500\" is not a registry",
        "Consul://h        | \"Consul://h\" is not a registry",
        "''                | \"\" is empty",
        "consul://         | \"consul://\" has no host",
        "consul://:8500    | \"consul://:8500\" has no host",
        "consul://h:       | \"consul://h:\" has no port after the colon",
        "consul://h:0      | \"consul://h:0\" has a port that is not 1 to 65535",
        "consul://h:65536  | \"consul://h:65536\" has a port that is not 1 to 65535",
        "consul://h:http   | \"consul://h:http\" has a port that is not 1 to 65535",
        "consul://h:999999999999 | \"consul://h:999999999999\" has a port that is not 1 to 65535",
        "consul://::1:8500 | \"consul://::1:8500\" has a host that can't be read",
        "consul://h/v1     | \"consul://h/v1\" has a host that can't be read",
        "consul://h?token=s3cr3t | \"consul://h?***\" has a host that can't be read",
        "consul://u:s3cr3t@h:1 | \"consul://***@h:1\" must not hold a user or password (a token goes into consul.token-file)",
        "consul+https://s3cr3t@h | \"consul+https://***@h\" must not hold a user or password (a token goes into consul.token-file)",
        "consul:u:s3cr3t@h | \"***@h\" is not a registry",
        "eureka://         | \"eureka://\" has no host",
        "eureka://a:1,     | \"eureka://a:1,\" has no host",
        "eureka://a:1,b:x  | \"eureka://a:1,b:x\" has a port that is not 1 to 65535",
        "eureka://a:1,b:2/eureka?x=s3cr3t | \"eureka://a:1,b:2/eureka?***\" has a path that can't be read",
        "eureka://a:1/eureka,b:2/eureka | \"eureka://a:1/eureka,b:2/eureka\" has a path that can't be read",
        "eureka://u:s3cr3t@h/eureka | \"eureka://***@h/eureka\" must not hold a user or password (they go into eureka.username and eureka.password-file)",
        "dns://            | \"dns://\" has no host",
        "dns:10.0.0.2      | \"dns:10.0.0.2\" has no // before its servers",
        "dns://10.0.0.2,   | \"dns://10.0.0.2,\" has no host",
        "dns://10.0.0.2:x  | \"dns://10.0.0.2:x\" has a port that is not 1 to 65535",
        "dns://10.0.0.2/x  | \"dns://10.0.0.2/x\" has a host that can't be read",
        "dns://u:s3cr3t@h  | \"dns://***@h\" must not hold a user or password",
        "file:             | \"file:\" has no path",
        "file://h/a.yaml   | \"file://h/a.yaml\" names a host where a path is needed",
        "dir:              | \"dir:\" has no path",
        "'file:a,'         | \"\" is empty",
      })
  void registry(String value, String problem) {
    assertProperty("registry", value, "-Dremora.registry: " + problem + "; allowed: " + REGISTRIES);
    assertThat(problem).doesNotContain("s3cr3t");
  }

  @Test
  void severalRegistries() {
    assertArguments(
        "registry=consul://h,consul://h:8500",
        "agent argument registry: names consul://h:8500 twice; allowed: once");
    assertArguments(
        "registry=consul+https://h,consul://h,consul.ca=c",
        "agent argument consul.ca: needs TLS, but the registry is consul://h:8500; allowed: with"
            + " registry consul+https://host:port");
  }

  @Test
  void consulWait() {
    assertProperty(
        "consul.wait",
        "999ms",
        "-Dremora.consul.wait: \"999ms\" is out of range; allowed: a whole number and ms, s, m or h,"
            + " from 1s to 10m, such as 500ms, 2s");
  }

  @Test
  void consulSettingsThatDoNotGoTogether() {
    assertArguments(
        "consul.token=a,consul.token-file=b",
        "agent argument consul.token-file: is set beside consul.token; allowed: one of the two");
    assertArguments(
        "registry=consul+https://h,consul.key=k",
        "agent argument consul.key: is set without consul.certificate; allowed: both or neither");
    assertArguments(
        "registry=consul+https://h,consul.certificate=k",
        "agent argument consul.certificate: is set without consul.key; allowed: both or neither");
    assertArguments(
        "consul.ca=ca.pem",
        "agent argument consul.ca: needs TLS, but the registry is consul://127.0.0.1:8500; allowed:"
            + " with registry consul+https://host:port");
  }

  @Test
  void eurekaSettingsThatDoNotGoTogether() {
    String registry = "registry=eureka://h,";
    assertArguments(
        registry + "eureka.username=u,eureka.password=a,eureka.password-file=b",
        "agent argument eureka.password-file: is set beside eureka.password; allowed: one of the"
            + " two");
    assertArguments(
        registry + "eureka.username=u",
        "agent argument eureka.username: is set without eureka.password; allowed: both or neither");
    assertArguments(
        registry + "eureka.password-file=f",
        "agent argument eureka.password-file: is set without eureka.username; allowed: both or"
            + " neither");
    assertArguments(
        registry + "eureka.ca=ca.pem",
        "agent argument eureka.ca: needs TLS, but the registry is eureka://h:8761/eureka; allowed:"
            + " with registry eureka+https://host:port");
    assertArguments(
        registry + "eureka.poll=500ms",
        "agent argument eureka.poll: \"500ms\" is out of range; allowed: a whole number and ms, s, m"
            + " or h, from 1s to 10m, such as 500ms, 2s");
    assertArguments(
        registry + "eureka.prefer=name",
        "agent argument eureka.prefer: \"name\" is not known; allowed: ip, hostname");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":a.example           | \":a.example\" has no service name",
        "or/ders:a.example    | \"or/ders:a.example\" has a service name that can't be a host name",
        "orders=a.example     | \"orders=a.example\" has a service name that can't be a host name",
        "orders:              | \"orders:\" has no DNS name",
        "orders:a..example    | \"orders:a..example\" has a DNS name with a part that is not 1 to 63 characters",
        "orders:a.*.example   | \"orders:a.*.example\" has a DNS name with a character that is not allowed (international names are written as xn--…)",
        "orders:10.0.0.1:80   | \"orders:10.0.0.1:80\" has an address where a DNS name is needed",
        "orders:a.example:0   | \"orders:a.example:0\" has a port that is not 1 to 65535",
        "orders:a.example:    | \"orders:a.example:\" has a port that is not 1 to 65535",
        "orders:[::1]:80      | \"orders:[::1]:80\" has a DNS name with a character that is not allowed (international names are written as xn--…)",
      })
  void dnsServices(String value, String problem) {
    assertProperty(
        "dns.services",
        value,
        "-Dremora.dns.services: "
            + problem
            + "; allowed: service:name (SRV), service:name:port (A, AAAA), service (named by"
            + " dns.pattern)");
  }

  @Test
  void dnsNamesThatAreTooLong() {
    String label = "abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz.";
    String name = label + label + label + label + label + "org";
    assertThat(
            message(() -> Config.load("dns.services=orders:" + name, new Properties(), Map.of())))
        .contains("has a DNS name that is too long");
  }

  @Test
  void dnsSettingsThatDoNotGoTogether() {
    String registry = "registry=dns://h,";
    assertArguments(
        "registry=dns://h",
        "agent argument registry: no services are named for dns://h:53; allowed: with dns.services,"
            + " because DNS can't list them");
    assertArguments(
        registry + "dns.services=",
        "agent argument dns.services: no services are named for dns://h:53; allowed: with"
            + " dns.services, because DNS can't list them");
    assertArguments(
        registry + "dns.services=orders:a.example,Orders:b.example",
        "agent argument dns.services: names Orders twice; allowed: once");
    assertArguments(
        registry + "dns.services=orders",
        "agent argument dns.services: \"orders\" has no name in DNS; allowed: service:name,"
            + " service:name:port, or with dns.pattern");
    assertArguments(
        registry + "dns.services=or%ders,dns.pattern=*.service.consul",
        "agent argument dns.services: \"or%ders\" is no DNS name in dns.pattern *.service.consul;"
            + " allowed: service:name, service:name:port");
    assertArguments(
        registry + "dns.services=orders,dns.pattern=service.consul",
        "agent argument dns.pattern: \"service.consul\" has not exactly one *; allowed: a DNS name"
            + " with one * in it (SRV), or such a name and :port (A, AAAA)");
    assertArguments(
        registry + "dns.services=orders:a.example,dns.min-ttl=10m",
        "agent argument dns.min-ttl: dns.min-ttl is above dns.max-ttl; allowed: at most that");
    assertArguments(
        registry + "dns.services=orders:a.example,dns.max-ttl=1s",
        "agent argument dns.max-ttl: dns.min-ttl is above dns.max-ttl; allowed: at most that");
    assertArguments(
        registry + "dns.services=orders:a.example,dns.prefer=any",
        "agent argument dns.prefer: \"any\" is not known; allowed: ipv4, ipv6");
  }
}
