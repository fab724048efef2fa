package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;

import io.signetmail.keys.rewrap.Rewrap;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/// Which master key seals, and the way from an old one to a new one.
@Path("/v1/master-key")
@RunOnVirtualThread
class MasterKeyResource {
  private final Rewrap rewrap;
  private final Caller caller;

  MasterKeyResource(Rewrap rewrap, Caller caller) {
    this.rewrap = rewrap;
    this.caller = caller;
  }

  @GET
  @Allow(AUDITOR)
  public Rewrap.Progress get() {
    return rewrap.progress();
  }

  /// Seals up to a thousand rows anew; to be called until nothing remains.
  @POST
  @Path("rewrap")
  @Allow({})
  public Rewrap.Progress rewrap() {
    return rewrap.run(caller.actor());
  }
}
