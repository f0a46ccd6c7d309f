/* The triple buffer of core/include/heddle/core/triple_buffer.h: no frame is torn, none comes twice or
 * out of order, and update() takes the latest that was published before it began.
 *
 * Modelled: a frame of two words, the exchange of indices with the fresh bit, the reader's look at that
 * bit before it exchanges.
 * Weak memory: an exchange always gets the newest value in the order of that word, so that only its order
 * against the frame's words matters. Acquire and release forbid that they pass each other; the faulty
 * variants let them. The relaxed look at the fresh bit may come late, which only repeats "nothing new":
 * the reader is free to give up here, except when the writer has ended.
 *
 * -DBROKEN=1  publish() loads and stores instead of exchanging
 * -DBROKEN=2  the last word of a frame is written after publish() (no release)
 * -DBROKEN=3  update() exchanges without looking at the fresh bit
 * -DBROKEN=4  the last word of a frame is read after the next update() (no release in the reader)
 * -DBROKEN=5  two frames only
 */
#ifndef BROKEN
#define BROKEN 0
#endif
#ifndef TOTAL
#define TOTAL 5
#endif
#define FRESH 4

byte first[3];
byte second[3];
byte middle = 1;
byte published; /* frames whose publish() has returned */
bool ended;

active proctype writer() {
  byte number, back = 0, old;
  for (number : 1 .. TOTAL) {
    first[back] = number;
#if BROKEN != 2
    second[back] = number;
#endif
#if BROKEN == 1
    old = middle;
    middle = back | FRESH;
#else
    atomic { old = middle; middle = back | FRESH; published = number };
#endif
#if BROKEN == 2
    second[back] = number;
#endif
    back = old & 3
  };
  ended = true
}

active proctype reader() {
#if BROKEN == 5
  byte front = 1;
#else
  byte front = 2;
#endif
  byte last, before, one, two, latest;
  bool over;
  do
  :: last == TOTAL -> break
  :: else ->
    over = ended;
    before = published;
#if BROKEN == 3
    if
    :: true ->
#else
    if
    :: !over -> goto again /* not visible yet */
    :: (middle & FRESH) == 0 -> assert(!over || last == TOTAL); goto again
    :: (middle & FRESH) != 0 ->
#endif
#if BROKEN == 4
      atomic { latest = middle; middle = front };
      /* The former frame's last word: its first one was read in the round before. */
      if
      :: last != 0 -> two = second[front]; assert(two == last)
      :: else
      fi;
      front = latest & 3;
      one = first[front];
      assert(one > last && one >= before);
#else
      atomic { latest = middle; middle = front };
      front = latest & 3;
      one = first[front];
      two = second[front];
      assert(one == two);
      assert(one > last && one >= before);
#endif
      last = one
    fi;
again:
    skip
  od
}
