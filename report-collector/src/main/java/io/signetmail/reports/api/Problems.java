package io.signetmail.reports.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every failure as a problem, in one place.
class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ServerExceptionMapper
  public Response known(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return e instanceof Problem
        ? e.getResponse()
        : Problem.response(status, "http-" + status, String.valueOf(e.getMessage()));
  }

  @ServerExceptionMapper
  public Response database(JdbiException e) {
    LOG.warn("no answer from the database: {}", e.getMessage());
    return Problem.response(503, "database", "the database does not answer; try again");
  }

  @ServerExceptionMapper
  public Response ours(RuntimeException e) {
    LOG.error("request failed", e);
    return Problem.response(500, "internal", "our fault; the log has the details");
  }
}
