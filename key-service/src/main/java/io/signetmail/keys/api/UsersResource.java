package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.FORBIDDEN;
import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.users.Users;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// All users.
@Path("/v1/users")
@RunOnVirtualThread
class UsersResource {
  private final Users users;
  private final Caller caller;

  UsersResource(Users users, Caller caller) {
    this.users = users;
    this.caller = caller;
  }

  /// @param next what to give as `after` for the next page; missing on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UserList(List<String> users, @Nullable String next) {}

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public UserList list(@RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
    if (caller.actor().scope().isLimited()) {
      throw Refusal.of(
          FORBIDDEN, "this token is limited to domains: list the users of one of them");
    }
    var page = Input.page(after, limit);
    var names = users.list(page).stream().map(user -> user.name().value()).toList();
    return new UserList(names, names.size() < page.limit() ? null : names.getLast());
  }
}
