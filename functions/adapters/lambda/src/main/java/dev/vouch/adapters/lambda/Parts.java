package dev.vouch.adapters.lambda;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextConfiguration;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import java.util.List;
import java.util.Optional;

/**
 * Wires the parts of a function. A function takes its settings from environment variables and
 * system properties alone: nothing is looked for in files, in the cloud or in the class path, which
 * would only lengthen each cold start.
 */
final class Parts {
  private Parts() {}

  /** The beans of the class loader's zip, once the priming has begun. */
  static ApplicationContext wire(ClassLoader loader, Priming priming) {
    priming.begin();
    ApplicationContext context = new DefaultApplicationContext(new SettingsOnly(loader));
    context
        .getEnvironment()
        .addPropertySource(new SystemPropertiesPropertySource())
        .addPropertySource(new EnvironmentPropertySource());
    return context.start();
  }

  private record SettingsOnly(ClassLoader loader) implements ApplicationContextConfiguration {
    @Override
    public ClassLoader getClassLoader() {
      return loader;
    }

    @Override
    public List<String> getEnvironments() {
      return List.of();
    }

    @Override
    public Optional<Boolean> getDeduceEnvironments() {
      return Optional.of(false);
    }

    @Override
    public boolean isEnableDefaultPropertySources() {
      return false;
    }

    @Override
    public Boolean isBootstrapEnvironmentEnabled() {
      return false;
    }
  }
}
