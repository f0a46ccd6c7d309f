#include "heredity.h"

#include <gtest/gtest.h>

#include <set>

#include "fields.h"
#include "scenarios.h"

namespace heddle::sim {
namespace {

/// Genes of a mother at the lower limits and a father at the upper ones.
std::pair<Genes, Genes> extremes(float cell_size) {
  Genes low;
  Genes high;
  for (const Gene& gene : k_genes) {
    low.*gene.value = static_cast<float>(gene.limits.least);
    high.*gene.value = static_cast<float>(gene.limits.most);
  }
  high.vision_range = cell_size;
  return {low, high};
}

TEST(HeredityTest, EachGeneComesFromOneParent) {
  Scenario scenario = eventful(10);
  scenario.mating.mutation_rate = 0;
  const auto [low, high] = extremes(scenario.ground.cell_size);
  int from_father = 0;
  for (std::uint32_t id = 0; id < 200; ++id) {
    const Genes child = cross(scenario, 5, id, low, high);
    for (const Gene& gene : k_genes) {
      const float value = child.*gene.value;
      ASSERT_TRUE(value == low.*gene.value || value == high.*gene.value) << gene.name;
      from_father += value == high.*gene.value ? 1 : 0;
    }
  }
  // Of 1800 fair draws; the bounds are five standard deviations away.
  EXPECT_GT(from_father, 790);
  EXPECT_LT(from_father, 1010);
}

TEST(HeredityTest, MutationsStayInTheirLimits) {
  Scenario scenario = eventful(10);
  scenario.mating.mutation_rate = 1;
  scenario.mating.mutation_step = 0.5F;
  const auto [low, high] = extremes(scenario.ground.cell_size);
  std::set<float> diets;
  for (std::uint32_t id = 0; id < 200; ++id) {
    const Genes child = cross(scenario, 5, id, low, high);
    for (const Gene& gene : k_genes) {
      ASSERT_GE(child.*gene.value, low.*gene.value) << gene.name;
      ASSERT_LE(child.*gene.value, high.*gene.value) << gene.name;
    }
    diets.insert(child.diet);
  }
  EXPECT_GT(diets.size(), 50U);
}

TEST(HeredityTest, FirstGenesVaryAroundTheTribes) {
  Scenario scenario = eventful(10);
  Tribe tribe{.name = "t", .variation = 0.1F};
  tribe.genes.fecundity = 0.5F;
  float least = 1;
  float most = 0;
  for (std::uint32_t id = 0; id < 200; ++id) {
    const float fecundity = first_genes(scenario, tribe, id).fecundity;
    least = std::min(least, fecundity);
    most = std::max(most, fecundity);
  }
  EXPECT_GE(least, 0.4F);
  EXPECT_LT(least, 0.42F);
  EXPECT_LE(most, 0.6F);
  EXPECT_GT(most, 0.58F);
  tribe.variation = 0;
  EXPECT_EQ(first_genes(scenario, tribe, 3).fecundity, 0.5F);
}

TEST(HeredityTest, LifespansAreAroundTheMean) {
  Scenario scenario = eventful(10);
  scenario.mating.lifespan = 1000;
  EXPECT_EQ(lifespan_of(scenario, 0), 750U);
  EXPECT_EQ(lifespan_of(scenario, 1U << 31), 1000U);
  EXPECT_EQ(lifespan_of(scenario, ~0U), 1249U);
}

TEST(HeredityTest, HeritageTellsGenesApart) {
  Genes genes;
  const std::uint32_t heritage = heritage_of(1, 100, genes);
  EXPECT_NE(heritage, heritage_of(2, 100, genes));
  EXPECT_NE(heritage, heritage_of(1, 101, genes));
  genes.field_of_view = 0.25F;
  EXPECT_NE(heritage, heritage_of(1, 100, genes));
}

}  // namespace
}  // namespace heddle::sim
