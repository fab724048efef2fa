package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.rotation.RotationSchedule;
import io.signetmail.keys.rotation.RotationSchedules;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// How often the keys of a domain are rotated without a call.
@Path("/v1/domains/{domain}/rotation-schedule")
@RunOnVirtualThread
class RotationScheduleResource {
  private final RotationSchedules schedules;
  private final Caller caller;

  RotationScheduleResource(RotationSchedules schedules, Caller caller) {
    this.schedules = schedules;
    this.caller = caller;
  }

  record ScheduleInput(@Nullable Long everyDays) {}

  record ScheduleView(String domain, int everyDays, Instant nextAt) {
    static ScheduleView of(RotationSchedule schedule) {
      return new ScheduleView(schedule.domain().name(), schedule.everyDays(), schedule.nextAt());
    }
  }

  @PUT
  @Allow(PROVISIONER)
  public RestResponse<ScheduleView> put(
      @RestPath MailDomain domain, @Nullable ScheduleInput input) {
    long days = Input.required("everyDays", Input.body(input).everyDays());
    var put = schedules.put(caller.actor(), domain, days);
    return Answers.put(put.created(), ScheduleView.of(put.schedule()));
  }

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public ScheduleView get(@RestPath MailDomain domain) {
    return ScheduleView.of(schedules.get(caller.actor(), domain));
  }

  @DELETE
  @Allow(PROVISIONER)
  public void delete(@RestPath MailDomain domain) {
    schedules.delete(caller.actor(), domain);
  }
}
