#include "heredity.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <iterator>

#include "heddle/core/state_hash.h"

#include "fields.h"
#include "random.h"

namespace heddle::sim {

namespace {

/// `value` moved by `step` of its gene's range, which ends where the gene's does.
float move_gene(const Scenario& scenario, const Gene& gene, float value, float step) {
  const auto least = static_cast<float>(gene.limits.least);
  auto most = static_cast<float>(gene.limits.most);
  if (gene.value == &Genes::vision_range) most = scenario.ground.cell_size;
  value += (most - least) * step;
  return value < least ? least : value > most ? most : value;
}

}  // namespace

Genes first_genes(const Scenario& scenario, const Tribe& tribe, std::uint32_t id) {
  Genes genes;
  std::uint32_t turn = 0;
  for (const Gene& gene : k_genes) {
    const auto words = draw(scenario.seed, 0, id, Purpose::first_genes, turn++);
    genes.*gene.value = move_gene(scenario, gene, tribe.genes.*gene.value,
                                  to_signed_float(words[0]) * tribe.variation);
  }
  return genes;
}

Genes cross(const Scenario& scenario, std::uint64_t tick, std::uint32_t id, const Genes& mother,
            const Genes& father) {
  const Mating& mating = scenario.mating;
  Genes genes;
  std::uint32_t turn = 0;
  for (const Gene& gene : k_genes) {
    const auto words = draw(scenario.seed, tick, id, Purpose::crossover, turn++);
    const float inherited = words[0] % 2 == 0 ? mother.*gene.value : father.*gene.value;
    const bool mutates = to_unit_float(words[1]) < mating.mutation_rate;
    const float step = mutates ? to_signed_float(words[2]) * mating.mutation_step : 0.0F;
    genes.*gene.value = move_gene(scenario, gene, inherited, step);
  }
  return genes;
}

std::uint32_t lifespan_of(const Scenario& scenario, std::uint32_t word) {
  const std::uint64_t mean = scenario.mating.lifespan;
  return static_cast<std::uint32_t>(mean * 3 / 4 + (mean * word >> 33));
}

std::uint32_t heritage_of(std::uint32_t tribe, std::uint32_t lifespan, const Genes& genes) {
  std::array<std::uint32_t, 2 + std::size(k_genes)> words = {tribe, lifespan};
  std::size_t at = 2;
  for (const Gene& gene : k_genes) words[at++] = std::bit_cast<std::uint32_t>(genes.*gene.value);
  return static_cast<std::uint32_t>(
      hash64({reinterpret_cast<const std::uint8_t*>(words.data()), sizeof(words)}));
}

}  // namespace heddle::sim
