package io.signetmail.reports.api;

import io.signetmail.reports.store.DomainQueries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/// Whether the totals agree, counted every way there is.
@Path("/v1/self-check")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class SelfCheckResource {
  private final DomainQueries queries;

  SelfCheckResource(DomainQueries queries) {
    this.queries = queries;
  }

  @GET
  public String check(@Context ContainerRequestContext request) {
    if (!TokenFilter.callerOf(request).domains().isEmpty()) {
      throw new Problem(403, "forbidden", "the self-check counts every domain");
    }
    var differences = queries.differences();
    return "{\"ok\":%b,\"differences\":[%s]}"
        .formatted(differences.isEmpty(), String.join(",", differences));
  }
}
