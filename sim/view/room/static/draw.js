// Shared by the room's screens: numbers, axes, a chart of bands, sections that keep what is typed.
const R_GREY = "#6b7480", R_BLUE = "#0b5cb5", R_AMBER = "#b06c0a", R_FAINT = "#9aa5b1";
const BIN_WEEKS = 4;
function saidAs(kind, value) {
  if (value === null || value === undefined) return "–";
  if (kind === "share") return digits(value * 100, 0) + " %";
  return (kind === "dollars" ? "$" : "") + short(value);
}
// A part of the screen is built anew only where its data changed, so that nothing typed is lost.
function parts(root) {
  const known = new Map();
  return (name, data, build) => {
    const text = JSON.stringify(data ?? null);
    let row = known.get(name);
    if (!row) {
      row = { text: null, node: el("div", { class: "part " + name }) };
      known.set(name, row);
      root.append(row.node);
    }
    if (row.text !== text) {
      row.text = text;
      const built = data === null || data === undefined ? [] : [build(data)].flat(3).filter(Boolean);
      row.node.replaceChildren(...built);
      row.node.hidden = !built.length;
    }
    return row.node;
  };
}
function paragraphs(...texts) { return texts.filter(Boolean).map((text) => el("p", { text })); }
function axes(node, box, top, ticks, sayTick) {
  for (let i = 0; i <= ticks; i++) {
    const v = (top * i) / ticks, y = box.y(v);
    node.append(svg("line", { x1: box.left, x2: box.w - box.right, y1: y, y2: y, stroke: i ? "#e8ebef" : "#b9c1ca" }),
      svg("text", { x: box.left - 8, y: y + 4, "text-anchor": "end", "font-size": box.font, fill: "#64707d", text: sayTick(v) }));
  }
}
// A chart over time. `chart`: see views.chart_of; `big`: for a room.
function timeChart(chart, w, h, big) {
  const font = big ? 17 : 11.5;
  const box = { w, h, left: big ? 74 : 46, right: big ? 20 : 14, top: 12, bottom: big ? 38 : 26, font };
  const bins = chart.base[0].length, top = niceTop(chart.top);
  box.bins = bins; box.ceiling = top; box.from = chart.from || 0;
  box.x = (i) => box.left + (i / Math.max(bins - 1, 1)) * (w - box.left - box.right);
  box.y = (v) => box.top + (1 - Math.min(Math.max(v, 0), top) / top) * (h - box.top - box.bottom);
  const node = svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, class: "timechart", "font-family": "Roboto, system-ui, sans-serif" });
  axes(node, box, top, 4, tick);
  const first = dayOf(chart.start, 0), years = (bins * BIN_WEEKS) / 52.18, every = years > 14 ? 4 : years > 7 || w < 420 ? 2 : 1;
  for (let year = first.getUTCFullYear() + 1; year < first.getUTCFullYear() + years + 1; year++) {
    const at = (Date.UTC(year, 0, 1) - first.getTime()) / 604800000 / BIN_WEEKS;
    if (at < bins - 1 && (every === 1 || year % every === 0))
      node.append(svg("text", { x: box.x(at), y: h - box.bottom + font + 7, "text-anchor": "middle", "font-size": font, fill: "#64707d", text: String(year) }));
  }
  const band = (bands, colour, dashed) => {
    const from = chart.from || 0, line = (row) => row.map((v, i) => (i < from ? "" : (i > from ? "L" : "M") + box.x(i).toFixed(1) + "," + box.y(v).toFixed(1))).join("");
    const back = [...bands[0]].map((v, i) => [v, i]).slice(from).reverse().map(([v, i]) => "L" + box.x(i).toFixed(1) + "," + box.y(v).toFixed(1)).join("");
    node.append(svg("path", { d: line(bands[2]) + back + "Z", fill: colour, opacity: 0.18 }),
      svg("path", { d: line(bands[1]), fill: "none", stroke: colour, "stroke-width": big ? 4 : 2.2, "stroke-dasharray": dashed ? "5 4" : null }));
  };
  band(chart.base, R_GREY, true);
  if (chart.what) band(chart.what, R_BLUE, false);
  return { node, box };
}
// A drawn curve: points at even distances over the run; null where nothing was drawn
function curvePath(points, box) {
  const last = points.length - 1;
  return points.map((v, i) => (i ? "L" : "M") + box.x(box.from + (i / last) * (box.bins - 1 - box.from)).toFixed(1) + "," + box.y(v).toFixed(1)).join("");
}
function saveFile(file) {
  if (!file.text) return;
  const link = el("a", { href: URL.createObjectURL(new Blob([file.text], { type: file.kind })), download: file.name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
