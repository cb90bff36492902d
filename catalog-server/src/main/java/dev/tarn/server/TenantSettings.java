package dev.tarn.server;

import dev.tarn.core.scope.TenantId;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which tenants this server serves.
 *
 * @param only names of tenants; all others are answered as if they did not exist. None: all are
 *     served
 */
@ConfigurationProperties(prefix = "tarn.tenants", ignoreUnknownFields = false)
record TenantSettings(@DefaultValue Set<String> only) {
  TenantSettings {
    only = Set.copyOf(only);
  }

  Set<TenantId> served() {
    return only.stream().map(TenantId::new).collect(Collectors.toUnmodifiableSet());
  }
}
