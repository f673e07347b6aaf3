// SPDX-License-Identifier: Apache-2.0
// Numbers as text, and ticks.

function superscript(whole) {
  return String(whole).replace(/[-0-9]/g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
}

// 0.0123, 12.34, 1.2·10⁻⁷
function shortNumber(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e6)) return String(Number(value.toPrecision(digits)));
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const factor = String(Number(mantissa));
  const power = "10" + superscript(Number(exponent));
  return factor === "1" ? power : factor === "-1" ? "-" + power : factor + "·" + power;
}

// The label of a tick on a logarithmic axis: decades, and 2 and 5 between them where there are few.
function decadeLabel(value, low, high) {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Number((value / 10 ** exponent).toPrecision(6));
  const decades = Math.log10(high / low);
  if (mantissa !== 1 && !(decades < 1.5 && (mantissa === 2 || mantissa === 5))) return null;
  return exponent >= -2 && exponent <= 3 ? String(Number(value.toPrecision(2))) : shortNumber(value, 1);
}

// About `count` round numbers from `low` to `high`.
function roundTicks(low, high, count) {
  const rough = (high - low) / count;
  if (!(rough > 0)) return [low];
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * decade >= rough) * decade;
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) ticks.push(Number((k * step).toPrecision(8)));
  return ticks;
}

// A range that leaves out the lowest and the highest hundredth of the values.
function mostOf(values) {
  const every = Math.ceil(values.length / 4000);
  const sorted = values.filter((_, i) => i % every === 0).sort((a, b) => a - b);
  const place = (part) => sorted[Math.round(part * (sorted.length - 1))];
  return [place(0.01), place(0.99)];
}
