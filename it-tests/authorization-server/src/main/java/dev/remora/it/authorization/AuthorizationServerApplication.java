package dev.remora.it.authorization;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Authorization Server as its own guide has it. */
@SpringBootApplication
public class AuthorizationServerApplication {
  /** Starts it; all its settings come from the command line. */
  public static void main(String[] args) {
    SpringApplication.run(AuthorizationServerApplication.class, args);
  }
}
