// One large chart and a strip of small ones: grey baseline, blue what-if, 50 and 90 % bands.
const BINS = 4; // weeks a point
function paths(bands, x, y) {
  const from = bands.from || 0;
  const line = (row) => row.map((v, i) => (i < from ? "" : (i > from ? "L" : "M") + x(i).toFixed(1) + "," + y(v).toFixed(1))).join("");
  const area = (low, high) => line(high) + [...low].map((v, i) => [v, i]).slice(from).reverse()
    .map(([v, i]) => "L" + x(i).toFixed(1) + "," + y(v).toFixed(1)).join("") + "Z";
  return { wide: area(bands[0], bands[4]), half: area(bands[1], bands[3]), middle: line(bands[2]) };
}
function topOf(chart, quantile) {
  const all = [chart.base, chart.what].filter(Boolean).flatMap((b) => b[quantile].slice(chart.from || 0));
  return all.length ? Math.max(...all) : 1;
}
function isPercent(chart) { return chart.percent; }
function valueText(chart, value) { return isPercent(chart) ? short(value) + " %" : short(value); }
function tone(chart) { return chart.tone || "same"; }
function cut(chart, bands) { const shown = [...bands]; shown.from = chart.from || 0; return shown; }
function layers(bands, x, y, colour, dashed, width) {
  const p = paths(bands, x, y);
  return [
    svg("path", { d: p.wide, fill: colour, opacity: dashed ? 0.13 : 0.14 }),
    svg("path", { d: p.half, fill: colour, opacity: dashed ? 0.2 : 0.24 }),
    svg("path", { d: p.middle, fill: "none", stroke: colour, "stroke-width": width, "stroke-linejoin": "round",
      "stroke-dasharray": dashed ? "5 4" : null }),
  ];
}
const GREY = "#6b7480", BLUE = "#0b5cb5";

function render({ model, el: root }) {
  const t = speech(model);
  root.classList.add("bh-charts");
  const big = el("div", { class: "big" });
  const strip = el("div", { class: "strip", role: "tablist", "aria-label": t("charts.charts") });
  root.append(big, strip);
  let hover = null;

  function chartNow() {
    const charts = model.get("charts");
    return charts.find((c) => c.id === model.get("large")) || charts[0];
  }
  function years(meta, bins) {
    const marks = [];
    const from = dayOf(meta.start, 0), weeks = bins * BINS;
    const total = weeks / 52.18;
    const every = total > 14 ? 4 : total > 7 ? 2 : 1;
    for (let year = from.getUTCFullYear() + 1; year < from.getUTCFullYear() + total + 1; year++) {
      const week = (Date.UTC(year, 0, 1) - from.getTime()) / 604800000;
      if (week < weeks && (year % every === 0 || every === 1)) marks.push([week / BINS, String(year)]);
    }
    return marks;
  }
  function drawBig() {
    const chart = chartNow();
    if (!chart) { big.replaceChildren(el("p", { class: "wait", text: t("charts.wait") })); return; }
    const meta = model.get("meta");
    const w = Math.max(big.clientWidth || 600, 320), h = Math.round(Math.min(Math.max(w * 0.46, 230), 330));
    const left = 48, right = chart.what ? 76 : 76, top = 14, bottom = 26;
    const bins = chart.base[0].length;
    const ceiling = isPercent(chart) ? Math.min(100, niceTop(topOf(chart, 4))) : niceTop(topOf(chart, 4));
    const x = (i) => left + (i / Math.max(bins - 1, 1)) * (w - left - right);
    const y = (v) => top + (1 - Math.min(v, ceiling) / ceiling) * (h - top - bottom);
    const node = svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img",
      "aria-label": chart.title + ", " + chart.unit, "font-family": "Roboto, system-ui, sans-serif" });
    for (let i = 0; i <= 4; i++) {
      const v = (ceiling * i) / 4;
      node.append(svg("line", { x1: left, x2: w - right, y1: y(v), y2: y(v), stroke: i ? "#e8ebef" : "#b9c1ca" }),
        svg("text", { x: left - 8, y: y(v) + 4, "text-anchor": "end", "font-size": 11, fill: "#64707d", text: tick(v) }));
    }
    for (const [at, text] of years(meta, bins))
      node.append(svg("line", { x1: x(at), x2: x(at), y1: h - bottom, y2: h - bottom + 4, stroke: "#b9c1ca" }),
        svg("text", { x: x(at), y: h - bottom + 17, "text-anchor": "middle", "font-size": 11, fill: "#64707d", text }));
    for (const mark of meta.marks || []) {
      const at = x(mark.week / BINS);
      node.append(svg("line", { x1: at, x2: at, y1: top, y2: h - bottom, stroke: "#9aa5b1", "stroke-dasharray": "2 3" }),
        svg("text", { x: at + 4, y: top + 9, "font-size": 10.5, fill: "#64707d", text: mark.text }));
    }
    node.append(...layers(cut(chart, chart.base), x, y, GREY, true, 1.6));
    if (chart.what) node.append(...layers(cut(chart, chart.what), x, y, BLUE, false, 2.2));
    labels(node, chart, y, w - right + 6, bins, h - bottom - 6);
    const guide = svg("g", { visibility: "hidden" });
    node.append(guide);
    node.addEventListener("pointermove", (event) => {
      const box = node.getBoundingClientRect();
      const i = Math.round(((event.clientX - box.left - left) / (w - left - right)) * (bins - 1));
      if (i >= (chart.from || 0) && i < bins) pointAt(guide, chart, i, x, y, top, h - bottom, w, meta);
    });
    node.addEventListener("pointerleave", () => guide.setAttribute("visibility", "hidden"));
    big.replaceChildren(
      el("div", { class: "title" }, el("h2", { text: chart.title }), el("span", { class: "unit", text: chart.unit }),
        el("span", { class: "values" },
          el("span", { class: "v base", title: t("charts.base_median", { headline: chart.over }), text: chart.base_text }),
          el("span", { class: "when", text: chart.over }),
          chart.change === null ? null : el("span", { class: "chip " + tone(chart), title: [t("charts.change_median"), chart.spread].filter(Boolean).join("; "), text: chart.change }),
          el("button", { class: "icon", type: "button", title: t("charts.save_title"), "aria-label": t("charts.save"), text: "⤓", onclick: () => savePicture(node, chart) }))),
      node);
  }
  function labels(node, chart, y, at, bins, floor) { // off each other, and off the axis
    const last = (bands) => Math.min(y(bands[2][bins - 1]), floor);
    let low = last(chart.base);
    if (chart.what) {
      let other = last(chart.what);
      if (Math.abs(other - low) < 14) { const middle = (other + low) / 2; const up = other <= low; other = middle + (up ? -7 : 7); low = middle + (up ? 7 : -7); const under = Math.max(other, low) - floor; if (under > 0) { other -= under; low -= under; } }
      node.append(svg("text", { x: at, y: other + 4, "font-size": 12, "font-weight": 600, fill: BLUE, text: t("charts.whatif") }));
    }
    node.append(svg("text", { x: at, y: low + 4, "font-size": 12, "font-weight": 600, fill: GREY, text: t("charts.baseline") }));
  }
  function pointAt(guide, chart, i, x, y, top, bottom, w, meta) {
    const rows = [[t("charts.baseline"), chart.base, GREY]];
    if (chart.what) rows.push([t("charts.whatif"), chart.what, BLUE]);
    const right = x(i) > w * 0.6;
    const box = svg("g", { transform: `translate(${right ? x(i) - 166 : x(i) + 10},${top + 4})` },
      svg("rect", { width: 156, height: 24 + rows.length * 30, rx: 8, fill: "#fff", stroke: "#d9dee4", opacity: 0.97 }),
      svg("text", { x: 10, y: 17, "font-size": 11, fill: "#64707d", text: monthOf(meta.start, i * BINS) }));
    rows.forEach(([name, bands, colour], k) => box.append(
      svg("text", { x: 10, y: 35 + k * 30, "font-size": 12, "font-weight": 600, fill: colour, text: name + "  " + valueText(chart, bands[2][i]) }),
      svg("text", { x: 10, y: 48 + k * 30, "font-size": 10.5, fill: "#64707d", text: t("charts.nine_in_ten", { low: short(bands[0][i]), high: short(bands[4][i]) }) })));
    guide.replaceChildren(svg("line", { x1: x(i), x2: x(i), y1: top, y2: bottom, stroke: "#8a95a1", "stroke-dasharray": "3 3" }),
      ...rows.map(([, bands, colour]) => svg("circle", { cx: x(i), cy: y(bands[2][i]), r: 4, fill: colour, stroke: "#fff", "stroke-width": 1.5 })), box);
    guide.setAttribute("visibility", "visible");
  }
  function savePicture(node, chart) {
    const copy = node.cloneNode(true);
    const w = node.width.baseVal.value, h = node.height.baseVal.value, pad = 46;
    copy.setAttribute("xmlns", SVG);
    copy.setAttribute("y", pad);
    const meta = model.get("meta");
    const sheet = svg("svg", { xmlns: SVG, width: w, height: h + pad + 22, viewBox: `0 0 ${w} ${h + pad + 22}`, "font-family": "Roboto, system-ui, sans-serif" },
      svg("rect", { width: w, height: h + pad + 22, fill: "#fff" }),
      svg("text", { x: 12, y: 22, "font-size": 16, "font-weight": 600, fill: "#1d2733", text: chart.title + ", " + chart.unit }),
      svg("text", { x: 12, y: 40, "font-size": 11.5, fill: "#64707d", text: meta.caption || "" }), copy,
      svg("text", { x: 12, y: h + pad + 12, "font-size": 10, fill: "#8a95a1", text: t("charts.foot") }));
    const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(sheet)], { type: "image/svg+xml" }));
    const picture = new Image();
    picture.onload = () => {
      const canvas = el("canvas", { width: w * 2, height: (h + pad + 22) * 2 });
      const context = canvas.getContext("2d");
      context.scale(2, 2);
      context.drawImage(picture, 0, 0);
      URL.revokeObjectURL(url);
      canvas.toBlob((blob) => {
        const link = el("a", { href: URL.createObjectURL(blob), download: `bluehelm-${meta.scenario || "run"}-${chart.id}.png` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      });
    };
    picture.src = url;
  }
  function drawSmall(chart) {
    const w = 190, h = 62, bins = chart.base[0].length;
    const ceiling = niceTop(topOf(chart, 3)) || 1;
    const x = (i) => 2 + (i / Math.max(bins - 1, 1)) * (w - 4);
    const y = (v) => 3 + (1 - Math.min(v / ceiling, 1)) * (h - 6);
    const node = svg("svg", { viewBox: `0 0 ${w} ${h}`, preserveAspectRatio: "none", class: "spark", "aria-hidden": "true" },
      svg("line", { x1: 0, x2: w, y1: h - 3, y2: h - 3, stroke: "#d5dbe1" }));
    const half = (bands, colour, dashed) => {
      const p = paths(bands, x, y);
      node.append(svg("path", { d: p.half, fill: colour, opacity: 0.2 }),
        svg("path", { d: p.middle, fill: "none", stroke: colour, "stroke-width": dashed ? 1.2 : 1.7, "stroke-dasharray": dashed ? "4 3" : null, "vector-effect": "non-scaling-stroke" }));
    };
    half(cut(chart, chart.base), GREY, true);
    if (chart.what) half(cut(chart, chart.what), BLUE, false);
    return el("button", { class: "small", type: "button", role: "tab", "data-chart": chart.id, "aria-selected": chart.id === chartNow().id,
      onclick: () => { model.set("large", chart.id); model.save_changes(); draw(); } },
      el("span", { class: "name" }, chart.title + " ", el("span", { class: "when", text: chart.headline })),
      el("span", { class: "row" }, el("span", { class: "v base", text: chart.base_text }),
        chart.change === null ? null : el("span", { class: "chip " + tone(chart), title: t("charts.change_median"), text: chart.change })), node);
  }
  function draw() {
    const charts = model.get("charts");
    root.classList.toggle("empty", !charts.length);
    drawBig();
    strip.replaceChildren(...charts.map(drawSmall));
  }
  draw();
  model.on("change:charts change:meta change:large", draw);
  let width = 0;
  const watch = new ResizeObserver(() => { if (Math.abs(big.clientWidth - width) > 3) { width = big.clientWidth; drawBig(); } });
  watch.observe(big);
  return () => watch.disconnect();
}
export default { render };
