package io.signetmail.keys.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A POST that changes nothing, so that an Idempotency-Key means nothing to it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Repeatable {}
