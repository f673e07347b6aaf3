// SPDX-License-Identifier: Apache-2.0
// Curves, drawn by Chart.js. A spec says what a chart shows:
//   id, title, note      what it is called and what is said of it
//   xTitle, yTitle       axes with their units; yLog, xLog: logarithmic
//   group                charts of a group share their range of x
//   settled              the range of y is that of the later part of x
//   sets                 {run, label, color, dash, thin, faint, dots, joined, points: [{x, y}], low: [], high: []}
//   lines                {y, label}: horizontal, such as a reference; distant: seen if it is not far away
//   marks                places of x where something begins
const charts = new Map();  // id -> {chart, spec}
const zooms = new Map();   // group -> [low, high]

function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function transparent(color, part) {
  return color + Math.round(255 * part).toString(16).padStart(2, "0");
}

function extent(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function xRange(spec) {
  const zoom = zooms.get(spec.group);
  if (zoom) return zoom;
  const seen = spec.sets.filter((set) => !isHidden(set.run) && set.points.length > 0);
  const [low, high] = extent(seen.flatMap((set) => [set.points[0].x, set.points[set.points.length - 1].x]));
  if (spec.group === "training" && low < 0.05 * high) return [0, high];
  if (spec.sets.some((set) => set.joined)) return [low < 0.3 * high ? -0.02 * high : low, 1.02 * high];
  return spec.sets.some((set) => set.dots) ? [low - 0.5, high + 0.5] : [low, high];
}

// The values of y that must be seen for x in a range; on a logarithmic axis positive ones.
function seenValues(spec, low, high) {
  const values = [];
  const take = (value) => {
    if (value !== null && value !== undefined && (!spec.yLog || value > 0)) values.push(value);
  };
  for (const set of spec.sets) {
    if (isHidden(set.run)) continue;
    set.points.forEach((point, i) => {
      if (point.x < low || point.x > high) return;
      if (set.error && set.error[i] > 0.3 * Math.abs(point.y)) return;  // noise need not be seen whole
      take(point.y);
      if (set.low && !spec.yLog) take(set.low[i]);
      if (set.high && !spec.yLog) take(set.high[i]);
    });
  }
  return values;
}

function yRange(spec) {
  const [low, high] = xRange(spec);
  const whole = zooms.has(spec.group);
  const from = spec.settled && !whole ? low + 0.15 * (high - low) : low;
  let values = seenValues(spec, from, high);
  if (values.length < 8) values = seenValues(spec, low, high);
  if (values.length === 0) return null;
  let [bottom, top] = spec.settled ? mostOf(values) : extent(values);
  for (const line of [...(spec.lines ?? [])].sort((a, b) => Boolean(a.distant) - Boolean(b.distant))) {
    const low = Math.min(bottom, line.y), high = Math.max(top, line.y);
    if (line.distant && high - low > 3 * (top - bottom)) continue;
    [bottom, top] = [low, high];
  }
  if (spec.yLog) return { min: bottom / 1.3, max: top * 1.3, log: top / bottom > 4 };
  const room = top > bottom ? 0.06 * (top - bottom) : Math.max(1e-9, 0.05 * Math.abs(top)) || 1;
  return { min: bottom >= 0 && spec.fromZero ? 0 : bottom - room, max: top + room, log: false };
}

function axis(title, log, range) {
  const made = {
    type: log ? "logarithmic" : "linear",
    title: { display: Boolean(title), text: title, color: themeColor("--quiet") },
    grid: { color: themeColor("--grid"), borderColor: themeColor("--line") },
    ticks: { color: themeColor("--quiet"), maxRotation: 0, autoSkipPadding: 14, includeBounds: false },
    ...range,
  };
  if (log) made.ticks.callback = function (value) { return decadeLabel(value, this.min, this.max); };
  if (log) made.ticks.autoSkip = false;
  return made;
}

function tooltipLine(item) {
  const set = item.dataset.set, i = item.dataIndex;
  const label = set.label + ": " + shortNumber(item.parsed.y, 7);
  if (set.error && set.error[i] > 0) return label + " ± " + shortNumber(set.error[i], 2);
  return set.low && set.high[i] > set.low[i] && !set.dots
    ? label + " (" + shortNumber(set.low[i], 6) + " to " + shortNumber(set.high[i], 6) + ")" : label;
}

function chartOptions(spec) {
  const [low, high] = xRange(spec);
  const range = yRange(spec) ?? { log: false };
  const parts = spec.sets.some((set) => set.part);
  return {
    responsive: true, maintainAspectRatio: false, animation: false, parsing: false, normalized: true, locale: "en",
    interaction: { mode: "nearest", axis: "x", intersect: false },
    layout: { padding: { right: 6 } },
    scales: {
      x: axis(spec.xTitle, spec.xLog, Number.isFinite(low) ? { min: low, max: high } : {}),
      y: axis(spec.yTitle, range.log, { min: range.min, max: range.max }),
    },
    plugins: {
      legend: {
        display: parts && spec.sets.length > 1, position: "bottom", onClick: () => {},
        labels: { color: themeColor("--ink"), boxWidth: 28, boxHeight: 0, padding: 10 },
      },
      tooltip: {
        callbacks: {
          title: (items) => (items.length ? spec.xTitle + " " + shortNumber(items[0].parsed.x, 6) : ""),
          label: tooltipLine,
        },
      },
    },
  };
}

function chartSets(spec) {
  return spec.sets.map((set) => ({
    set, label: set.label, data: set.points, hidden: isHidden(set.run),
    borderColor: set.faint ? transparent(set.color, 0.55) : set.color, backgroundColor: set.color,
    borderWidth: set.thin || set.joined ? 1 : 1.75, borderDash: set.dash ?? [], borderJoinStyle: "round",
    pointRadius: set.joined ? 2.5 : set.dots || set.points.length < 3 ? 3 : 0, pointHitRadius: 8,
    showLine: set.joined || !set.dots,
  }));
}

// What Chart.js has not: bands and whiskers of errors, horizontal lines with a name, beginnings of stages.
const decorations = {
  id: "decorations",
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea: area } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    ctx.clip();
    drawMarks(chart);
    chart.data.datasets.forEach((shown) => {
      if (shown.hidden || !shown.set.low) return;
      if (shown.set.dots) drawWhiskers(chart, shown.set);
      else drawBand(chart, shown.set);
    });
    ctx.restore();
  },
  afterDatasetsDraw(chart) { drawLines(chart); },
};

function pixel(scale, value) {
  return scale.getPixelForValue(scale.type === "logarithmic" ? Math.max(value, scale.min * 1e-3) : value);
}

function drawBand(chart, set) {
  const { ctx, scales: { x, y } } = chart;
  ctx.fillStyle = transparent(set.color, 0.2);
  const fill = (begin, end) => {
    if (end - begin < 2) return;
    ctx.beginPath();
    for (let i = begin; i < end; ++i) ctx.lineTo(x.getPixelForValue(set.points[i].x), pixel(y, set.high[i]));
    for (let i = end - 1; i >= begin; --i) ctx.lineTo(x.getPixelForValue(set.points[i].x), pixel(y, set.low[i]));
    ctx.fill();
  };
  let begin = 0;
  set.points.forEach((_, i) => {
    if (set.low[i] !== null && set.high[i] !== null) return;
    fill(begin, i);
    begin = i + 1;
  });
  fill(begin, set.points.length);
}

function drawWhiskers(chart, set) {
  const { ctx, scales: { x, y } } = chart;
  ctx.strokeStyle = set.color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  set.points.forEach((point, i) => {
    const at = x.getPixelForValue(point.x);
    ctx.moveTo(at, pixel(y, set.low[i]));
    ctx.lineTo(at, pixel(y, set.high[i]));
  });
  ctx.stroke();
}

function drawMarks(chart) {
  const { ctx, chartArea: area, scales: { x } } = chart;
  ctx.strokeStyle = transparent(themeColor("--quiet"), 0.6);
  ctx.setLineDash([2, 3]);
  ctx.lineWidth = 1;
  for (const mark of chart.spec?.marks ?? []) {
    const at = x.getPixelForValue(mark);
    ctx.beginPath();
    ctx.moveTo(at, area.top);
    ctx.lineTo(at, area.bottom);
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

function drawLines(chart) {
  const { ctx, chartArea: area, scales: { y } } = chart;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = themeColor("--ink");
  ctx.font = "12px " + Chart.defaults.font.family;
  ctx.textAlign = "left";
  for (const line of chart.spec?.lines ?? []) {
    const at = Math.round(y.getPixelForValue(line.y)) + 0.5;
    if (at < area.top || at > area.bottom) continue;
    ctx.setLineDash([6, 4]);
    ctx.beginPath();
    ctx.moveTo(area.left, at);
    ctx.lineTo(area.right, at);
    ctx.stroke();
    ctx.fillText(line.label, area.left + 6, at + (at > area.bottom - 20 ? -5 : 14));
  }
  ctx.restore();
}

function drawChart(place, spec) {
  const card = kept(place, spec.id, () => element("figure", { class: "card" },
    element("figcaption", {}, element("h3"), element("p", { class: "quiet" })),
    element("div", { class: "plot" }, element("canvas", { role: "img" }))));
  card.querySelector("h3").textContent = spec.title;
  card.querySelector("p").textContent = spec.note ?? "";
  const canvas = card.querySelector("canvas");
  canvas.setAttribute("aria-label", spec.title + ": " + [spec.yTitle, spec.xTitle].filter(Boolean).join(" against ") +
    ", " + spec.sets.map((set) => set.label).join(", "));
  let shown = charts.get(spec.id);
  if (!shown) {
    const chart = new Chart(canvas, { type: "line", data: { datasets: [] }, options: chartOptions(spec), plugins: [decorations, zooming] });
    shown = { chart };
    charts.set(spec.id, shown);
    listenForZoom(chart, canvas);
  }
  shown.spec = shown.chart.spec = spec;
  refreshChart(shown);
}

function refreshChart({ chart, spec }) {
  chart.options = chartOptions(spec);
  chart.data.datasets = chartSets(spec);
  chart.update("none");
}

function showCharts(place, specs) {
  const ids = specs.map((spec) => spec.id);
  for (const child of place.children) {
    const key = child.dataset.key;
    if (!ids.includes(key) && charts.has(key)) {
      charts.get(key).chart.destroy();
      charts.delete(key);
    }
  }
  for (const spec of specs) spec.image ? drawImage(place, spec) : spec.bars ? drawBars(place, spec) : drawChart(place, spec);
  keepOnly(place, ids);
}
