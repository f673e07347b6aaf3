// SPDX-License-Identifier: Apache-2.0
// A range of x is chosen by drawing over a chart with the mouse; a double click shows all again.

const zooming = {
  id: "zooming",
  afterDraw(chart) {
    if (!chart.dragged) return;
    const { ctx, chartArea: area } = chart;
    const [from, to] = chart.dragged;
    ctx.save();
    ctx.fillStyle = transparent(themeColor("--accent"), 0.18);
    ctx.fillRect(Math.min(from, to), area.top, Math.abs(to - from), area.bottom - area.top);
    ctx.restore();
  },
};

function setZoom(group, range) {
  if (range) zooms.set(group, range);
  else zooms.delete(group);
  for (const shown of charts.values()) if (shown.spec.group === group) refreshChart(shown);
  showControls();
}

function listenForZoom(chart, canvas) {
  const place = (event) => {
    const { left, right } = chart.chartArea;
    return Math.min(right, Math.max(left, event.offsetX));
  };
  const end = () => {
    const [from, to] = chart.dragged ?? [0, 0];
    chart.dragged = null;
    if (Math.abs(to - from) < 8) return chart.draw();
    const value = (at) => chart.scales.x.getValueForPixel(at);
    setZoom(chart.spec.group, [value(Math.min(from, to)), value(Math.max(from, to))]);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    chart.dragged = [place(event), place(event)];
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!chart.dragged) return;
    chart.dragged[1] = place(event);
    chart.draw();
  });
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", () => { chart.dragged = null; });
  canvas.addEventListener("dblclick", () => setZoom(chart.spec.group, null));
}

// The last part of the training, for fingers and keyboards.
function showLast(part) {
  const specs = [...charts.values()].map((shown) => shown.spec).filter((spec) => spec.group === "training");
  zooms.delete("training");
  const [low, high] = extent(specs.flatMap((spec) => xRange(spec)));
  setZoom("training", part < 1 && high > low ? [high - part * (high - low), high] : null);
}
