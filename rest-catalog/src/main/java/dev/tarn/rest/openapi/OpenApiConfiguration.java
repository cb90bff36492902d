package dev.tarn.rest.openapi;

import dev.tarn.rest.request.JsonBody;
import dev.tarn.rest.request.Problem;
import dev.tarn.rest.request.ReadRequest;
import dev.tarn.rest.request.ScopeRequest;
import dev.tarn.rest.request.WriteRequest;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * The description of the API, at {@code /v3/api-docs}, and the page to try it, at {@code
 * /swagger-ui.html}.
 */
@Configuration(proxyBeanMethods = false)
public class OpenApiConfiguration {
  static {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(
            ScopeRequest.class,
            ReadRequest.class,
            WriteRequest.class,
            JsonBody.class,
            MultipartHttpServletRequest.class);
  }

  private static final String BEARER = "bearer";

  @Bean
  EntitySchemas entitySchemas() {
    return new EntitySchemas();
  }

  @Bean
  GlobalOperationCustomizer sharedParts() {
    return new SharedParts();
  }

  @Bean
  OpenAPI openApi() {
    Components components = new Components();
    ModelConverters.getInstance(true)
        .readAllAsResolvedSchema(new AnnotatedType(Problem.class))
        .referencedSchemas
        .forEach(components::addSchemas);
    components.addSecuritySchemes(
        BEARER,
        new SecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .description("A key, or a token."));
    return new OpenAPI()
        .components(components)
        .addSecurityItem(new SecurityRequirement().addList(BEARER))
        .info(
            new Info()
                .title("Tarn metadata API")
                .version("v1")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0"))
                .description(
                    """
                    Assets, relationships, types and their history, over a log of changes.

                    Every answer names its commit in `Tarn-Commit`; a read can ask for one at least as new \
                    (`Tarn-Min-Commit`) or for the catalog as of a commit, tag or time (`at`). Writes are \
                    durable when they are answered. Errors are `application/problem+json` with a stable \
                    `code`; 429 and 503 say with `Retry-After` when to try again.
                    """));
  }
}
