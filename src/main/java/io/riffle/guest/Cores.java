package io.riffle.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The cores of this machine, taken in the order of asking. A thread takes one core however many
 * guests it drives, since it waits for one of them at a time: so nobody who needs a second guest
 * waits for a core that only he could give back.
 */
final class Cores {
  private final Semaphore free;
  private final Map<Thread, Hold> holds = new HashMap<>();

  Cores(int count) {
    this.free = new Semaphore(count, true);
  }

  /** How many threads wait for a core. */
  int waiting() {
    return free.getQueueLength();
  }

  /** A thread's core, with the number of guests that it is held for. */
  private static final class Hold {
    private final Thread owner;
    private int guests;

    Hold(Thread owner) {
      this.owner = owner;
    }
  }

  /** One guest's part in a core. */
  final class Share implements Turn {
    private final Hold hold;
    private boolean given;

    private Share(Hold hold) {
      this.hold = hold;
    }

    @Override
    public void close() {
      synchronized (holds) {
        if (given) {
          return;
        }
        given = true;
        if (--hold.guests > 0) {
          return;
        }
        holds.remove(hold.owner);
      }
      free.release();
    }
  }

  /**
   * Waits for a core, unless this thread has one.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  Share take() throws InterruptedException {
    Thread me = Thread.currentThread();
    synchronized (holds) {
      Hold mine = holds.get(me);
      if (mine != null) {
        mine.guests++;
        return new Share(mine);
      }
    }
    free.acquire();
    synchronized (holds) {
      Hold mine = new Hold(me);
      mine.guests = 1;
      holds.put(me, mine);
      return new Share(mine);
    }
  }
}
