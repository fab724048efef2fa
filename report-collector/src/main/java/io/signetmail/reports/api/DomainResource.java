package io.signetmail.reports.api;

import io.signetmail.reports.CollectorSettings;
import io.signetmail.reports.aggregate.Advice;
import io.signetmail.reports.aggregate.Advisor;
import io.signetmail.reports.aggregate.Sources;
import io.signetmail.reports.store.DomainQueries;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// One domain: its days, its sources, and whether it may enforce.
@Path("/v1/domains/{domain}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class DomainResource {
  private static final int DEFAULT_DAYS = 90;
  private static final int MAX_DAYS = 400;

  private final DomainQueries queries;
  private final Advisor advisor;

  DomainResource(DomainQueries queries, CollectorSettings settings) {
    this.queries = queries;
    this.advisor = new Advisor(settings.reports().address());
  }

  @GET
  @Path("days")
  public String days(
      @RestPath String domain,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String to,
      @Context ContainerRequestContext request) {
    return "{\"days\":["
        + String.join(",", queries.days(span(visible(domain, request), from, to)))
        + "]}";
  }

  @GET
  @Path("sources")
  public List<Sources.Source> sources(
      @RestPath String domain,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String to,
      @Context ContainerRequestContext request) {
    return Sources.of(queries.history(span(visible(domain, request), from, to)));
  }

  @GET
  @Path("advice")
  public Advice advice(@RestPath String domain, @Context ContainerRequestContext request) {
    var name = visible(domain, request);
    var today = today();
    var history =
        queries.history(new DomainQueries.Span(name, today.minusDays(DEFAULT_DAYS), today));
    return advisor.advise(name, queries.policy(name), history, today);
  }

  private static String visible(String domain, ContainerRequestContext request) {
    var name = domain.toLowerCase(Locale.ROOT);
    if (!TokenFilter.callerOf(request).mayRead(name)) {
      throw Problem.notFound("nothing known of " + name);
    }
    return name;
  }

  private static DomainQueries.Span span(
      String domain, @Nullable String from, @Nullable String to) {
    try {
      var last = to == null ? today() : LocalDate.parse(to);
      var first = from == null ? last.minusDays(DEFAULT_DAYS) : LocalDate.parse(from);
      if (first.isAfter(last) || first.isBefore(last.minusDays(MAX_DAYS))) {
        throw Problem.badRequest("from and to are at most " + MAX_DAYS + " days apart");
      }
      return new DomainQueries.Span(domain, first, last);
    } catch (DateTimeException _) {
      throw Problem.badRequest("from and to are days, 2026-11-23");
    }
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
  }
}
