package dev.remora.it.eureka;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** As the guide has it: with {@code --secured=true} a user and a password are asked for. */
@Configuration
class Security {
  @Bean
  SecurityFilterChain filters(HttpSecurity http, @Value("${secured:false}") boolean secured)
      throws Exception {
    http.csrf(csrf -> csrf.disable()).httpBasic(Customizer.withDefaults());
    http.authorizeHttpRequests(
        requests -> {
          if (secured) {
            requests.anyRequest().authenticated();
          } else {
            requests.anyRequest().permitAll();
          }
        });
    return http.build();
  }
}
