package io.signetmail.reports.api;

import io.signetmail.reports.store.DomainQueries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
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
  public String check() {
    var differences = queries.differences();
    return "{\"ok\":%b,\"differences\":[%s]}"
        .formatted(differences.isEmpty(), String.join(",", differences));
  }
}
