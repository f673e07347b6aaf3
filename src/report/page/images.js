// SPDX-License-Identifier: Apache-2.0
// Functions of two variables as images, and bars. An image's spec: id, title, run, color, grid.

// From dark to light, equally far apart to the eye; and blue, white, red for values of both signs.
const oneSided = [[24, 18, 62], [58, 38, 120], [50, 84, 148], [32, 130, 142], [64, 174, 116], [164, 208, 76], [250, 232, 96]];
const twoSided = [[22, 68, 140], [88, 148, 204], [190, 214, 232], [247, 246, 244], [244, 204, 184], [218, 122, 92], [158, 28, 42]];

function mixed(colors, part) {
  const at = Math.min(1, Math.max(0, part)) * (colors.length - 1);
  const k = Math.min(colors.length - 2, Math.floor(at));
  const weight = at - k;
  return colors[k].map((c, i) => Math.round(c + weight * (colors[k + 1][i] - c)));
}

function colorScale(grid) {
  const [low, high] = extent(grid.mean.filter((value) => value !== null));
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return low < -0.02 * size ? { colors: twoSided, low: -size, high: size } : { colors: oneSided, low: Math.min(0, low), high: high || 1 };
}

// The borders between cells with these centres.
function borders(centres) {
  const n = centres.length;
  if (n === 1) return [centres[0] - 0.5, centres[0] + 0.5];
  const inner = centres.slice(1).map((value, i) => (value + centres[i]) / 2);
  return [centres[0] - (inner[0] - centres[0]), ...inner, centres[n - 1] + (centres[n - 1] - inner[n - 2])];
}

// Where things are, in pixels: the image, and from values to places. Where both axes have one unit, so has the image.
function imageLayout(grid, width) {
  const x = borders(grid.x), y = borders(grid.y);
  const unit = (axis) => axis.match(/\[.*\]/)?.[0];
  const wide = x[x.length - 1] - x[0], tall = y[y.length - 1] - y[0];
  const ratio = unit(grid.x_axis) && unit(grid.x_axis) === unit(grid.y_axis) ? tall / wide : 1;
  const left = 52, top = 8, most = Math.max(80, Math.min(width - left - 84, 400));
  const across = Math.min(most, most / ratio), up = across * ratio;
  return {
    x, y, left, top, across, up, height: top + up + 46,
    px: (value) => left + (across * (value - x[0])) / wide,
    py: (value) => top + up - (up * (value - y[0])) / tall,
  };
}

// A point of a small picture for each value, made larger without smoothing; y grows upward.
function paintCells(context, grid, scale, layout) {
  const n = grid.x.length, m = grid.y.length;
  const small = element("canvas", { width: n, height: m });
  const picture = new ImageData(n, m);
  for (let i = 0; i < n; ++i)
    for (let j = 0; j < m; ++j) {
      const value = grid.mean[i * m + j];
      if (value === null) continue;
      picture.data.set([...mixed(scale.colors, (value - scale.low) / (scale.high - scale.low)), 255], 4 * ((m - 1 - j) * n + i));
    }
  small.getContext("2d").putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, layout.left, layout.top, layout.across, layout.up);
}

function paintAxes(context, grid, layout) {
  const { x, y, left, top, across, up, px, py } = layout;
  const bottom = top + up, count = (length) => Math.max(2, Math.min(8, length / 45));
  context.fillStyle = context.strokeStyle = themeColor("--quiet");
  context.textAlign = "center";
  context.beginPath();
  for (const tick of roundTicks(x[0], x[x.length - 1], count(across))) {
    context.fillText(shortNumber(tick), px(tick), bottom + 18);
    context.moveTo(px(tick), bottom);
    context.lineTo(px(tick), bottom + 4);
  }
  context.fillText(grid.x_axis, left + across / 2, bottom + 38);
  context.textAlign = "right";
  for (const tick of roundTicks(y[0], y[y.length - 1], count(up))) {
    context.fillText(shortNumber(tick), left - 8, py(tick) + 4);
    context.moveTo(left - 4, py(tick));
    context.lineTo(left, py(tick));
  }
  context.stroke();
  context.save();
  context.translate(12, top + up / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(grid.y_axis, 0, 0);
  context.restore();
}

function paintScale(context, scale, layout) {
  const { left, top, across, up } = layout;
  const at = left + across + 14;
  for (let k = 0; k < up; ++k) {
    context.fillStyle = "rgb(" + mixed(scale.colors, 1 - k / up).join() + ")";
    context.fillRect(at, top + k, 12, Math.min(1.5, up - k));
  }
  context.fillStyle = context.strokeStyle = themeColor("--quiet");
  context.textAlign = "left";
  context.beginPath();
  for (const tick of roundTicks(scale.low, scale.high, 6)) {
    const height = top + up * (1 - (tick - scale.low) / (scale.high - scale.low));
    context.fillText(shortNumber(tick, 3), at + 19, height + 4);
    context.moveTo(at + 12, height);
    context.lineTo(at + 16, height);
  }
  context.stroke();
}

function paintImage(card) {
  const { grid } = card.spec;
  const canvas = card.querySelector("canvas");
  const width = canvas.parentElement.clientWidth;
  const layout = imageLayout(grid, width), ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(layout.height * ratio);
  canvas.style.height = layout.height + "px";
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.font = "12px " + Chart.defaults.font.family;
  const scale = colorScale(grid);
  paintCells(context, grid, scale, layout);
  paintAxes(context, grid, layout);
  paintScale(context, scale, layout);
}

// What is below the pointer, in words.
function readImage(card, event) {
  const { grid } = card.spec;
  const layout = imageLayout(grid, card.querySelector("canvas").parentElement.clientWidth);
  const cellOf = (edges, place, at) => edges.slice(1).findIndex((_, k) => {
    const a = place(edges[k]), b = place(edges[k + 1]);
    return at >= Math.min(a, b) && at < Math.max(a, b);
  });
  const i = cellOf(layout.x, layout.px, event.offsetX), j = cellOf(layout.y, layout.py, event.offsetY);
  card.querySelector(".read").textContent = i < 0 || j < 0 ? "" :
    shortNumber(grid.mean[i * grid.y.length + j]) + " at " + shortNumber(grid.x[i], 3) + ", " + shortNumber(grid.y[j], 3);
}

const resized = new ResizeObserver((entries) => {
  for (const entry of entries) paintImage(entry.target.closest(".card"));
});

function drawImage(place, spec) {
  const card = kept(place, spec.id, () => {
    const made = element("figure", { class: "card" },
      element("figcaption", {}, element("h3"), element("p", { class: "quiet" })),
      element("div", { class: "image" }, element("canvas", { role: "img" })), element("p", { class: "quiet read" }));
    made.querySelector("canvas").addEventListener("pointermove", (event) => readImage(made, event));
    resized.observe(made.querySelector(".image"));
    return made;
  });
  card.spec = spec;
  card.hidden = isHidden(spec.run);
  card.querySelector("h3").textContent = spec.title;
  card.querySelector("p").textContent = spec.note;
  const [low, high] = extent(spec.grid.mean.filter((value) => value !== null));
  card.querySelector("canvas").setAttribute("aria-label",
    spec.title + ", values from " + shortNumber(low) + " to " + shortNumber(high));
  paintImage(card);
}

// Bars of parts beside one another, a bar a run: where the seconds went.
function drawBars(place, spec) {
  const card = kept(place, spec.id, () => element("figure", { class: "card wide" },
    element("figcaption", {}, element("h3"), element("p", { class: "quiet" })),
    element("div", { class: "plot" }, element("canvas", { role: "img" }))));
  card.querySelector("h3").textContent = spec.title;
  card.querySelector("p").textContent = spec.note ?? "";
  const canvas = card.querySelector("canvas");
  canvas.setAttribute("aria-label", spec.title + "; the numbers are in the table below");
  card.querySelector(".plot").style.flexBasis = 110 + 30 * spec.labels.length + "px";
  charts.get(spec.id)?.chart.destroy();
  const options = chartOptions({ ...spec, sets: [] });
  options.indexAxis = "y";
  options.parsing = true;
  options.interaction = { mode: "nearest", intersect: true };
  options.scales.x = { ...axis(spec.xTitle, false, {}), stacked: true };
  options.scales.y = { ...axis("", false, {}), type: "category", stacked: true };
  options.scales.y.ticks.callback = function (value) {
    const label = this.getLabelForValue(value);
    return label.length > 18 ? label.slice(0, 17) + "…" : label;
  };
  options.plugins.legend.display = true;
  options.plugins.legend.labels.boxWidth = options.plugins.legend.labels.boxHeight = 11;
  options.plugins.tooltip.callbacks = { label: (item) => item.dataset.label + ": " + shortNumber(item.parsed.x) + " s" };
  const datasets = spec.parts.map((part, p) => ({
    label: part.name, data: part.seconds, backgroundColor: themeColor("--run-" + (p % 8)), maxBarThickness: 26,
  }));
  const chart = new Chart(canvas, { type: "bar", data: { labels: spec.labels, datasets }, options });
  charts.set(spec.id, { chart, spec: { ...spec, group: spec.id } });
}
