// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "base/streams.hpp"
#include "report/page.hpp"
#include "report/page_data.hpp"
#include "run/interruption.hpp"
#include "run/job.hpp"

namespace kato {
namespace {

using Directories = std::vector<std::filesystem::path>;

// Only pages that were asked for under this machine's own name get an answer: a name of somebody else's that leads here
// (DNS rebinding) would let their page read the records.
bool is_own_name(const std::string& host, int port) {
  return host == fmt::format("127.0.0.1:{}", port) || host == fmt::format("localhost:{}", port);
}

// Calls `answer`; records that cannot be read at the moment are the page's to report, and asked for again.
template <class Answer>
void answer_or_problem(httplib::Response& response, Answer answer) {
  try {
    answer();
  } catch (const std::exception& problem) {
    response.status = 503;
    response.set_content(problem.what(), "text/plain; charset=utf-8");
  }
}

void set_pages(httplib::Server& server, const Directories& directories) {
  server.Get("/", [&](const httplib::Request&, httplib::Response& response) {
    answer_or_problem(response, [&] {
      const auto mark = fingerprint(directories);  // first: what changes meanwhile is fetched again
      response.set_content(page_html(read_records(directories), mark), "text/html; charset=utf-8");
    });
  });
  server.Get("/data.json", [&](const httplib::Request& request, httplib::Response& response) {
    answer_or_problem(response, [&] {
      const auto mark = fingerprint(directories);
      if (request.get_param_value("mark") == mark)
        response.status = 204;  // nothing is new
      else
        response.set_content(page_data(read_records(directories), mark), "application/json");
    });
  });
}

void guard(httplib::Server& server, const int& port) {
  server.set_pre_routing_handler([&](const httplib::Request& request, httplib::Response& response) {
    if (is_own_name(request.get_header_value("Host"), port)) return httplib::Server::HandlerResponse::Unhandled;
    response.status = 403;
    response.set_content("open the address that kato watch printed", "text/plain; charset=utf-8");
    return httplib::Server::HandlerResponse::Handled;
  });
  server.set_default_headers({{"Cache-Control", "no-store"},
                              {"X-Content-Type-Options", "nosniff"},
                              {"Cross-Origin-Resource-Policy", "same-origin"},
                              {"X-Frame-Options", "DENY"}});
}

}  // namespace

int watch_command(const Arguments& arguments) {
  constexpr const char* loopback = "127.0.0.1";
  read_records(arguments.directories);  // a mistake is told before anything starts
  const Interruption watch;
  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(2); };
  server.set_keep_alive_max_count(1);              // so that nothing waits for a browser at the end
  server.set_socket_options([](socket_t socket) {  // one that another process listens on is refused all the same
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  int port = arguments.port;
  set_pages(server, arguments.directories);
  guard(server, port);
  if (port == 0)
    port = server.bind_to_any_port(loopback);
  else
    require(
        server.bind_to_port(loopback, port),
        fmt::format("watch: port {} cannot be had (another program has it, or it needs rights); choose another with "
                    "--port, or --port 0 for any that is free",
                    port));
  require(port > 0, "watch: no port can be had; is there a loopback interface?");
  std::atomic<bool> ended = false;
  std::thread listening([&] {
    server.listen_after_bind();
    ended = true;
  });
  print(fmt::format("http://{}:{}/ shows {}; Ctrl-C ends\n", loopback, port,
                    arguments.directories.size() == 1 ? arguments.directories.front().string() : "the runs"));
  // A server that is told to stop before it runs would not hear it.
  while (!ended && !(Interruption::requested() && server.is_running()))
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const bool failed = ended;
  server.stop();
  listening.join();
  require(!failed, "watch: the page cannot be served any more; start it again, or with another --port");
  return done;
}

}  // namespace kato
