package io.riffle.junit;

import io.riffle.host.HostSetup;
import io.riffle.host.RequiredTool;
import io.riffle.setup.Requirements;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Installs what this machine lacks before the first test that may need it. Unit tests need nothing,
 * so they do not ask for it ({@code riffle.tools} is set for integration tests only).
 */
public final class HostSetupListener implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (Boolean.getBoolean("riffle.tools")) {
      Requirements.ensure(System.out::println);
      HostSetup emulators = new HostSetup(List.of(new RequiredTool("qemu-aarch64", "qemu-user")));
      if (!emulators.missing().isEmpty()) {
        emulators.install(System.out::println);
      }
    }
  }
}
