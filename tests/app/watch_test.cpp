// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "message.hpp"
#include "temporary_directory.hpp"

namespace kato {
namespace {

// A socket of this machine.
class Socket {
 public:
  Socket() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {}
  ~Socket() { ::close(socket_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Listens on a port that is free, which it returns.
  int listen() {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 1), 0);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

  // The answer to a request for `path`, asked for under the name `host`.
  std::string get(int port, const std::string& path, const std::string& host) {
    const auto address = loopback(port);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const auto request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(::send(socket_, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    std::string answer;
    char block[4096];
    while (const auto got = ::recv(socket_, block, sizeof block, 0)) {
      if (got < 0) break;
      answer.append(block, static_cast<std::size_t>(got));
    }
    return answer;
  }

 private:
  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  int socket_;
};

std::string get(int port, const std::string& path, const std::string& host) { return Socket().get(port, path, host); }

// `kato watch` of a run without steps, from its start to its end.
class Watch : public TemporaryDirectory {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(directory / "run");
    write("run/input.toml", "title = \"watched\"\n");
  }

  void start() {
    const auto line = "'" KATO_COMMAND "' watch '" + (directory / "run").string() + "' --port 0 & echo $!; wait $!";
    pipe_ = ::popen(line.c_str(), "r");
    std::fscanf(pipe_, "%d http://127.0.0.1:%d/", &process_, &port_);
    EXPECT_GT(port_, 0);
  }

  // Ends it by a signal; returns its exit status.
  int end(int signal) {
    ::kill(process_, signal);
    const int status = ::pclose(pipe_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::string own_name() const { return "127.0.0.1:" + std::to_string(port_); }

  int process_ = 0, port_ = 0;
  FILE* pipe_ = nullptr;
};

TEST_F(Watch, the_page_and_its_data_are_served_until_a_signal) {
  start();
  const auto page = get(port_, "/", own_name());
  EXPECT_TRUE(has(page, "200 OK", "no-store", "text/html", "<title>watched</title>"));
  const auto begin = page.find("\"mark\":\"") + 8;
  const auto mark = page.substr(begin, page.find('"', begin) - begin);
  ASSERT_FALSE(mark.empty());
  EXPECT_TRUE(has(get(port_, "/data.json?mark=" + mark, own_name()), "204 No Content"));
  write("run/log.txt", "2026-11-20 12:27:23 warning: something is new\n");
  EXPECT_TRUE(has(get(port_, "/data.json?mark=" + mark, "localhost:" + std::to_string(port_)), "200 OK",
                  "application/json", "something is new"));
  EXPECT_TRUE(has(get(port_, "/run/input.toml", own_name()), "404"));
  EXPECT_EQ(end(SIGINT), 0);
}

TEST_F(Watch, names_of_others_that_lead_here_get_nothing) {
  start();
  for (const auto* host : {"evil.example", "127.0.0.1", "127.0.0.1:1", ""}) {
    const auto answer = get(port_, "/", host);
    EXPECT_TRUE(has(answer, "403")) << host;
    EXPECT_EQ(answer.find("watched"), std::string::npos) << host;
  }
  EXPECT_EQ(end(SIGTERM), 0);
}

TEST_F(Watch, records_that_go_away_are_a_passing_problem) {
  start();
  std::filesystem::rename(directory / "run", directory / "away");
  EXPECT_TRUE(has(get(port_, "/data.json?mark=", own_name()), "503", "no such directory"));
  std::filesystem::rename(directory / "away", directory / "run");
  EXPECT_TRUE(has(get(port_, "/data.json?mark=", own_name()), "200 OK"));
  EXPECT_EQ(end(SIGINT), 0);
}

TEST_F(Watch, a_port_that_is_taken_is_named_with_what_to_do) {
  Socket taken;
  const auto line = "'" KATO_COMMAND "' watch '" + (directory / "run").string() + "' --port " +
                    std::to_string(taken.listen()) + " 2>&1";
  FILE* pipe = ::popen(line.c_str(), "r");
  char message[1000] = "";
  std::fgets(message, sizeof message, pipe);
  EXPECT_EQ(WEXITSTATUS(::pclose(pipe)), 2);
  EXPECT_TRUE(has(message, "kato: watch: port", "choose another with --port, or --port 0"));
}

}  // namespace
}  // namespace kato
