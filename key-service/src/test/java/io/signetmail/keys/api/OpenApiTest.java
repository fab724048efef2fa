package io.signetmail.keys.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The committed API description is the API. `OPENAPI_WRITE=true` in the environment writes it
/// anew.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class OpenApiTest {
  @Test
  void committedDescriptionIsCurrent() throws IOException {
    var file = Path.of("openapi.yml");
    var current = given().get("/q/openapi").then().statusCode(200).extract().asString();
    if ("true".equals(System.getenv("OPENAPI_WRITE"))) {
      Files.writeString(file, current);
    }
    assertThat(Files.readString(file)).isEqualTo(current);
  }
}
