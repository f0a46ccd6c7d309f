#pragma once

/// C ABI of the simulation; heddle/sim/simulation.h says what each part means.

#include "heddle/abi/common.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A world, or a domain of one. One call at a time.
typedef struct heddle_sim heddle_sim;

enum { HEDDLE_SIM_TRIBES = 64 };

/// How a simulation stands.
typedef struct heddle_sim_state {
  double tick;        ///< ticks that have passed
  double bytes;       ///< memory that it holds
  double extent;      ///< width and height of the world
  double cell_size;   ///< width and height of a cell
  uint32_t size;      ///< entities that are alive
  uint32_t side;      ///< cells in a row, and rows
  uint32_t hash_low;  ///< of the whole state: the lower half of 64 bits
  uint32_t hash_high;
} heddle_sim_state;

/// What the ticks of one call cost, in milliseconds, and did, in units of energy.
typedef struct heddle_sim_work {
  double sort;      ///< by cells and ids, and removals
  double behave;    ///< perceive, steer, move, graze
  double resolve;   ///< fights, deaths, who mates
  double turnover;  ///< births
  double longest;   ///< the longest tick
  double grown;     ///< the ledger of all ticks together; see heddle/sim/ledger.h
  double grazed;
  double basal;
  double motion;
  double vision;
  double wounds;
  double looted;
  double perished;
} heddle_sim_work;

/// What a domain adds to the hash of the world: a part, or the sum of all parts.
typedef struct heddle_sim_hash {
  double size;   ///< entities
  uint32_t low;  ///< a sum modulo 2^64: its lower half
  uint32_t high;
} heddle_sim_hash;

/// The bundled scenarios as a JSON object: their names, and each as JSON.
/// Errors  out_of_memory.
uint32_t heddle_sim_bundled(heddle_bytes* out, heddle_error* error);

/// A world as a scenario says it begins.
/// scenario   JSON in UTF-8, borrowed for the call.
/// scheduler  whose lanes share the work; NULL leaves it to the caller alone.
/// control    watched, and told of the progress; may be NULL.
/// Errors     malformed_input, with the path of the field to blame; out_of_memory, cancelled.
heddle_sim* heddle_sim_create(const uint8_t* scenario, size_t size, heddle_scheduler* scheduler,
                              heddle_control* control, heddle_error* error);

/// The world that was saved with heddle_sim_snapshot, in the same way.
/// Errors  malformed_input (no snapshot, damaged, another version), out_of_memory, cancelled.
heddle_sim* heddle_sim_restore(const uint8_t* snapshot, size_t size, heddle_scheduler* scheduler,
                               heddle_control* control, heddle_error* error);

/// Lets ticks pass.
/// control  watched between ticks, and told of them; may be NULL.
/// work     told what was done, also when the call fails.
/// Errors   cancelled: some of the ticks have passed; out_of_memory: the world cannot go on.
uint32_t heddle_sim_step(heddle_sim* sim, heddle_scheduler* scheduler, uint32_t ticks,
                         heddle_control* control, heddle_sim_work* work, heddle_error* error);

/// scheduler  computes the hash; NULL leaves the hash 0.
void heddle_sim_state_get(const heddle_sim* sim, heddle_scheduler* scheduler,
                          heddle_sim_state* out);

/// How many there are of each tribe, in the scenario's order; the rest of the array is 0.
/// counts  HEDDLE_SIM_TRIBES numbers.
void heddle_sim_census(const heddle_sim* sim, uint32_t* counts);

/// Puts the entities where a picture needs them, in the order of rows of cells:
/// a double, the tick; two uint32, the number of entities shown and `capacity`; 48 bytes of nothing; then
/// `capacity` positions (float x, y), as many colors (4 bytes: red, green, blue, and alpha that grows
/// with the energy), as many ids (uint32) and as many diets (a byte: 0 eats plants only, 255 prey only).
/// capacity  those beyond it are left out.
/// palette   red, green, blue and a byte of nothing for each of HEDDLE_SIM_TRIBES.
/// out       64 + 17 * capacity bytes, at a multiple of 8.
void heddle_sim_frame(const heddle_sim* sim, uint32_t capacity, const uint8_t* palette,
                      uint8_t* out);

/// The stock of each cell, row by row, as a share of the most that any cell can have, 0 to 255; barriers
/// are 0.
/// out  side * side bytes.
void heddle_sim_food(const heddle_sim* sim, uint8_t* out);

/// The entities within `radius` of a point, nearest first, at most `most`, as a JSON array of objects.
/// Errors  invalid_argument, out_of_memory.
uint32_t heddle_sim_query(const heddle_sim* sim, double x, double y, double radius, uint32_t most,
                          heddle_bytes* out, heddle_error* error);

/// The scenario with all its fields, as JSON.
/// Errors  out_of_memory.
uint32_t heddle_sim_scenario(const heddle_sim* sim, heddle_bytes* out, heddle_error* error);

/// Has the world live by other rules from now on.
/// scenario  JSON, borrowed: the present one, with changes in `food.growth`, `steering`, `economy`,
///           `combat` or `mating`.
/// Errors    malformed_input, as heddle_sim_create; invalid_argument for any other change. The rules are
///           then the same as before.
uint32_t heddle_sim_adjust(heddle_sim* sim, const uint8_t* scenario, size_t size,
                           heddle_error* error);

/// Everything that heddle_sim_restore needs.
/// Errors  out_of_memory.
uint32_t heddle_sim_snapshot(const heddle_sim* sim, heddle_bytes* out, heddle_error* error);

/// The domain `index` of `count` of a world whose rows of cells are spread over isolated memories;
/// heddle/sim/domain.h says how domains work together. heddle_sim_step is not for them; the other functions
/// tell of the entities in its own rows. A change of rules is told to all domains between the same ticks.
/// Errors  as heddle_sim_create and heddle_sim_restore; invalid_argument for more domains than rows.
heddle_sim* heddle_sim_create_domain(const uint8_t* scenario, size_t size, uint32_t index,
                                     uint32_t count, heddle_scheduler* scheduler,
                                     heddle_control* control, heddle_error* error);
heddle_sim* heddle_sim_restore_domain(const uint8_t* snapshot, size_t size, uint32_t index,
                                      uint32_t count, heddle_scheduler* scheduler,
                                      heddle_control* control, heddle_error* error);

/// Does a quarter of a tick. After the first, second and third quarter letters are exchanged.
/// work    is added to, with the tick's ledger and times in the last quarter.
/// Errors  malformed_input when a letter is missing or damaged; out_of_memory; invalid_argument when the
///         world is no domain. It cannot go on then.
uint32_t heddle_sim_advance(heddle_sim* sim, heddle_scheduler* scheduler, heddle_sim_work* work,
                            heddle_error* error);

/// What the latest advance has to say to domain `to`.
/// out  borrowed until the next advance: it must not be released.
void heddle_sim_letter(const heddle_sim* sim, uint32_t to, heddle_bytes* out);

/// Errors  invalid_argument when there is no such domain.
uint32_t heddle_sim_deliver(heddle_sim* sim, uint32_t from, const uint8_t* letter, size_t size,
                            heddle_error* error);

/// How a domain stands, as JSON: `rows` [first, behind the last], `imbalance` (the slowest domain's time over the
/// mean), and `sent`: for each topic `messages` and `bytes` so far.
/// Errors  out_of_memory; invalid_argument when the world is no domain.
uint32_t heddle_sim_domain_get(const heddle_sim* sim, heddle_bytes* out, heddle_error* error);

/// What the own rows add to the hash of the world.
void heddle_sim_hash_part(const heddle_sim* sim, heddle_scheduler* scheduler, heddle_sim_hash* out);
/// The hash of the world, of which `all` is the sum of the parts: as two halves in `out`.
void heddle_sim_hash_of(const heddle_sim* sim, const heddle_sim_hash* all, heddle_sim_hash* out);

void heddle_sim_release(heddle_sim* sim);

#ifdef __cplusplus
}
#endif
