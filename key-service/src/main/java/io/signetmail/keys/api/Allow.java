package io.signetmail.keys.api;

import io.signetmail.keys.tokens.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The roles that may make a call, besides admin. Every call says it; one that does not is refused.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Allow {
  Role[] value();
}
