package dev.remora.it.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** The Eureka server of Spring Cloud's own guide. */
@SpringBootApplication
@EnableEurekaServer
public class EurekaServerApplication {
  /** Starts it; all its settings come from the command line. */
  public static void main(String[] args) {
    SpringApplication.run(EurekaServerApplication.class, args);
  }
}
