// SPDX-License-Identifier: Apache-2.0
#include "base/control_group.hpp"

#include <cmath>

#include "temporary_directory.hpp"

namespace kato {
namespace {

// Groups as a container or a batch system makes them, below a root of their own.
class ControlGroups : public TemporaryDirectory {
 protected:
  void group(const std::string& name, const std::string& processors, const std::string& memory) const {
    std::filesystem::create_directories(directory / name);
    write(name + "/cpu.max", processors + "\n");
    write(name + "/memory.max", memory + "\n");
  }
  Allowance of_member(const std::string& lines) const {
    return allowance(write("membership", lines), directory / "root");
  }
};

TEST_F(ControlGroups, a_group_without_limits_leaves_all) {
  group("root/job", "max 100000", "max");
  const auto all = of_member("0::/job\n");
  EXPECT_TRUE(std::isinf(all.processors));
  EXPECT_TRUE(std::isinf(all.bytes));
  EXPECT_TRUE(std::isinf(allowance(directory / "none", directory / "none").processors));
}

TEST_F(ControlGroups, a_quota_is_processors_and_a_limit_is_bytes) {
  group("root/job", "150000 100000", "1073741824");
  const auto job = of_member("0::/job\n");
  EXPECT_EQ(job.processors, 1.5);
  EXPECT_EQ(job.bytes, 1073741824.0);
}

TEST_F(ControlGroups, the_least_of_the_group_and_those_above_counts) {
  group("root/slurm", "400000 100000", "4096");
  group("root/slurm/job", "max 100000", "max");
  group("root/slurm/job/step", "800000 100000", "8192");
  EXPECT_EQ(of_member("0::/slurm/job/step\n").processors, 4);
  EXPECT_EQ(of_member("0::/slurm/job/step\n").bytes, 4096);
}

// What a container is told of its group is a name outside of it.
TEST_F(ControlGroups, where_the_group_cannot_be_seen_the_root_counts) {
  group("root", "200000 100000", "2048");
  EXPECT_EQ(of_member("0::/docker/0123456789\n").processors, 2);
  EXPECT_EQ(of_member("0::/\n").bytes, 2048);
  EXPECT_EQ(of_member("0::/../outside\n").bytes, 2048);
}

TEST_F(ControlGroups, lines_of_version_one_name_no_group) {
  group("root/old", "100000 100000", "1");
  EXPECT_TRUE(std::isinf(of_member("5:cpu,cpuacct:/old\n1:name=systemd:/old\n").processors));
  group("root/new", "300000 100000", "2");
  EXPECT_EQ(of_member("5:cpu,cpuacct:/old\n0::/new\n").processors, 3);
}

TEST_F(ControlGroups, whole_processors_are_used_and_at_least_one) {
  const auto all = allowed_processors({});
  EXPECT_GE(all, 1);
  EXPECT_EQ(allowed_processors({.processors = 0.25}), 1);
  EXPECT_EQ(allowed_processors({.processors = 1.9}), 1);
  EXPECT_EQ(allowed_processors({.processors = 1e9}), all);
  EXPECT_EQ(allowed_memory({.bytes = 1000}), 1000);
  EXPECT_GT(allowed_memory({}), 1e6);
  EXPECT_EQ(allowed_memory({.bytes = 1e30}), allowed_memory({}));
}

}  // namespace
}  // namespace kato
