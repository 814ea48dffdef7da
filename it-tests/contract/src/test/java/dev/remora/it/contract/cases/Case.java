package dev.remora.it.contract.cases;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method of a {@link Group} as a case. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Case {
  /** Its name, unique among all groups; what {@code contract.yaml} names under exceptions. */
  String value();

  /**
   * Settings of a service of its own, as in {@code {…}} below {@code services.NAME}: the service is
   * called like the case. {@link #NONE}: it needs none.
   */
  String settings() default NONE;

  /** Whether the first endpoint of that service cannot be connected and does not refuse. */
  boolean silent() default false;

  /** Says that a case has no service of its own. */
  String NONE = "none";

  /** The protocol it is about. */
  Protocol on() default Protocol.ANY;

  /** A protocol between client and endpoint. */
  enum Protocol {
    ANY,
    HTTP_1,
    HTTP_2
  }
}
