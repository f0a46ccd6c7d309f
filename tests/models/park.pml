/* How the lanes of a fork-join scheduler sleep between regions, and its caller until they have finished:
 * no wake-up is lost, every lane runs every region once and leaves it, and the caller goes on only after
 * all have left.
 *
 * A lane looks at the generation for a while, then adds itself to `sleepers`, looks again, and waits on
 * the generation's word as long as it has the value it knows. The caller stores the work, adds to the
 * generation, and wakes the waiting only if there are sleepers. The last lane to finish and the caller do
 * the same with `running` and `caller_sleeps`.
 *
 * Modelled: the futex compares and begins to wait in one step, may wake for nothing (SPURIOUS times in
 * all; without a bound, that would hide a lost wake-up); spinning is a free choice to see a change or not;
 * the generation wraps (modulo 3). A lost wake-up shows as a state in which nobody can go on.
 * Weak memory: each side writes one word and then reads the other one's: the pattern in which a store that
 * still waits in the writer's buffer makes both read the old value. Only sequential consistency on all four
 * accesses (or a full fence between them) forbids it; acquire and release do not. The faulty variants
 * have such a buffer for one word, written out at any later moment. Spin has no other weak memory; that
 * the work is visible with the generation is what release and acquire mean, and BROKEN=6 omits it.
 *
 * -DBROKEN=1  the caller reads `sleepers` while its generation is still in the store buffer
 * -DBROKEN=2  the lane waits while its addition to `sleepers` is still in the store buffer
 * -DBROKEN=3  the futex does not compare: the lane waits whatever the generation is by then
 * -DBROKEN=4  the last lane reads `caller_sleeps` while its subtraction is still in the store buffer
 * -DBROKEN=5  the caller waits while its `caller_sleeps` is still in the store buffer
 * -DBROKEN=6  the generation is stored before the work
 * -DBROKEN=7  the caller does not wait for the lanes
 * -DBROKEN=8  one waiting lane is woken instead of all
 * -DFENCED    with BROKEN 1, 2, 4 or 5: the buffer is there, but is written out before the other word is
 *             read, and all is well again
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef LANES
#define LANES 2 /* beside the caller */
#endif
#ifndef REGIONS
#define REGIONS 3
#endif
#ifndef SPURIOUS
#define SPURIOUS 1
#endif
#define GENERATIONS 3

#ifdef FENCED
#define fence(written_out) (written_out)
#else
#define fence(written_out) skip
#endif

byte work;
byte generation;
byte sleepers;
byte running;
bool caller_sleeps;

/* The futex's queue. */
bool lane_waits[LANES];
bool caller_waits;
byte spurious = SPURIOUS;

/* Stores that others cannot see yet, each written out by the process `memory`. */
bool generation_due;
byte sleepers_due;
byte running_due;
bool caller_sleeps_due;

byte ended;
byte entered[LANES];

/* Waits as long as the word is `expected`; `waits` is the place in the queue. */
inline futex_wait(word, expected, waits) {
  if
  :: atomic { (BROKEN == 3 || word == expected) -> waits = true };
    if
    :: !waits
    :: atomic { waits && spurious > 0 -> waits = false; spurious-- }
    fi
  :: (BROKEN != 3 && word != expected)
  fi
}

inline wake_lanes() {
  atomic {
    byte woken = 0;
    for (woken : 0 .. LANES - 1) {
      if
      :: lane_waits[woken] ->
        lane_waits[woken] = false;
#if BROKEN == 8
        break
#endif
      :: else
      fi
    }
  }
}

active proctype caller() {
  byte region, known;
  for (region : 1 .. REGIONS) {
#if BROKEN == 7
    running = running + LANES;
#else
    assert(running == 0);
    running = LANES;
#endif
#if BROKEN != 6
    work = region;
#endif
#if BROKEN == 1
    (!generation_due);
    generation_due = true;
    fence(!generation_due);
#else
    generation = (generation + 1) % GENERATIONS;
#endif
#if BROKEN == 6
    work = region;
#endif
    if
    :: sleepers != 0 -> wake_lanes()
    :: sleepers == 0
    fi;
#if BROKEN != 7
    /* The caller's own share of the region would be here. */
    do
    :: running == 0 -> break
    :: known = running; /* it has looked for long enough */
      if
      :: known == 0 -> break
      :: else
      fi;
#if BROKEN == 5
      caller_sleeps_due = true;
      fence(!caller_sleeps_due);
#else
      caller_sleeps = true;
#endif
      known = running;
      if
      :: known != 0 -> futex_wait(running, known, caller_waits)
      :: else
      fi;
#if BROKEN == 5
      (!caller_sleeps_due);
#endif
      caller_sleeps = false
    od
#endif
  };
#if BROKEN != 7
  assert(running == 0);
#endif
  ended++
}

proctype lane(byte me) {
  byte known, now, region, left;
  do
  :: region == REGIONS -> break
  :: else ->
    do
    :: generation != known -> break
    :: true -> /* it has looked for long enough */
#if BROKEN == 2
      sleepers_due++;
      fence(sleepers_due == 0);
#else
      sleepers++;
#endif
      now = generation;
      if
      :: now == known -> futex_wait(generation, known, lane_waits[me])
      :: else
      fi;
#if BROKEN == 2
      (sleepers > 0);
#endif
      sleepers--
    od;
    known = (known + 1) % GENERATIONS;
    assert(known == generation);
    region++;
    assert(work == region);
    entered[me]++;
    /* The region's chunks would be here. */
    assert(work == region);
#if BROKEN == 4
    atomic { left = running - running_due - 1; running_due++ };
    fence(running_due == 0);
#else
    atomic { running--; left = running };
#endif
    if
    :: left == 0 && caller_sleeps -> caller_waits = false
    :: left == 0 && !caller_sleeps
    :: left != 0
    fi
  od;
  assert(entered[me] == REGIONS);
  ended++
}

#if BROKEN == 1 || BROKEN == 2 || BROKEN == 4 || BROKEN == 5
active proctype memory() {
end:
  do
  :: atomic { generation_due -> generation = (generation + 1) % GENERATIONS; generation_due = false }
  :: atomic { sleepers_due > 0 -> sleepers = sleepers + sleepers_due; sleepers_due = 0 }
  :: atomic { running_due > 0 -> running = running - running_due; running_due = 0 }
  :: atomic { caller_sleeps_due -> caller_sleeps = true; caller_sleeps_due = false }
  od
}
#endif

init {
  byte i;
  atomic {
    for (i : 0 .. LANES - 1) {
      run lane(i)
    }
  }
}
