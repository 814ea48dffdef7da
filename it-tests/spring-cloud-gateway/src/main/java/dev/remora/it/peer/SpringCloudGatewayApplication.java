package dev.remora.it.peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway of Spring Cloud's own guide; its routes come from the command line. */
@SpringBootApplication
public class SpringCloudGatewayApplication {
  /** Starts it; all its settings come from the command line. */
  public static void main(String[] args) {
    SpringApplication.run(SpringCloudGatewayApplication.class, args);
  }
}
