package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.BODY_TOO_LARGE;
import static io.signetmail.keys.problems.ProblemType.INTERNAL_ERROR;
import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static io.signetmail.keys.problems.ProblemType.METHOD_NOT_ALLOWED;
import static io.signetmail.keys.problems.ProblemType.NOT_ACCEPTABLE;
import static io.signetmail.keys.problems.ProblemType.NOT_FOUND;
import static io.signetmail.keys.problems.ProblemType.UNAVAILABLE;
import static io.signetmail.keys.problems.ProblemType.UNSUPPORTED_MEDIA_TYPE;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.signetmail.keys.limits.TooManyCalls;
import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.StoreUnavailable;
import io.signetmail.keys.vault.MasterKeyUnavailable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Every way a call can fail, answered in one place.
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  public Response refused(Refusal refusal, UriInfo uri) {
    return isHalon(uri) ? Problem.bare(refusal.type()) : Problem.response(refusal);
  }

  @ServerExceptionMapper
  public Response tooMany(TooManyCalls refused, UriInfo uri) {
    return Problem.tooMany(refused.retryAfterSeconds(), isHalon(uri));
  }

  @ServerExceptionMapper
  public Response unavailable(StoreUnavailable unavailable, UriInfo uri) {
    LOG.warnf("cannot answer %s: %s", uri.getPath(), unavailable.getMessage());
    return answer(UNAVAILABLE, "the database cannot be reached, try again", uri);
  }

  @ServerExceptionMapper
  public Response withoutMasterKey(MasterKeyUnavailable unavailable, UriInfo uri) {
    LOG.warnf("cannot answer %s: %s", uri.getPath(), unavailable.getMessage());
    return answer(UNAVAILABLE, "the master key cannot be reached, try again", uri);
  }

  /// The framework has its own, more special, mapper for these, which would quote the body.
  @ServerExceptionMapper
  public Response mismatched(MismatchedInputException failure, UriInfo uri) {
    return refused(JsonRefusal.of(failure), uri);
  }

  @ServerExceptionMapper
  public Response badJson(JacksonException failure, UriInfo uri) {
    return refused(JsonRefusal.of(failure), uri);
  }

  /// What the framework itself refuses: no such address, method, media type, or an unreadable body.
  @ServerExceptionMapper
  public Response framework(WebApplicationException failure, UriInfo uri) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refused(refusal, uri);
      }
      if (cause instanceof JacksonException json) {
        return badJson(json, uri);
      }
    }
    return switch (failure.getResponse().getStatus()) {
      case 404 -> answer(NOT_FOUND, "there is nothing at this address", uri);
      case 405 -> answer(METHOD_NOT_ALLOWED, "this address does not know the method", uri);
      case 406 -> answer(NOT_ACCEPTABLE, "this address answers " + MediaType.APPLICATION_JSON, uri);
      case 413 -> answer(BODY_TOO_LARGE, "the body is larger than this service reads", uri);
      case 415 -> answer(UNSUPPORTED_MEDIA_TYPE, "send " + MediaType.APPLICATION_JSON, uri);
      case 400, 401, 403, 411, 414, 431 ->
          answer(INVALID_REQUEST, "the request cannot be read", uri);
      default -> fault(failure, uri);
    };
  }

  @ServerExceptionMapper
  public Response fault(Throwable failure, UriInfo uri) {
    LOG.errorf(failure, "cannot answer %s", uri.getPath());
    return answer(INTERNAL_ERROR, "the service failed, its log says why", uri);
  }

  private static Response answer(ProblemType type, String detail, UriInfo uri) {
    return isHalon(uri) ? Problem.bare(type) : Problem.response(type, detail, null);
  }

  /// The script there tells a key from a failure by the body: a failure must not have one.
  private static boolean isHalon(UriInfo uri) {
    return uri.getPath().equals("/") || uri.getPath().isEmpty();
  }
}
