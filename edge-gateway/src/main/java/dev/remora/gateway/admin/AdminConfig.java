package dev.remora.gateway.admin;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.Cidr;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where the admin server listens, and who may use it.
 *
 * @param enabled whether there is one
 * @param address an IP address
 * @param port 0: one that is free
 * @param tokenFile the file that holds the token; null: one is made at the start
 * @param hosts names that requests may be sent to, beside IP addresses and {@code localhost}
 */
public record AdminConfig(
    boolean enabled, String address, int port, String tokenFile, List<String> hosts) {
  /** As in Envoy's documentation. */
  public static final int DEFAULT_PORT = 9901;

  private static final String LOOPBACK = "127.0.0.1";

  private static final Type<String> ADDRESS =
      new Type<String>("an IP address of this machine") {
        @Override
        public String parse(String text) {
          if (!Cidr.isAddress(text)) {
            throw new BadValue("is not an IP address");
          }
          return text;
        }
      };

  /** The settings {@code admin}. */
  public static AdminConfig read(Section admin) {
    boolean enabled = admin.value("enabled", Types.FLAG, true);
    String address = admin.value("address", ADDRESS, LOOPBACK);
    int port = admin.value("port", Types.count(0, 65535), DEFAULT_PORT);
    String tokenFile = admin.value("token-file", Types.PATH, null);
    List<String> hosts = admin.values("hosts", GatewayTypes.HOST);
    admin.end();
    if (enabled && tokenFile == null && !isLoopback(address)) {
      admin.problem(
          "address",
          "can be reached from other machines and no token-file is set; allowed: 127.0.0.1, ::1,"
              + " or any address together with token-file");
    }
    return new AdminConfig(enabled, address, port, tokenFile, hosts);
  }

  private static boolean isLoopback(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    try {
      return InetAddress.getByAddress(bytes).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
