package dev.remora.gateway.route;

import dev.remora.gateway.exchange.Client;
import dev.remora.gateway.exchange.RequestHead;
import dev.remora.gateway.exchange.Target;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A request's head that a test makes up; counts how often a header is asked for. */
final class AskedHead implements RequestHead {
  private final String method;
  private final String host;
  private final Target target;
  private final Map<String, String> headers = new HashMap<>();
  private String address = "192.0.2.1";
  private int headerReads;

  AskedHead(String method, String url) {
    int slash = url.indexOf('/');
    this.method = method;
    this.host = url.substring(0, slash);
    this.target = Target.parse(url.substring(slash));
  }

  AskedHead header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  AskedHead from(String ip) {
    address = ip;
    return this;
  }

  int headerReads() {
    return headerReads;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public String header(CharSequence name) {
    headerReads++;
    return headers.get(name.toString().toLowerCase(Locale.ROOT));
  }

  @Override
  public Client client() {
    return new Client(address, 1, "http");
  }
}
