/* The ring of core/include/heddle/core/spsc_ring.h: every element arrives once, whole and in order.
 *
 * Modelled: bulk push and pop that may run over the end, positions that wrap (modulo 8 here, 2^32 in the
 * program), the remembered position of the other end, an element that is written and read in steps.
 * Weak memory: all that acquire and release allow here is that a position is seen later than it was stored.
 * The load that refreshes a remembered position is therefore free to see any older one. What they forbid,
 * that a position overtakes the elements, is the faulty variants.
 *
 * -DBROKEN=1  the write position is stored before the elements are written (no release in push)
 * -DBROKEN=2  the read position is stored before the elements are read (no release in pop)
 * -DBROKEN=3  push believes that one element more fits than does
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef CAPACITY
#define CAPACITY 2
#endif
#ifndef START
#define START 6 /* the positions wrap after two elements */
#endif
#define WRAP 8
#define TOTAL 7
#define TORN 255

byte slot[CAPACITY] = TORN;
byte write_position = START;
byte read_position = START;

inline store_write() { write_position = (own + count) % WRAP }
inline store_read() { read_position = (own + count) % WRAP }

/* Anything from what was seen before to what is there now. */
inline see(position) {
  do
  :: seen != position -> seen = (seen + 1) % WRAP
  :: break
  od
}

active proctype producer() {
  byte own, seen = START, fitting, count, wanted, i, next;
  do
  :: next == TOTAL -> break
  :: else ->
    if
    :: wanted = 1
    :: TOTAL - next >= 2 -> wanted = 2
    :: TOTAL - next >= 3 -> wanted = 3
    fi;
    own = write_position;
    fitting = CAPACITY - (WRAP + own - seen) % WRAP;
    if
    :: fitting < wanted ->
      see(read_position);
      fitting = CAPACITY - (WRAP + own - seen) % WRAP
    :: else
    fi;
#if BROKEN == 3
    fitting++;
#endif
    count = (fitting < wanted -> fitting : wanted);
#if BROKEN == 1
    store_write();
#endif
    i = 0;
    do
    :: i == count -> break
    :: else ->
      slot[(own + i) % CAPACITY] = TORN;
      slot[(own + i) % CAPACITY] = next + i;
      i++
    od;
#if BROKEN != 1
    store_write();
#endif
    next = next + count;
    /* Nothing fitted: try again when something does. */
    if
    :: count == 0 -> (seen != read_position)
    :: else
    fi
  od
}

active proctype consumer() {
  byte own, seen = START, waiting, count, wanted, i, next, value;
  do
  :: next == TOTAL -> break
  :: else ->
    if
    :: wanted = 1
    :: wanted = 2
    :: wanted = 3
    fi;
    own = read_position;
    waiting = (WRAP + seen - own) % WRAP;
    if
    :: waiting < wanted ->
      see(write_position);
      waiting = (WRAP + seen - own) % WRAP
    :: else
    fi;
    assert(waiting <= CAPACITY);
    count = (waiting < wanted -> waiting : wanted);
#if BROKEN == 2
    store_read();
#endif
    i = 0;
    do
    :: i == count -> break
    :: else ->
      value = slot[(own + i) % CAPACITY];
      assert(value == next + i);
      i++
    od;
#if BROKEN != 2
    store_read();
#endif
    next = next + count;
    if
    :: count == 0 -> (seen != write_position)
    :: else
    fi
  od;
  assert(write_position == read_position)
}
