// SPDX-License-Identifier: Apache-2.0
// Fills the page, and again when something changes.

const state = { axis: "step", hidden: new Set(), data: null };

function isHidden(run) {
  return state.hidden.has(run);
}

function place(id) {
  return document.getElementById(id);
}

function pressed(text, on, action) {
  return element("button", { type: "button", "aria-pressed": String(on), text, onclick: action });
}

function showLegend(runs) {
  const legend = place("legend");
  legend.className = runs.length <= 6 ? "few" : "";
  legend.replaceChildren(...(runs.length < 2 ? [] : runs.map((run) => {
    const button = element("button", { type: "button", class: "run", "aria-pressed": String(!isHidden(run.name)),
      title: run.title || run.directory }, element("span", { class: "swatch" }), element("span", { text: run.name }));
    button.firstChild.style.background = run.color;
    button.addEventListener("click", () => {
      if (!state.hidden.delete(run.name)) state.hidden.add(run.name);
      button.setAttribute("aria-pressed", String(!isHidden(run.name)));
      showSections();
    });
    return button;
  })));
}

function showControls() {
  const zoom = zooms.has("training");
  const setAxis = (axis) => () => {
    zooms.delete("training");
    state.axis = axis;
    showSections();
  };
  const focused = document.activeElement?.textContent;
  place("controls").replaceChildren(
    element("span", { class: "choice", role: "group", "aria-label": "Horizontal axis" },
      pressed("steps", state.axis === "step", setAxis("step")), pressed("seconds", state.axis === "seconds", setAxis("seconds"))),
    element("span", { class: "choice", role: "group", "aria-label": "Range" },
      pressed("all", !zoom, () => showLast(1)),
      pressed("last half", false, () => showLast(0.5)), pressed("last tenth", false, () => showLast(0.1))));
  for (const button of place("controls").querySelectorAll("button")) if (button.textContent === focused) button.focus();
}

function showWarnings(runs) {
  const lines = runs.flatMap((run) => run.warnings.map((text) => element("li", { text: runs.length > 1 ? run.name + ": " + text : text })));
  const first = lines.splice(0, lines.length > 7 ? 5 : 7);
  place("warnings").hidden = first.length === 0;
  place("warnings").replaceChildren(element("h2", { text: first.length === 1 ? "Warning" : "Warnings" }), element("ul", {}, ...first));
  if (lines.length > 0)
    place("warnings").append(element("details", {}, element("summary", { text: lines.length + " more" }), element("ul", {}, ...lines)));
}

function showInputs(runs) {
  const inputs = document.querySelector("#settings .inputs");
  for (const run of runs) {
    const details = kept(inputs, run.name, () => element("details", {}, element("summary"), element("pre", { tabindex: "0" })));
    details.querySelector("summary").textContent = run.directory.replace(/\/$/, "") + "/input.toml";
    details.querySelector("pre").textContent = run.input;
  }
  keepOnly(inputs, runs.map((run) => run.name));
}

function showSection(id, specs) {
  showCharts(document.querySelector("#" + id + " .charts"), specs);
}

// Sections come up before they are drawn: a chart that is not shown has no size.
function showSections() {
  const { runs, captions } = state.data;
  const named = (...ids) => state.data.tables.filter((table) => ids.includes(table.id) && table.rows.length > 0);
  const training = trainingSpecs(runs), measured = [...curveSpecs(runs, captions), ...imageSpecs(runs, captions)], time = timeSpecs(runs);
  place("training").hidden = training.length === 0;
  place("measured").hidden = measured.length + named("components", "numbers", "virial").length === 0;
  place("time").hidden = time.length === 0;
  showControls();
  showTables(document.querySelector("#results .tables"), named("summary", "box"));
  showSection("training", training);
  showTables(document.querySelector("#measured .tables"), named("components", "numbers", "virial"));
  showSection("measured", measured);
  showSection("time", time);
  showTables(document.querySelector("#time .tables"), named("seconds"));
  showTables(document.querySelector("#settings .tables"), named("differences"));
}

function showAbout(text) {
  place("about").textContent = text;
}

function show(data) {
  state.data = data;
  data.runs.forEach((run, r) => { run.color = runColor(r); });
  showAbout((data.mark ? "as of " : "made ") + data.made + (data.runs.length === 1 ? ", " + data.runs[0].directory : ""));
  showLegend(data.runs);
  showWarnings(data.runs);
  showSections();
  showInputs(data.runs);
  place("footer").textContent = "kato " + data.version +
    ". Drag over a chart to look closer, double-click to see all of it. Drawn by Chart.js (MIT License, in this page's source).";
}

function start() {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  show(JSON.parse(place("data").textContent));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(state.data));
  if (state.data.mark) watch();
  document.documentElement.dataset.ready = "true";
}

document.addEventListener("DOMContentLoaded", start);
