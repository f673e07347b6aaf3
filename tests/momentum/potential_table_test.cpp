// SPDX-License-Identifier: Apache-2.0
#include "momentum/potential_table.hpp"

#include <fmt/format.h>

#include "message.hpp"
#include "momentum/bound_state.hpp"
#include "momentum/reference_rows.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

const std::string head = "kato-potential 1\nmomentum fm^-1\npotential MeV.fm^3\n";
const std::string mesh = "points 2\nmesh\n0.5 0.4  # q w\n1.5 0.6\n";
const std::string blocks = "SS\n1 2\n2 3\nSD\n4 5\n6 7\nDS\n4 6\n5 7\nDD\n8 9\n9 10\n";

std::string problem(const std::string& text) {
  return message_of([&] { parse_potential_table(text, "v.txt"); });
}

TEST(PotentialTable, is_read_with_its_blocks_in_their_places) {
  const auto table = parse_potential_table(head + "phase i^(L'-L)\n" + mesh + blocks, "v.txt");
  EXPECT_EQ(table.channels, 2);
  EXPECT_EQ(table.mesh, (Mesh{{0.5, 1.5}, {0.4, 0.6}}));
  EXPECT_EQ(table.elements, (std::vector<double>{1, 2, 4, 5, 2, 3, 6, 7, 4, 6, 8, 9, 5, 7, 9, 10}));
  EXPECT_EQ(table.kinetic, nucleon::kinetic);
}

TEST(PotentialTable, a_plain_phase_turns_the_blocks_between_the_channels) {
  const auto table = parse_potential_table(head + "phase plain\n" + mesh + blocks, "v.txt");
  EXPECT_EQ(table.elements[2], -4);
  EXPECT_EQ(table.elements[8], -4);
  EXPECT_EQ(table.elements[10], 8);
}

TEST(PotentialTable, units_are_turned_into_inverse_fm_and_mev) {
  const auto table =
      parse_potential_table("kato-potential 1\nmomentum MeV\npotential MeV^-2\nchannels 1\npoints 2\nmesh\n" +
                                fmt::format("{0} {0}\n{1} {0}\nSS\n1e-6 0\n0 2e-6\n", 197.327053, 2 * 197.327053),
                            "v.txt");
  EXPECT_NEAR(table.mesh.q[1], 2, 1e-12);
  EXPECT_NEAR(table.mesh.w[0], 1, 1e-12);
  EXPECT_NEAR(table.elements[0], 1e-6 * std::pow(197.327053, 3), 1e-9);
  const auto fm = parse_potential_table(
      "kato-potential 1\nmomentum fm^-1\npotential fm\nkinetic 40\nchannels 1\n" + mesh + "SS\n1 0\n0 2\n", "v.txt");
  EXPECT_EQ(fm.elements, (std::vector<double>{40, 0, 0, 80}));
}

TEST(PotentialTable, what_is_written_reads_back_to_the_same_bits) {
  const auto v = potential("argonne-v18");
  const auto points = tangential_mesh(9, 1, 10);
  const PotentialTable table{.channels = 2, .kinetic = v->kinetic(), .mesh = points, .elements = v->elements(points)};
  const auto again = parse_potential_table(potential_table_text(table), "v.txt");
  EXPECT_EQ(again.mesh, table.mesh);
  EXPECT_EQ(again.kinetic, table.kinetic);
  EXPECT_EQ(again.elements, table.elements);
}

TEST(PotentialTable, bad_files_are_refused_with_the_line_and_the_reason) {
  const std::string phase = "phase plain\n";
  EXPECT_TRUE(has(problem(""), "v.txt", "kato-potential 1"));
  EXPECT_TRUE(has(problem("some numbers"), "v.txt:1", "kato-potential 1"));
  EXPECT_TRUE(has(problem("kato-potential 7\n"), "version 7"));
  EXPECT_TRUE(has(problem("kato-potential 1\nmomentum GeV\n"), "v.txt:2", "GeV", "fm^-1 or MeV"));
  EXPECT_TRUE(has(problem(head + "phse plain\n"), "v.txt:4", "phse", "did you mean 'phase'"));
  EXPECT_TRUE(has(problem(head + mesh + blocks), "no `phase`"));
  EXPECT_TRUE(has(problem(head + phase + blocks), "points", "before SS"));
  EXPECT_TRUE(has(problem(head + phase + "points 2\nmesh\n1.5 1\n0.5 1\n"), "v.txt:8", "ascend"));
  EXPECT_TRUE(has(problem(head + phase + "points 2\nmesh\n0.5 -1\n1.5 1\n"), "weights"));
  EXPECT_TRUE(has(problem(head + phase + mesh + "SS\n1 2\n2 3\nSD\n4 5\n6 7\nDD\n8 9\n9 10\n"), "no block DS"));
  EXPECT_TRUE(has(problem(head + phase + mesh + "SS\n1 2\n2\nSD\n4 5\n6 7\n"), "v.txt:12", "'SD'", "too short"));
  EXPECT_TRUE(has(problem(head + phase + mesh + "SS\n1 2\n2 3\n4\n"), "more numbers", "SS"));
  EXPECT_TRUE(has(problem(head + phase + mesh + "SS\n1 2\n2 nan\n"), "'nan' is no finite number"));
  EXPECT_TRUE(has(problem(head + phase + mesh + "SS\n1 2\n"), "ends where element 3 of 4 of block SS"));
  EXPECT_TRUE(has(problem(head + phase + mesh + "SS\n1 2\n2.1 3\nSD\n4 5\n6 7\nDS\n4 6\n5 7\nDD\n8 9\n9 10\n"),
                  "not symmetric", "SS(1, 2)"));
  EXPECT_TRUE(has(problem(head + phase + mesh + "SS\n1 2\n2 3\nSD\n4 5\n6 7\nDS\n4 5\n6 7\nDD\n8 9\n9 10\n"),
                  "not symmetric", "SD", "DS", "transposed"));
  EXPECT_TRUE(has(problem(head + phase + mesh + blocks + "SS\n1 2\n2 3\n"), "SS stands there twice"));
}

class TableFile : public TemporaryDirectory {};

TEST_F(TableFile, gives_the_energy_of_the_potential_it_was_made_of) {
  const auto v = potential("argonne-v18");
  const auto points = tangential_mesh(40, 2, 30);
  const auto file = write("v.txt", potential_table_text({2, v->kinetic(), points, v->elements(points)}));
  const auto table = potential("table", Settings({{"file", file.string()}}));
  ASSERT_TRUE(table->own_mesh().has_value());
  EXPECT_EQ(ground_state(mesh_hamiltonian(*table->own_mesh(), {table.get()}, 0)).energy,
            ground_state(mesh_hamiltonian(points, {v.get()}, 0)).energy);
  EXPECT_TRUE(has(message_of([&] { static_cast<void>(table->elements(tangential_mesh(40, 1))); }), "own points"));
}

TEST_F(TableFile, wrong_units_show_in_the_energy_and_are_refused) {
  const auto v = potential("argonne-v18");
  const auto points = tangential_mesh(24, 2, 30);
  auto text = potential_table_text({2, v->kinetic(), points, v->elements(points)});
  text.replace(text.find("MeV.fm^3"), 8, "fm");
  const auto file = write("v.txt", text).string();
  EXPECT_TRUE(has(message_of([&] { potential("table", Settings({{"file", file}})); }), "v.txt", "units", "-2.22"));
  EXPECT_NO_THROW(potential("table", Settings({{"file", file}, {"check_energy", false}})));
  EXPECT_TRUE(has(message_of([&] {
                    potential("table", Settings({{"file", std::string("nowhere.txt")}}));
                  }),
                  "nowhere.txt", "cannot be read"));
}

}  // namespace
}  // namespace kato
