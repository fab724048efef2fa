package io.signetmail.keys.api;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.users.UserName;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads names out of paths. A name that is none is the caller's mistake, not an unknown address.
@Provider
public class PathNames implements ParamConverterProvider {
  @Override
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, @Nullable Type genericType, Annotation @Nullable [] annotations) {
    if (type == MailDomain.class) {
      return new Reading<>(text -> type.cast(MailDomain.fromInput("domain", text)));
    }
    if (type == UserName.class) {
      return new Reading<>(text -> type.cast(UserName.fromInput("user", text)));
    }
    return type == Selector.class
        ? new Reading<>(text -> type.cast(Selector.fromInput("selector", text)))
        : null;
  }

  private record Reading<T>(Function<String, T> read) implements ParamConverter<T> {
    @Override
    public T fromString(String text) {
      try {
        return read.apply(text);
      } catch (Refusal refusal) {
        // Anything else would be answered 404 (Jakarta REST §3.2).
        throw new WebApplicationException(refusal, Problem.response(refusal));
      }
    }

    @Override
    public String toString(T value) {
      return value.toString();
    }
  }
}
