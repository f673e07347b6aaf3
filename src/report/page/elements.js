// SPDX-License-Identifier: Apache-2.0
// Elements and tables. Texts of runs go into the page as text only, never as HTML.

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// The child of `parent` with this key, made by `make` where there is none: what stays on the page keeps its state.
function kept(parent, key, make) {
  for (const child of parent.children) if (child.dataset.key === key) return child;
  const child = make();
  child.dataset.key = key;
  parent.append(child);
  return child;
}

// Removes the children whose keys are not among `keys`, and puts the others in this order.
function keepOnly(parent, keys) {
  for (const child of [...parent.children]) if (!keys.includes(child.dataset.key)) child.remove();
  keys.forEach((key, place) => {
    const child = [...parent.children].find((one) => one.dataset.key === key);
    if (child && parent.children[place] !== child) parent.insertBefore(child, parent.children[place]);
  });
}

function cell(tag, text, column, scope) {
  const made = element(tag, { text });
  if (scope) made.scope = scope;
  if (column === "Status") made.className = "status " + text;
  if (/^\w+([.][\w-]+)+$/.test(column)) made.className = "setting";
  return made;
}

// A row a run; with few runs a column a run, so that numbers stand below one another.
function tableElement(table) {
  const few = table.rows.length <= 3;
  const rows = few ? table.columns.map((_, c) => [table.columns[c], ...table.rows.map((row) => row[c])]) : table.rows;
  const head = few ? rows.shift() : table.columns;
  const single = few && table.rows.length === 1;
  const body = element("tbody");
  for (const row of rows)
    body.append(element("tr", {}, ...row.map((text, c) =>
      c === 0 ? cell("th", text, "", "row") : cell("td", text, few ? row[0] : table.columns[c]))));
  const made = element("table", {}, body);
  if (!single) made.prepend(element("thead", {}, element("tr", {}, ...head.map((text) => cell("th", text, "", "col")))));
  return made;
}

// What one run found, each number below its name; a unit in parentheses stays in one line.
function tilesElement(table) {
  const tiles = element("dl", { class: "tiles" });
  table.columns.forEach((column, c) => {
    const text = table.rows[0][c].replace(/\([^()]*\)/g, (unit) => unit.replaceAll(" ", "\u00a0"));
    if (c > 0) tiles.append(element("div", {}, element("dt", { text: column }), cell("dd", text, column)));
  });
  return tiles;
}

// Without the columns that no run knows.
function known(table) {
  const columns = table.columns.map((_, c) => c).filter((c) => table.rows.some((row) => row[c] !== "-"));
  const pick = (row) => columns.map((c) => row[c]);
  return { ...table, columns: pick(table.columns), rows: table.rows.map(pick) };
}

// One run's results and its box are tiles; everything else is a table.
function showTables(place, tables) {
  place.replaceChildren(...tables.map(known).map((table) => {
    const caption = element("figcaption", { text: table.caption });
    if (["summary", "box"].includes(table.id) && table.rows.length === 1)
      return element("figure", { class: "whole" }, caption, tilesElement(table));
    return element("figure", {}, caption, element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": table.caption },
      tableElement(table)));
  }));
}
