package dev.remora.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong setting is told in one line; these are the lines. */
class BadConfigTest extends WithBadConfig {
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
