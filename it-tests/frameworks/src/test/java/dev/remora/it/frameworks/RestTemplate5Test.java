package dev.remora.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * RestTemplate of Spring 5 over Apache HttpClient 4 is routed, since that is. Both are in a class
 * loader of their own, as in an application server, next to the other version of each on the class
 * path.
 */
class RestTemplate5Test {
  private static final Path JARS = Path.of("target", "spring-5");

  @Test
  void callsAServiceByItsName() throws Exception {
    try (OkHttpServers servers = new OkHttpServers();
        URLClassLoader spring = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
      OkHttpServers.Server one = servers.start(null, request -> OkHttpServers.text("one"));
      OkHttpServers.Server two = servers.start(null, request -> OkHttpServers.text("two"));
      Endpoints.register("template-5-orders", one.address(), two.address(), OkHttpServers.dead());
      Object template = template(spring);
      Method get =
          template.getClass().getMethod("getForObject", String.class, Class.class, Object[].class);
      Method post =
          template
              .getClass()
              .getMethod("postForObject", String.class, Object.class, Class.class, Object[].class);

      for (int i = 0; i < 6; i++) {
        Object[] variables = {i};
        String url = "http://template-5-orders/v1/items/{id}";
        assertThat(get.invoke(template, url, String.class, variables)).isIn("one", "two");
        assertThat(post.invoke(template, url, "item", String.class, variables)).isIn("one", "two");
      }

      assertThat(one.requests()).isNotEmpty();
      assertThat(two.requests()).isNotEmpty();
      assertThat(one.hosts()).containsExactly("template-5-orders");
    }
  }

  private static Object template(ClassLoader spring) throws ReflectiveOperationException {
    Class<?> factory = spring.loadClass("org.springframework.http.client.ClientHttpRequestFactory");
    Object overHttpClient =
        spring
            .loadClass("org.springframework.http.client.HttpComponentsClientHttpRequestFactory")
            .getConstructor()
            .newInstance();
    return spring
        .loadClass("org.springframework.web.client.RestTemplate")
        .getConstructor(factory)
        .newInstance(overHttpClient);
  }

  private static URL[] jars() throws Exception {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(JARS)) {
      for (Path file : files.toList()) {
        jars.add(file.toUri().toURL());
      }
    }
    return jars.toArray(new URL[0]);
  }
}
