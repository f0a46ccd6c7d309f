/* How the scheduler's lanes enter a region, leave it and sleep between regions (runtime/src/scheduler.cpp):
 * every chunk runs exactly once; no lane touches a region that the caller has returned from (it lay on the
 * caller's stack); the caller always returns; every lane ends after `ending`, asleep or not.
 *
 * The caller stores the chunks, makes `generation` odd and wakes at most one lane. It takes chunks itself,
 * makes `generation` even and waits until `active` is 0. A lane that sees a new odd generation adds itself
 * to `active`, looks again, and only then touches the region; it wakes one more lane if there is more than
 * one chunk left. A lane that finds nothing reads `signal`, adds itself to `sleepers`, looks again, and
 * waits as long as `signal` has that value; whoever wakes adds to `signal` first. The last lane to leave
 * and the caller do the same with `active` and `caller_sleeps`.
 *
 * A lane is woken only if one sleeps, none has been woken that is still `on_its_way`, and fewer than AWAKE
 * threads are awake, the caller included: AWAKE is the number of cores. `sleepers` and `on_its_way` are
 * one word; whoever sleeps no more takes itself from it, and the mark too, before it looks for work.
 *
 * A lane that sleeps through a region is no error by itself: the caller would run its chunks. -DTOGETHER
 * makes it one: a chunk ends only when all of the region's have begun, and there are AWAKE of them, so
 * that a lane which is missing stops everything.
 *
 * Modelled: the futex compares and begins to wait in one step, wakes any one of the waiting, and may wake
 * for nothing (SPURIOUS times in all; without a bound, that would hide a lost wake-up); spinning is a free
 * choice to see a change or not. A lost wake-up shows as a state in which nobody can go on. Not modelled:
 * forked tasks, failing chunks, and the wrapping of `generation` and `signal` after 2^32 steps.
 * Weak memory: each side writes one word and then reads the other one's: the pattern in which a store that
 * still waits in the writer's buffer makes both read the old value. Only sequential consistency on all four
 * accesses (or a full fence between them) forbids it; acquire and release do not. The faulty variants 1 to
 * 6 have such a buffer for one word, written out at any later moment. Spin has no other weak memory; that
 * the chunks are visible with the generation, and what they wrote with `active`, is what release and acquire
 * mean.
 *
 * -DBROKEN=1  the caller reads `sleepers` while its odd generation is still in the buffer (TOGETHER)
 * -DBROKEN=2  the lane looks again while its addition to `sleepers` is still in the buffer (TOGETHER)
 * -DBROKEN=3  the lane looks again while its addition to `active` is still in the buffer
 * -DBROKEN=4  the caller reads `active` while its even generation is still in the buffer
 * -DBROKEN=5  the last lane reads `caller_sleeps` while its subtraction is still in the buffer
 * -DBROKEN=6  the caller waits while its `caller_sleeps` is still in the buffer
 * -DBROKEN=7  the lane does not look again at the generation once it is active
 * -DBROKEN=8  the caller waits for the lanes before it makes the generation even
 * -DBROKEN=9  the lane adds itself to `sleepers` after it has looked again (TOGETHER)
 * -DBROKEN=10 the futex does not compare: whoever waits does so whatever the word is by then
 * -DBROKEN=11 nothing is added to `signal` before waking
 * -DBROKEN=12 the lane reads `signal` after it has looked again
 * -DBROKEN=13 `ending` wakes one lane instead of all
 * -DBROKEN=14 an entering lane wakes no other (TOGETHER)
 * -DBROKEN=15 the generation is stored before the chunks
 * -DBROKEN=16 taking a chunk is a load and a store instead of one step
 * -DBROKEN=17 whoever sleeps no more leaves the mark `on_its_way` (TOGETHER)
 * -DBROKEN=18 a lane is marked as on its way even when none sleeps, and is woken whoever is awake (TOGETHER)
 * -DBROKEN=19 a woken lane takes the mark away only after it has looked for work (TOGETHER)
 * -DFENCED    with BROKEN 1 to 6: the buffer is there, but is written out before the other word is read,
 *             and all is well again
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef LANES
#define LANES 2 /* beside the caller; at most 3 */
#endif
#ifndef REGIONS
#define REGIONS 2
#endif
#ifndef AWAKE
#define AWAKE (LANES + 1)
#endif
#ifndef CHUNKS
#ifdef TOGETHER
#define CHUNKS AWAKE
#else
#define CHUNKS 2
#endif
#endif
#ifndef SPURIOUS
#define SPURIOUS 1
#endif

#ifdef FENCED
#define fence(written_out) (written_out)
#else
#define fence(written_out) skip
#endif

byte generation;
byte active_lanes; /* the scheduler's `active`, a word that Promela keeps for itself */
byte next_chunk;
byte signal;
byte sleepers;
bool on_its_way; /* the other half of the word */
bool caller_sleeps;
bool ending;

/* What lies on the caller's stack: the region's number, 0 once it has returned, and its chunks. */
byte region;
bool ran[CHUNKS];
byte begun;
byte finished;

/* The futexes' queues. */
bool lane_waits[LANES];
bool caller_waits;
byte spurious = SPURIOUS;

/* Stores that others cannot see yet, each written out by the process `memory`. */
bool generation_due;
byte sleepers_due;
byte entered_due;
byte left_due;
bool caller_sleeps_due;

/* Waits as long as the word is `expected`; `waits` is the place in the queue. */
inline futex_wait(word, expected, waits) {
  if
  :: atomic { (BROKEN == 10 || word == expected) -> waits = true };
    if
    :: !waits
    :: atomic { waits && spurious > 0 -> waits = false; spurious-- }
    fi
  :: (BROKEN != 10 && word != expected)
  fi
}

inline wake_one() {
  if
  :: atomic { lane_waits[0] -> lane_waits[0] = false }
#if LANES > 1
  :: atomic { lane_waits[1] -> lane_waits[1] = false }
#endif
#if LANES > 2
  :: atomic { lane_waits[2] -> lane_waits[2] = false }
#endif
  :: else
  fi
}

inline wake_all() {
  d_step {
    lane_waits[0] = false;
#if LANES > 1
    lane_waits[1] = false;
#endif
#if LANES > 2
    lane_waits[2] = false;
#endif
  }
}

inline add_to_signal() {
#if BROKEN != 11
  signal++
#else
  skip
#endif
}

#if BROKEN == 18
#define of_use !on_its_way
#else
#define of_use (sleepers > 0 && !on_its_way && LANES + 1 - sleepers < AWAKE)
#endif

/* Wakes a lane if that is of use. Reading the word and setting the mark is one compare-exchange. */
inline wake_if_of_use() {
  if
  :: atomic {
      of_use ->
      on_its_way = true
    };
    add_to_signal();
    wake_one()
  :: !(of_use)
  fi
}

/* Takes and runs chunks of region `mine` until there are none. */
inline run_chunks(mine) {
  do
  :: true ->
#if BROKEN == 16
    i = next_chunk;
    next_chunk = i + 1;
#else
    d_step { i = next_chunk; next_chunk++ };
#endif
    assert(region == mine);
    if
    :: i >= CHUNKS -> i = 0; break
    :: else
    fi;
    d_step {
      assert(region == mine && !ran[i]);
      ran[i] = true;
      begun++;
      i = 0
    };
#ifdef TOGETHER
    (begun == CHUNKS);
#endif
    d_step {
      assert(region == mine);
      finished++
    }
  od
}

inline wait_for_lanes() {
  do
  :: active_lanes == 0 -> break
  :: atomic { active_lanes != 0 -> known = active_lanes }; /* it has looked for long enough */
#if BROKEN == 6
    caller_sleeps_due = true;
    fence(!caller_sleeps_due);
#else
    caller_sleeps = true;
#endif
    if
    :: active_lanes == known -> futex_wait(active_lanes, known, caller_waits)
    :: active_lanes != known
    fi;
#if BROKEN == 6
    (!caller_sleeps_due);
#endif
    d_step { caller_sleeps = false; known = 0 }
  od
}

active proctype caller() {
  byte number, known, i;
  for (number : 1 .. REGIONS) {
#if BROKEN == 15
    generation++;
#endif
    d_step {
      region = number;
      begun = 0;
      finished = 0;
      for (i : 0 .. CHUNKS - 1) {
        ran[i] = false
      }
      i = 0
    };
    next_chunk = 0;
#if BROKEN == 1
    generation_due = true;
    fence(!generation_due);
#elif BROKEN != 15
#if BROKEN == 4
    (!generation_due);
#endif
    generation++;
#endif
    wake_if_of_use();
    run_chunks(number);
#if BROKEN == 8
    wait_for_lanes();
#endif
#if BROKEN == 4
    generation_due = true;
    fence(!generation_due);
#else
#if BROKEN == 1
    (!generation_due);
#endif
    generation++;
#endif
#if BROKEN != 8
    wait_for_lanes();
#endif
    atomic {
      assert(finished == CHUNKS);
      region = 0
    }
  };
  ending = true;
  add_to_signal();
#if BROKEN == 13
  wake_one()
#else
  wake_all()
#endif
}

#define opened(number) ((number) % 2 == 1 && (number) != seen)

proctype lane(byte me) {
  byte seen, known, i, left;
  do
  :: ending -> break
  :: atomic { opened(generation) -> seen = generation };
#if BROKEN == 3
    entered_due++;
    fence(entered_due == 0);
#else
    active_lanes++;
#endif
    if
    :: (BROKEN == 7 || generation == seen) ->
      assert(region == (seen + 1) / 2);
#if BROKEN != 14
      if
      :: next_chunk + 1 < CHUNKS -> wake_if_of_use()
      :: next_chunk + 1 >= CHUNKS
      fi;
#endif
      run_chunks((seen + 1) / 2)
    :: (BROKEN != 7 && generation != seen)
    fi;
#if BROKEN == 3
    (entered_due == 0);
#endif
#if BROKEN == 5
    atomic { left = active_lanes - left_due - 1; left_due++ };
    fence(left_due == 0);
#else
    atomic { active_lanes--; left = active_lanes };
#endif
    if
    :: left == 0 && caller_sleeps -> caller_waits = false
    :: left == 0 && !caller_sleeps
    :: atomic { left != 0 -> left = 0 }
    fi
  :: true -> /* it has looked for long enough */
#if BROKEN != 12
    known = signal;
#endif
#if BROKEN == 2
    sleepers_due++;
    fence(sleepers_due == 0);
#elif BROKEN == 19
    d_step { sleepers++; on_its_way = false };
#elif BROKEN != 9
    sleepers++;
#endif
    if
    :: opened(generation)
    :: !opened(generation) ->
      if
      :: ending
      :: !ending ->
#if BROKEN == 9
        sleepers++;
#endif
#if BROKEN == 12
        known = signal;
#endif
        futex_wait(signal, known, lane_waits[me]);
#if BROKEN == 9
        d_step { sleepers--; on_its_way = false }
#endif
      fi
    fi;
#if BROKEN == 2
    (sleepers > 0);
#endif
    d_step {
#if BROKEN != 9
      sleepers--;
#endif
#if BROKEN != 9 && BROKEN != 17 && BROKEN != 19
      on_its_way = false;
#endif
      known = 0
    }
  od
}

#if BROKEN >= 1 && BROKEN <= 6
active proctype memory() {
end:
  do
  :: atomic { generation_due -> generation++; generation_due = false }
  :: atomic { sleepers_due > 0 -> sleepers = sleepers + sleepers_due; sleepers_due = 0 }
  :: atomic { entered_due > 0 -> active_lanes = active_lanes + entered_due; entered_due = 0 }
  :: atomic { left_due > 0 -> active_lanes = active_lanes - left_due; left_due = 0 }
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
