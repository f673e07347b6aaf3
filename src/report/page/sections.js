// SPDX-License-Identifier: Apache-2.0
// What the charts of the page show, from the data of the runs.

const dashes = [[], [7, 3], [2, 3], [9, 3, 2, 3], [1, 2]];

function runColor(index) {
  if (index < 8) return themeColor("--run-" + index);
  const light = window.matchMedia("(prefers-color-scheme: dark)").matches ? 0.7 : 0.42;  // further ones by their hue
  const hue = (index * 137.5) % 360, chroma = 0.6 * Math.min(light, 1 - light);
  const part = (n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)))).toString(16).padStart(2, "0");
  };
  return "#" + part(0) + part(8) + part(4);
}

function withUnit(name, unit) {
  return unit ? name + " [" + unit + "]" : name;
}

// The square of a unit: hartree², (ħ²/(m a²))².
function power(unit) {
  return (unit.includes("/") ? "(" + unit + ")" : unit) + "²";
}

function points(xs, ys) {
  return xs.map((x, i) => ({ x, y: ys[i] }));
}

// Energies of boxes are shown as those of a particle, if all runs are of boxes and have one unit of it.
function energyScale(runs) {
  const units = (of) => [...new Set(runs.map(of))];
  const [each, ...others] = units((run) => run.box?.unit);
  if (each && others.length === 0) return { unit: each, of: (run) => run.box.divisor, each: true };
  const all = units((run) => run.unit);
  return { unit: all.length === 1 ? all[0] : "", of: () => 1, each: false };
}

function scaled(values, divisor) {
  return values && values.map((value) => (value === null ? null : value / divisor));
}

function historySets(runs, quantity, divisor = () => 1) {
  return runs.flatMap((run) => {
    const { mean, low, high } = Object.fromEntries(
      Object.entries(run.history[quantity] ?? {}).map(([name, values]) => [name, scaled(values, divisor(run))]));
    return mean ? [{ run: run.name, label: run.name, color: run.color, points: points(run.history[state.axis], mean), low, high }] : [];
  });
}

// |energy - reference| of every point, and below which size it is noise. The distance from an approximation is no error.
function errorSets(runs, divisor) {
  return runs.flatMap((run) => {
    if (!run.reference || run.reference.approximate || !run.history.energy) return [];
    const xs = run.history[state.axis], { energy } = run.history;
    const far = energy.mean.map((value) => (value === null ? null : Math.abs(value - run.reference.energy) / divisor(run) || null));
    const error = scaled(energy.error, divisor(run));
    const sets = [{ run: run.name, label: run.name, color: run.color, points: points(xs, far) }];
    if (runs.length <= 4 && error.some((value) => value > 0))
      sets.push({ run: run.name, label: run.name + ", statistical error", color: run.color, dash: [4, 3], thin: true,
        faint: true, points: points(xs, error.map((value) => value || null)) });
    return sets;
  });
}

// What all runs that have it agree on: their reference, and approximations, among them what is known of boxes without a
// run. These are shown where there is room for them: the range of the energies stays theirs. One of two lines in the same
// place is enough.
function referenceLines(runs, divisor) {
  const lines = [];
  const add = (name, energyOf, distant) => {
    const energies = runs.flatMap((run) => energyOf(run) === undefined ? [] : [energyOf(run) / divisor(run)]);
    const [low, high] = extent(energies), same = (a, b) => Math.abs(a - b) <= 1e-9 * Math.abs(a);
    if (energies.length === 0 || !same(high, low) || lines.some((line) => same(line.y, high))) return;
    lines.push({ y: high, label: name + " " + shortNumber(high, 8), distant });
  };
  const referenceOf = (approximate) => (run) => (run.reference?.approximate === approximate ? run.reference.energy : undefined);
  add("reference", referenceOf(false), false);
  for (const name of new Set(runs.flatMap((run) => (run.box?.lines ?? []).map((line) => line.name))))
    add(name, (run) => run.box?.lines.find((line) => line.name === name)?.energy, true);
  add("approximation", referenceOf(true), true);
  return lines;
}

function trainingSpecs(runs) {
  const { unit, of, each } = energyScale(runs);
  const units = [...new Set(runs.map((run) => run.unit))], whole = units.length === 1 ? units[0] : "";
  const rows = Math.max(...runs.map((run) => run.history.rows_per_point));
  const thinned = rows > 1 ? "A point is the mean of up to " + rows + " steps. " : "";
  const band = thinned + (rows > 1 ? "The band runs from the lowest to the highest." : "");
  const errors = errorSets(runs, of);
  const dashed = errors.some((set) => set.dash) ? "Dashed: the statistical error of a point, below which a difference is noise." : "";
  const specs = [
    { id: "error", title: each ? "Error of the energy of a particle" : "Error of the energy", yTitle: withUnit(each ? "|E - reference|/N" : "|E - reference|", unit), yLog: true, sets: errors,
      note: thinned + dashed },
    { id: "energy", title: each ? "Energy of a particle" : "Energy", yTitle: withUnit(each ? "E/N" : "E", unit), settled: true,
      sets: historySets(runs, "energy", of), lines: referenceLines(runs, of), note: (rows > 1 ? thinned + "The band holds every step with its error. " :
        "The band is the error of a step. ") + "The range of E is that of the later steps." },
    { id: "variance", title: "Variance of the local energy" + (each ? " of all particles" : ""), yTitle: withUnit("variance", whole && power(whole)), yLog: true,
      sets: historySets(runs, "variance"), note: band },
    { id: "acceptance", title: "Acceptance", yTitle: "accepted part of the moves", sets: historySets(runs, "acceptance") },
    { id: "tau", title: "Autocorrelation", yTitle: "tau of ln|psi| [sweeps]", settled: true, fromZero: true, sets: historySets(runs, "tau") },
    { id: "learning_rate", title: "Learning rate", yTitle: "learning rate", yLog: true, sets: historySets(runs, "learning_rate") },
    { id: "gradient_norm", title: "Norm of the gradient", yTitle: "gradient norm", yLog: true,
      sets: historySets(runs, "gradient_norm"), note: band },
  ];
  const staged = runs.length === 1 && runs[0].history.stages.length > 0;
  if (staged) specs[1].note += " Dotted: a stage begins.";
  const marks = runs.length === 1 ? runs[0].history.stages.map((stage) => stage[state.axis]) : [];
  for (const spec of specs) Object.assign(spec, { xTitle: state.axis === "step" ? "step" : "time [s]", group: "training", marks });
  return specs.filter((spec) => spec.sets.length > 0);
}

function title(kind) {
  const words = kind.replace(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Functions of a number that is counted, such as occupations, are points with whiskers.
function isCounted(xs) {
  return xs.length <= 60 && xs.every((x, i) => Number.isInteger(x) && (i === 0 || x === xs[i - 1] + 1));
}

// Functions of places that are not equally far apart, such as the waves of a box, are points with a thin line.
function isUneven(curve) {
  const { x, error } = curve;
  if (!error || x.length < 3 || x.length > 400) return false;
  const steps = x.slice(1).map((value, i) => value - x[i]), [least, most] = extent(steps);
  return most > 1.01 * least;
}

// What all of `parts` end with after a dot: "g" of "up-up.g", "up-down.g".
function commonEnding(parts) {
  const endings = new Set(parts.map((part) => part.slice(part.lastIndexOf(".") + 1)));
  const [ending] = endings;
  return endings.size === 1 && parts.every((part) => part.endsWith("." + ending)) ? "." + ending : "";
}

function curveSet(run, curve, parts, several) {
  const joined = isUneven(curve), dots = joined || isCounted(curve.x);
  const { mean, error } = curve;
  const ending = commonEnding(parts);
  const own = curve.part.slice(0, curve.part.length - ending.length).replace(/[.]/g, " ") || (parts.length > 1 ? "all" : several ? "" : run.name);
  const label = [several ? run.name : "", own, curve.exact ? "exact" : ""].filter(Boolean).join(", ");
  return {
    run: run.name, label, part: curve.part || (curve.exact ? "exact" : ""), error, dots, joined, points: points(curve.x, mean),
    color: curve.exact ? themeColor("--quiet") : several ? run.color : runColor(parts.indexOf(curve.part)),
    dash: curve.exact ? [4, 4] : dashes[parts.indexOf(curve.part) % dashes.length],
    low: error && mean.map((value, i) => value - (error[i] ?? 0)), high: error && mean.map((value, i) => value + (error[i] ?? 0)),
  };
}

// What a function tends to where particles know nothing of one another.
function farLines(what) {
  return /^(g[(]r[)]|S[(]k[)]|S_zz[(]k[)]|n[(]u[)][/]n)/.test(what) ? [{ y: 1, label: "" }] : [];
}

// k_F on an axis of waves, of runs that agree on it.
function fermiMarks(runs, axis) {
  const values = runs.map((run) => run.box?.k_F).filter((value) => value > 0);
  const [low, high] = extent(values);
  return /^k [[]/.test(axis) && values.length > 0 && high <= 1.000001 * low ? [high] : [];
}

// A kind of several charts says which it is: "Pair correlation, g(r)".
function curveTitle(curve, apart, alone) {
  const what = curve.what.replace(/ *[[].*|,.*/g, "");
  return [title(curve.kind), apart ? curve.part : "", alone || apart || what.length > 12 ? "" : what].filter(Boolean).join(", ");
}

function curveSpecs(runs, captions) {
  const several = runs.filter((run) => run.curves.length > 0).length > 1;
  const apart = new Set(runs.flatMap((run) => run.curves.filter((curve) => curve.exact).map((curve) => curve.kind)));
  const kinds = new Map();
  for (const run of runs)
    for (const curve of run.curves) {
      const key = curve.kind + (apart.has(curve.kind) ? ", " + curve.part : "") + " " + curve.what + " " + curve.axis;
      if (!kinds.has(key)) kinds.set(key, []);
      kinds.get(key).push([run, curve]);
    }
  const charts = [...kinds.values()].map((all) => all[0][1].kind);
  return [...kinds].map(([key, all]) => {
    const curve = all[0][1];
    const parts = [...new Set(all.map(([, one]) => one.part))];
    const errors = all.some(([, one]) => one.error), marks = fermiMarks(all.map(([run]) => run), curve.axis);
    const alone = charts.filter((kind) => kind === curve.kind).length === 1;
    const sets = all.map(([run, one]) => curveSet(run, one, parts, several));
    const [low, high] = extent(curve.x);
    return {
      xLog: low > 0 && high > 1000 * low, fromZero: true, id: "curve " + key, group: "curve " + key, xTitle: curve.axis,
      yTitle: curve.what, title: curveTitle(curve, apart.has(curve.kind), alone), sets, lines: farLines(curve.what), marks,
      note: [captions[curve.kind] && captions[curve.kind] + ".", errors ? "Bands and whiskers are one standard error." : "", marks.length > 0 ? "Dotted: k_F." : ""]
        .filter(Boolean).join(" "),
    };
  });
}

function imageSpecs(runs, captions) {
  return runs.flatMap((run) => run.grids.map((grid) => ({
    id: "image " + run.name + " " + grid.kind + " " + grid.part, image: true, run: run.name, grid,
    title: [title(grid.kind), grid.part.replace(/[.-]/g, " ")].filter(Boolean).join(", "),
    note: [runs.length > 1 ? run.name : "", grid.what || captions[grid.kind] || ""].filter(Boolean).join(": ") +
      (grid.error_at_peak > 0 ? "; ± " + shortNumber(grid.error_at_peak, 2) + " at the peak" : ""),
  })));
}

function timeSpecs(runs) {
  const timed = runs.filter((run) => run.phases.length > 0);
  if (timed.length === 0) return [];
  const parts = timed[0].phases.map(({ name }, p) => ({ name, seconds: timed.map((run) => run.phases[p].seconds) }))
    .filter((part) => part.seconds.some((seconds) => seconds > 0));
  return [{ id: "bars", bars: true, title: "Seconds of wall time", xTitle: "time [s]", labels: timed.map((run) => run.name), parts }];
}
