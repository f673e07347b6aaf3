// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "record/hdf5_file.hpp"
#include "record/measurement.hpp"

namespace kato {

/// evaluation.h5: energy/total and energy/COMPONENT with mean, std_err, variance and tau, and every observable
/// NAME with what, mean and std_err; a curve besides with axis and x, a grid with axis_y and y, too, mean [x, y].
/// `observables` lists the names, one a line. `measured`, and the same in every observable, says what it was taken
/// from: samples, sweeps, burn_in, seed, observables, date, program, and a mark of the state.
std::string evaluation_file(const Measurement& measurement);

/// Writes what a group of the file was taken from: with an empty name, the energy and all else.
void write_origin(Hdf5Writer& file, const std::string& group, const MeasurementOrigin& origin);

/// The file `bytes` with the observables of an earlier one of the same state beside its own that are of other kinds.
std::string with_earlier_observables(const std::string& bytes, const std::filesystem::path& earlier);

/// The observables of an evaluation.h5, by name. Throws `Error` if it is damaged.
std::map<std::string, Curve> read_observables(const std::filesystem::path& path);

/// What an observable, or with an empty name the energy, was taken from. Throws `Error` if the file does not say.
MeasurementOrigin read_origin(const std::filesystem::path& path, const std::string& observable = {});

}  // namespace kato
