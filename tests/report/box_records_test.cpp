// SPDX-License-Identifier: Apache-2.0
#include "report/box_records.hpp"

#include <cmath>
#include <numbers>

#include "report_files.hpp"

namespace kato {
namespace {

class BoxOfARun : public ReportFiles {
 protected:
  std::optional<BoxRecords> of(const std::string& system) const {
    return box_records(load_input(write("input.toml", "[system]\n" + system)));
  }
};

const std::string electrons =
    "space = \"box\"\ndimensions = 3\nup = 7\ndown = 7\nr_s = 5.0\n[[system.interaction]]\nkind = \"coulomb\"\n";

// Hartree and Fock's from tests/data/periodic-box.csv; the free gas has 1.0144461685 E_FG.
TEST_F(BoxOfARun, of_electrons_has_their_reference_energies) {
  const auto box = of(electrons);
  ASSERT_TRUE(box.has_value());
  EXPECT_EQ(box->counts, "7 up + 7 down");
  EXPECT_EQ(box->dimensions, 3);
  EXPECT_NEAR(box->numbers.r_s, 5, 1e-13);
  ASSERT_TRUE(box->first_order.has_value());
  EXPECT_NEAR(box->of_a_particle(*box->first_order), -0.0580391931, 1e-10);
  EXPECT_NEAR(box->of_a_particle(box->free_gas) / box->numbers.free_gas_energy, 1.0144461685, 1e-10);
}

TEST_F(BoxOfARun, is_that_of_the_last_stage) {
  const auto box = of(electrons + "[train]\nsteps = 2\n[[train.stage]]\nsteps = 2\nset = { \"system.r_s\" = 1.0 }\n");
  ASSERT_TRUE(box.has_value());
  EXPECT_NEAR(box->numbers.r_s, 5, 1e-13);
}

TEST_F(BoxOfARun, of_others_is_in_units_of_the_free_gas) {
  const auto box = of("space = \"box\"\ndimensions = 1\nparticles = 3\nlength = 3.0\n");
  ASSERT_TRUE(box.has_value());
  EXPECT_EQ(box->counts, "3");
  EXPECT_FALSE(box->interacting);
  EXPECT_FALSE(box->first_order.has_value());
  EXPECT_NEAR(box->of_a_particle(box->free_gas), 1 - 1.0 / 9, 1e-14);  // of N on a ring 1 - 1/N^2
}

TEST_F(BoxOfARun, an_open_shell_has_no_best_determinant) {
  const auto box =
      of("space = \"box\"\ndimensions = 3\nparticles = 4\nr_s = 5.0\n[[system.interaction]]\nkind = \"coulomb\"\n");
  ASSERT_TRUE(box.has_value());
  EXPECT_FALSE(box->first_order.has_value());
  EXPECT_GT(box->free_gas, 0);
}

TEST_F(BoxOfARun, a_trap_has_none) { EXPECT_FALSE(of("particles = 2\n").has_value()); }

}  // namespace
}  // namespace kato
