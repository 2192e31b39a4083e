package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Home;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  @TempDir private Path folder;

  private final List<Integer> back = new ArrayList<>();
  private int last = 42_000;

  /** Numbers as a container has them. */
  private final class Numbered implements Ports {
    @Override
    public Port next() {
      int number = last++;
      return new Port("0.0.0.0", number, number + 1, () -> back.add(number));
    }

    @Override
    public ControlSocket control(Path folder) {
      return ControlSocket.at(next());
    }
  }

  @Test
  void givesBackOnceWhatItTook() throws IOException {
    Room room = Room.create(new GuestHost(new Home(folder), new LocalQemu(), new Numbered()));
    ControlSocket control = room.control();
    Port ssh = room.port();

    assertThat(control.option()).isEqualTo("tcp:0.0.0.0:42000");
    assertThat(((InetSocketAddress) control.address()).getPort()).isEqualTo(42_001);
    assertThat(ssh.forwardedTo(22)).isEqualTo("tcp:0.0.0.0:42001-:22");

    room.close();
    room.close();

    assertThat(back).containsExactly(42_000, 42_001);
    assertThat(room.folder()).doesNotExist();
  }
}
