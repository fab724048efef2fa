package io.signetmail.keys.api;

import static io.signetmail.keys.tokens.Role.AUDITOR;
import static io.signetmail.keys.tokens.Role.PROVISIONER;

import io.signetmail.keys.KeySettings;
import io.signetmail.keys.signingkeys.UserRemoval;
import io.signetmail.keys.users.Password;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.users.Users;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// SASL users. A password goes in and never comes out.
@Path("/v1/users/{user}")
@RunOnVirtualThread
class UserResource {
  private final Users users;
  private final UserRemoval removal;
  private final KeySettings settings;
  private final Caller caller;

  UserResource(Users users, UserRemoval removal, KeySettings settings, Caller caller) {
    this.users = users;
    this.removal = removal;
    this.settings = settings;
    this.caller = caller;
  }

  /// @param password missing: nobody can log in as a new user, a known user keeps its password
  record UserInput(@Nullable String password) {
    @Override
    public String toString() {
      return "UserInput[secret]";
    }
  }

  record UserView(String user) {}

  @PUT
  @Allow(PROVISIONER)
  public RestResponse<UserView> put(@RestPath UserName user, @Nullable UserInput input) {
    var text = Optional.ofNullable(Input.body(input).password());
    var password = text.map(t -> Password.chosen("password", t, settings.passwordMinLength()));
    return Answers.put(users.put(caller.actor(), user, password), new UserView(user.value()));
  }

  @GET
  @Allow({PROVISIONER, AUDITOR})
  public UserView get(@RestPath UserName user) {
    return new UserView(users.get(caller.actor(), user).name().value());
  }

  @DELETE
  @Allow(PROVISIONER)
  public void delete(@RestPath UserName user) {
    removal.remove(caller.actor(), user);
  }
}
