package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong setting is told in one line; these are the lines. */
class BadConfigTest {
  private static final String REGISTRIES =
      "consul://host:port, consul+https://host:port, eureka://host:port/path,"
          + " eureka+https://host:port/path, dns://host:port, dns:, file:path.yaml, dir:path";
  private static final String SETTINGS =
      "enabled, config, registry, register, exclude, first-call-timeout, zone, empty-hold, snapshot,"
          + " snapshot-max-age, log, consul.token, consul.token-file, consul.ca, consul.certificate,"
          + " consul.key, consul.datacenter, consul.tags, consul.wait, eureka.username, eureka.password,"
          + " eureka.password-file, eureka.ca, eureka.certificate, eureka.key, eureka.poll,"
          + " eureka.prefer, dns.services, dns.pattern, dns.prefer, dns.min-ttl, dns.max-ttl";

  private static final String POLICIES =
      "round-robin, weighted-round-robin, random, least-request, peak-ewma, ring-hash, maglev";

  private static final String SERVICE_SETTINGS =
      Schema.serviceSettings().stream().map(Setting::key).collect(Collectors.joining(", "));

  @TempDir Path folder;

  private static String message(Runnable load) {
    try {
      load.run();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("\r");
      return e.getMessage();
    }
    return "no error";
  }

  private static void assertProperty(String key, String value, String line) {
    Properties properties = new Properties();
    properties.setProperty("remora." + key, value);
    assertThat(message(() -> Config.load(null, properties, Map.of()))).isEqualTo(line);
  }

  private static void assertArguments(String arguments, String line) {
    assertThat(message(() -> Config.load(arguments, new Properties(), Map.of()))).isEqualTo(line);
  }

  private static void assertVariable(String name, String value, String line) {
    assertThat(message(() -> Config.load(null, new Properties(), Map.of(name, value))))
        .isEqualTo(line);
  }

  private void assertYaml(String yaml, String line) throws IOException {
    Path file = Files.writeString(folder.resolve("remora.yaml"), yaml);
    Properties properties = new Properties();
    properties.setProperty("remora.config", file.toString());
    String told = message(() -> Config.load(null, properties, Map.of()));
    assertThat(told.replace(folder + "/", "")).isEqualTo(line);
  }

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders           | \"orders\" has no port",
        ":9001            | \":9001\" has no service name",
        "orders:          | \"orders:\" has a port that is not 1 to 65535",
        "orders:70000     | \"orders:70000\" has a port that is not 1 to 65535",
        "orders:::1:9001  | \"orders:::1:9001\" has an IPv6 address without brackets",
        "orders::9001     | \"orders::9001\" has an address that can't be read",
        "or ders:9001     | \"or ders:9001\" has a service name that can't be a host name",
        "a:1,,b:2         | \"\" is empty",
      })
  void register(String value, String problem) {
    assertProperty(
        "register",
        value,
        "-Dremora.register: "
            + problem
            + "; allowed: service:port, service:address:port, service:[IPv6 address]:port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "soon      | \"soon\" is not a time span",
        "1         | \"1\" is not a time span",
        "1 s       | \"1 s\" is not a time span",
        "-1s       | \"-1s\" is not a time span",
        "1.5s      | \"1.5s\" is not a time span",
        "1d        | \"1d\" is not a time span",
        "99999999999s | \"99999999999s\" is not a time span",
        "61s       | \"61s\" is out of range",
        "1h        | \"1h\" is out of range",
      })
  void firstCallTimeout(String value, String problem) {
    assertVariable(
        "REMORA_FIRST_CALL_TIMEOUT",
        value,
        "REMORA_FIRST_CALL_TIMEOUT: "
            + problem
            + "; allowed: a whole number and ms, s, m or h, from 0s to 1m, such as 500ms, 2s");
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
  void oneOfSeveral() {
    assertProperty(
        "log",
        "loud",
        "-Dremora.log: \"loud\" is not known; allowed: off, error, warn, info, debug");
    assertProperty(
        "log",
        "INFO",
        "-Dremora.log: \"INFO\" is not known; allowed: off, error, warn, info, debug");
    assertProperty(
        "services.orders.balance",
        "magic",
        "-Dremora.services.orders.balance: \"magic\" is not known; allowed: " + POLICIES);
  }

  @Test
  void flag() {
    assertArguments(
        "enabled=yes",
        "agent argument enabled: \"yes\" is neither true nor false; allowed: true, false");
  }

  @Test
  void exclude() {
    String allowed = "; allowed: service names, the last character may be *";
    assertArguments("exclude=a,*b", "agent argument exclude: \"*b\" is not a name" + allowed);
    assertArguments("exclude=a b", "agent argument exclude: \"a b\" is not a name" + allowed);
    assertArguments(
        "exclude=http://a", "agent argument exclude: \"http://a\" is not a name" + allowed);
  }

  @Test
  void secretsAreNeverShown() {
    assertProperty("consul.token", "s3cr3t\n", "no error");
    assertProperty(
        "consul.token",
        "s3c r3t",
        "-Dremora.consul.token: the value contains a character that is not allowed; allowed:"
            + " visible ASCII characters");
    assertVariable(
        "REMORA_CONSUL_TOKEN",
        "s3cr3t\u00e9",
        "REMORA_CONSUL_TOKEN: the value contains a character that is not allowed; allowed: visible"
            + " ASCII characters");
    assertArguments(
        "consul.tokn=s3cr3t",
        "agent argument consul.tokn: unknown setting; did you mean agent argument consul.token?");
  }

  @Test
  void secretsAreNotShownFromYamlEither() throws IOException {
    assertYaml(
        "consul:\n  token: s3c r3t\n",
        "remora.yaml:2:10: consul.token: the value contains a character that is not allowed;"
            + " allowed: visible ASCII characters");
  }

  @Test
  void longAndStrangeValuesStayOnOneLine() {
    assertProperty(
        "log",
        "a\n\u0007b" + "c".repeat(200),
        "-Dremora.log: \"a??b"
            + "c".repeat(76)
            + "…\" is not known; allowed: off, error, warn, info, debug");
  }

  @Test
  void unknownProperty() {
    assertProperty(
        "registri", "x", "-Dremora.registri: unknown setting; did you mean -Dremora.registry?");
    assertProperty(
        "frist-call-timeout",
        "x",
        "-Dremora.frist-call-timeout: unknown setting; did you mean -Dremora.first-call-timeout?");
    assertProperty("colour", "x", "-Dremora.colour: unknown setting; allowed: " + SETTINGS);
    assertProperty(
        "services.orders.balanc",
        "x",
        "-Dremora.services.orders.balanc: unknown setting; allowed: -Dremora.services.NAME."
            + SERVICE_SETTINGS);
    assertProperty(
        "services.balance",
        "x",
        "-Dremora.services.balance: unknown setting; allowed: -Dremora.services.NAME."
            + SERVICE_SETTINGS);
  }

  @Test
  void unknownVariable() {
    assertVariable(
        "REMORA_REGISTERY",
        "x",
        "REMORA_REGISTERY: unknown variable; did you mean REMORA_REGISTRY?");
    assertThat(message(() -> Config.load(null, new Properties(), Map.of("REMORA_X_PORT", "1"))))
        .startsWith("REMORA_X_PORT: unknown variable; allowed: REMORA_ENABLED, REMORA_CONFIG, ");
    assertVariable(
        "REMORA_SERVICES_ORDERS_BALANCE",
        "x",
        "REMORA_SERVICES_ORDERS_BALANCE: unknown variable; allowed: services in YAML or as"
            + " -Dremora.services.NAME.KEY, because a variable can't spell every name");
  }

  @Test
  void agentArguments() {
    assertArguments(
        "consul://u:s3cr3t@h:1",
        "agent argument: \"consul://***@h:1\" has no key; allowed: key=value,key=value");
    assertArguments("log=info,log=debug", "agent argument log: is set twice; allowed: once");
    assertArguments(
        "remora.log=info", "agent argument remora.log: unknown setting; allowed: " + SETTINGS);
    assertArguments(
        "lgo=info", "agent argument lgo: unknown setting; did you mean agent argument log?");
  }

  @Test
  void missingFile() {
    assertProperty(
        "config",
        "/nowhere/remora.yaml",
        "-Dremora.config: \"/nowhere/remora.yaml\" can't be read: no such file; allowed: a readable"
            + " YAML file");
    assertVariable(
        "REMORA_CONFIG",
        folder.toString(),
        "REMORA_CONFIG: \""
            + folder
            + "\" can't be read: is a folder; allowed: a readable YAML file");
    assertVariable(
        "REMORA_CONFIG",
        "/dev/null",
        "REMORA_CONFIG: \"/dev/null\" can't be read: is not a regular file; allowed: a readable YAML"
            + " file");
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

  @Test
  void yamlValues() throws IOException {
    assertYaml(
        "log: info\n\nfirst-call-timeout: soon\n",
        "remora.yaml:3:21: first-call-timeout: \"soon\" is not a time span; allowed: a whole number"
            + " and ms, s, m or h, from 0s to 1m, such as 500ms, 2s");
    assertYaml(
        "log:\n", "remora.yaml:1:5: log: \"\" is empty; allowed: off, error, warn, info, debug");
    assertYaml(
        "log: [info]\n",
        "remora.yaml:1:6: log: is a list where one value is needed; allowed: off, error, warn, info,"
            + " debug");
    assertYaml(
        "log: {level: info}\n",
        "remora.yaml:1:6: log: is a map where a value is needed; allowed: off, error, warn, info,"
            + " debug");
    assertYaml(
        "exclude:\n- ok\n- 'not ok'\n",
        "remora.yaml:3:3: exclude: \"not ok\" is not a name; allowed: service names, the last"
            + " character may be *");
    assertYaml(
        "exclude:\n- [a]\n",
        "remora.yaml:2:3: exclude: is not a single value; allowed: service names, the last character"
            + " may be *");
    assertYaml(
        "services:\n  orders:\n    balance: magic\n",
        "remora.yaml:3:14: services.orders.balance: \"magic\" is not known; allowed: " + POLICIES);
  }

  @Test
  void yamlKeys() throws IOException {
    assertYaml("registri: x\n", "remora.yaml:1:1: registri: unknown key; did you mean registry?");
    assertYaml(
        "consul:\n  tokn: x\n",
        "remora.yaml:2:3: consul.tokn: unknown key; did you mean consul.token?");
    assertYaml(
        "consul:\n  colour: x\n",
        "remora.yaml:2:3: consul.colour: unknown key; allowed: token, token-file, ca, certificate,"
            + " key, datacenter, tags, wait");
    assertYaml(
        "consul: yes\n",
        "remora.yaml:1:9: consul: is not a map; allowed: token, token-file, ca, certificate, key,"
            + " datacenter, tags, wait");
    assertYaml(
        "services:\n  orders:\n    balanse: x\n",
        "remora.yaml:3:5: services.orders.balanse: unknown key; did you mean"
            + " services.orders.balance?");
    assertYaml("service: {}\n", "remora.yaml:1:1: service: unknown key; did you mean services?");
    assertYaml(
        "services: [orders]\n",
        "remora.yaml:1:11: services: is not a map; allowed: service names, each with its settings");
    assertYaml(
        "services: {orders: round-robin}\n",
        "remora.yaml:1:20: services.orders: is not a map; allowed: " + SERVICE_SETTINGS);
    assertYaml(
        "config: other.yaml\n",
        "remora.yaml:1:1: config: can't be set in the file it names; allowed: -Dremora.config,"
            + " REMORA_CONFIG, agent argument config");
    assertYaml(
        "log: info\nlog: warn\n",
        "remora.yaml:2:1: log: is already set at remora.yaml:1:1; allowed: once");
    assertYaml(
        "consul.wait: 1m\nconsul: {wait: 2m}\n",
        "remora.yaml:2:10: consul.wait: is already set at remora.yaml:1:1; allowed: once");
  }

  @Test
  void yamlThatIsNone() throws IOException {
    assertYaml("- a\n", "remora.yaml:1:1: is not a map of settings; allowed: " + SETTINGS);
    assertYaml(
        "log: info\n  exclude: a\n",
        "remora.yaml:2:10: is not YAML: mapping values are not allowed here");
    assertYaml("log: 'info\n", "remora.yaml:2:1: is not YAML: found unexpected end of stream");
    assertYaml(
        "a: &x 1\nb: *x\n",
        "remora.yaml:1:4: anchors and aliases are not allowed; allowed: plain values");
    assertYaml("? [a]\n: b\n", "remora.yaml:1:3: a key must be a text; allowed: key: value");
    assertYaml("a: 1\n---\nb: 1\n", "remora.yaml:2:1: is not YAML: but found another document");
    assertYaml("[".repeat(100_000), "remora.yaml: is nested too deeply");
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    Path file = folder.resolve("remora.yaml");
    Files.write(file, new byte[] {'l', 'o', 'g', ':', ' ', (byte) 0xff, (byte) 0xfe});
    assertThat(message(() -> Config.load("config=" + file, new Properties(), Map.of())))
        .isEqualTo(file + ": is not YAML: it is not UTF-8");
    Files.write(file, "log: \u0000".getBytes(StandardCharsets.UTF_8));
    assertThat(message(() -> Config.load("config=" + file, new Properties(), Map.of())))
        .startsWith(file + ": is not YAML: ");
  }

  @Test
  void hugeFile() throws IOException {
    Path file = Files.write(folder.resolve("remora.yaml"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> Config.load("config=" + file, new Properties(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("can't be read: is larger than 1 MiB");
  }

  @Test
  void aWrongValueIsAnErrorEvenWhereItIsOverridden() {
    Properties properties = new Properties();
    properties.setProperty("remora.log", "loud");
    assertThat(message(() -> Config.load("log=info", properties, Map.of())))
        .startsWith("-Dremora.log: \"loud\"");
  }

  @Test
  void tellsWhatIsWrongInAGroupOfAService() throws IOException {
    assertYaml(
        "services: {orders: {retry: 2}}\n",
        "remora.yaml:1:28: services.orders.retry: is not a map; allowed: attempts, on, methods,"
            + " budget, budget-floor, backoff, max-backoff");
    assertYaml(
        "services: {orders: {retry: {atempts: 2}}}\n",
        "remora.yaml:1:29: services.orders.retry.atempts: unknown key; did you mean"
            + " services.orders.retry.attempts?");
    assertYaml(
        "services: {orders: {retry: {attempts: 2}, retry.attempts: 3}}\n",
        "remora.yaml:1:43: services.orders.retry.attempts: is already set at remora.yaml:1:29;"
            + " allowed: once");
    assertYaml(
        "services: {orders: {retry: {on: [reset, 200]}}}\n",
        "remora.yaml:1:41: services.orders.retry.on: \"200\" is not known; allowed: connect, reset,"
            + " timeout, 5xx, or statuses from 400 to 599");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry.attempts|11|is out of range; allowed: a whole number from 0 to 10",
        "retry.attempts|1.5|is not a number; allowed: a whole number from 0 to 10",
        "retry.attempts|-1|is not a number; allowed: a whole number from 0 to 10",
        "retry.budget|20|is not a percentage; allowed: 0% to 100%",
        "retry.budget|101%|is out of range; allowed: 0% to 100%",
        "retry.budget|%|is not a number; allowed: 0% to 100%",
        "retry.methods|get|is not a method; allowed: method names in upper case",
        "hedge.after|200|is not a time; allowed: a time from 1ms to 1m, such as 200ms, or p50 to p99",
        "hedge.after|0ms|is out of range; allowed: a time from 1ms to 1m, such as 200ms, or p50 to"
            + " p99",
        "hedge.after|p100|is out of range; allowed: a time from 1ms to 1m, such as 200ms, or p50 to"
            + " p99",
        "hedge.attempts|5|is out of range; allowed: a whole number from 1 to 4",
        "throttle|1|is out of range; allowed: a number from 1.1 to 10.0",
        "throttle|2.|is not a number; allowed: a number from 1.1 to 10.0",
        "concurrency|0|is out of range; allowed: gradient, aimd, or a whole number from 1 to 100000",
        "concurrency|vegas|is not a number; allowed: gradient, aimd, or a whole number from 1 to"
            + " 100000",
      })
  void tellsWhatIsWrongWithANumber(String key, String value, String line) {
    assertProperty(
        "services.orders." + key,
        value,
        "-Dremora.services.orders." + key + ": \"" + value + "\" " + line);
  }
}
