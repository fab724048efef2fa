package io.signetmail.keys.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A call that needs no token.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface AllowAnyone {}
