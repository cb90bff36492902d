package dev.tarn.rest.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the schema of the document that a request has in its body. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Body {
  /** Returns the name of a schema in {@code openapi/schemas.json}. */
  String value();

  /** Returns the content type. */
  String type() default "application/json";
}
