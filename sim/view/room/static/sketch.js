// The prediction: a slider for the number, and a curve drawn on the chart by pointer or keys.
const POINTS = 25;
function predictPart(data, t, tell) {
  const drawn = { points: data.curve.length ? [...data.curve] : null, at: 0, value: data.value ?? data.base ?? (data.low + data.high) / 2 };
  const shown = el("output", { class: "number" });
  const range = el("input", { type: "range", min: data.low, max: data.high, step: (data.high - data.low) / 200, value: drawn.value, "aria-label": data.outcome });
  const mark = el("span", { class: "basemark", title: data.base_said });
  const place = (v) => ((Math.min(Math.max(v, data.low), data.high) - data.low) / (data.high - data.low)) * 100;
  const paint = () => {
    shown.textContent = saidAs(data.kind, +range.value);
    range.style.setProperty("--at", place(+range.value) + "%");
    range.setAttribute("aria-valuetext", shown.textContent);
  };
  if (data.base !== null) mark.style.left = `calc(${place(data.base)}% + ${11 - place(data.base) * 0.22}px)`;
  else mark.hidden = true;
  range.addEventListener("input", paint);
  paint();
  const note = el("span", { class: "soft", role: "status", text: data.value === null ? "" : t("room.ask.kept") });
  const button = el("button", { type: "button", class: "main", text: t(data.value === null ? "room.ask.send" : "room.ask.again"),
    onclick: () => tell({ do: "predict", value: +range.value, curve: drawn.points || [] }) });
  const holder = el("div", { class: "sketch" });
  const nodes = [
    el("h2", { text: t("room.ask.title") }),
    el("p", { class: "question", text: data.text }),
    el("p", { class: "soft", text: data.base === null ? t("room.ask.base_soon") : data.base_said }),
    el("div", { class: "guessrow" }, el("div", { class: "guesstrack" }, mark, range), shown),
    el("div", { class: "ends" }, el("span", { text: saidAs(data.kind, data.low) }), el("span", { text: saidAs(data.kind, data.high) })),
    data.chart ? holder : null,
    el("div", { class: "sendrow" }, button, note),
  ];
  if (data.chart) requestAnimationFrame(() => sketchOn(holder, data.chart, drawn, t));
  return nodes;
}
function sketchOn(holder, chart, drawn, t) {
  const w = Math.max(Math.min(holder.clientWidth || 340, 760), 280), h = Math.round(Math.min(Math.max(w * 0.5, 190), 300));
  const { node, box } = timeChart(chart, w, h, false);
  const line = svg("path", { fill: "none", stroke: R_AMBER, "stroke-width": 3, "stroke-linecap": "round", "stroke-linejoin": "round" });
  const dot = svg("circle", { r: 7, fill: R_AMBER, stroke: "#fff", "stroke-width": 2, visibility: "hidden" });
  node.append(line, dot);
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "application");
  node.setAttribute("aria-label", t("room.ask.draw_keys", { chart: chart.title }));
  const paint = () => { line.setAttribute("d", drawn.points ? curvePath(drawn.points, box) : ""); clear.disabled = !drawn.points; };
  const start = () => {
    if (drawn.points) return;
    const middle = chart.base[1], last = middle.length - 1;
    drawn.points = Array.from({ length: POINTS }, (_, i) => middle[Math.round(box.from + (i / (POINTS - 1)) * (last - box.from))]);
  };
  const clear = el("button", { type: "button", class: "quiet", text: t("room.ask.clear"), onclick: () => { drawn.points = null; dot.setAttribute("visibility", "hidden"); paint(); } });
  let before = null;
  const valueAt = (y) => (1 - (y - box.top) / (box.h - box.top - box.bottom)) * box.ceiling;
  const spot = (event) => {
    const area = node.getBoundingClientRect(), scale = box.w / area.width;
    const x = (event.clientX - area.left) * scale, y = (event.clientY - area.top) * scale;
    const i = Math.round(((x - box.x(box.from)) / (box.x(box.bins - 1) - box.x(box.from))) * (POINTS - 1));
    return [Math.min(Math.max(i, 0), POINTS - 1), Math.min(Math.max(valueAt(y), 0), box.ceiling)];
  };
  const put = (event) => {
    const [i, v] = spot(event);
    const [j, u] = before || [i, v];
    const low = Math.min(i, j), high = Math.max(i, j);
    for (let k = low; k <= high; k++) drawn.points[k] = high === low ? v : u + ((v - u) * (k - j)) / (i - j);
    before = [i, v];
    paint();
  };
  node.addEventListener("pointerdown", (event) => { start(); before = null; node.setPointerCapture(event.pointerId); put(event); event.preventDefault(); });
  node.addEventListener("pointermove", (event) => { if (before) put(event); });
  for (const name of ["pointerup", "pointercancel"]) node.addEventListener(name, () => { before = null; });
  node.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    start();
    drawn.at = Math.min(Math.max(drawn.at + step[0], 0), POINTS - 1);
    drawn.points[drawn.at] = Math.min(Math.max(drawn.points[drawn.at] + (step[1] * box.ceiling) / 40, 0), box.ceiling);
    dot.setAttribute("cx", box.x(box.from + (drawn.at / (POINTS - 1)) * (box.bins - 1 - box.from)));
    dot.setAttribute("cy", box.y(drawn.points[drawn.at]));
    dot.setAttribute("visibility", "visible");
    paint();
  });
  holder.replaceChildren(el("p", { class: "charttitle" }, el("b", { text: chart.title }), el("span", { text: " " + chart.unit })),
    node, el("div", { class: "sketchfoot" }, legend([[R_GREY, t("room.board.baseline")], [R_AMBER, t("room.ask.yours")]]), clear),
    el("p", { class: "soft", text: t("room.ask.draw") }));
  paint();
}
function legend(rows) {
  return el("span", { class: "legend" }, rows.map(([colour, text]) => el("span", {}, el("i", { style: "background:" + colour }), text)));
}
// What everybody said beside what came: a strip of numbers, and the drawn curves over the answer.
function guessPart(data, t, big) {
  const holder = el("div", { class: "guessed" });
  const nodes = [
    el("h2", { text: t("room.guess.title") }), el("p", { class: "question", text: data.text }),
    data.truth === null ? el("p", { class: "soft", text: t("room.guess.wait") })
      : el("p", { class: "truth" }, el("b", { text: t("room.guess.truth", { truth: data.truth_text, base: data.base_text }) }), data.better ? ` (${data.better})` : ""),
    holder,
  ];
  if (data.truth !== null) requestAnimationFrame(() => guessesOn(holder, data, t, big));
  return nodes;
}
function guessesOn(holder, data, t, big) {
  const w = Math.max(Math.min(holder.clientWidth || 340, big ? 1800 : 860), 280), font = big ? 20 : 12, lane = big ? 30 : 18;
  const low = Math.min(data.low, data.truth), high = Math.max(data.high, data.truth), pad = big ? 40 : 24;
  const x = (v) => pad + ((v - low) / (high - low || 1)) * (w - 2 * pad);
  const lanes = [];
  const spots = [...data.rows].sort((a, b) => a.value - b.value).map((row) => {
    let at = 0;
    while (lanes[at] !== undefined && x(row.value) - lanes[at] < font * 1.7) at++;
    lanes[at] = x(row.value);
    return [row, at];
  });
  const floor = Math.max(lanes.length, 1) * lane + font + 16, h = floor + font * 3;
  const node = svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", "aria-label": t("room.guess.title"), "font-family": "Roboto, system-ui, sans-serif" });
  node.append(svg("line", { x1: pad, x2: w - pad, y1: floor, y2: floor, stroke: "#b9c1ca", "stroke-width": 2 }));
  const flag = (v, colour, text, up) => node.append(
    svg("line", { x1: x(v), x2: x(v), y1: up ? 4 : floor - 7, y2: floor + 7, stroke: colour, "stroke-width": up ? 3 : 2 }),
    svg("text", { x: Math.min(Math.max(x(v), pad + 30), w - pad - 30), y: floor + (up ? 1.5 : 2.7) * font + 4, "text-anchor": "middle", "font-size": font, "font-weight": 600, fill: colour, text }));
  flag(data.truth, R_BLUE, t("room.guess.came", { value: data.truth_text }), true);
  if (data.base !== null) flag(data.base, R_GREY, t("room.guess.before", { value: data.base_text }), false);
  for (const [row, at] of spots) {
    const y = floor - 10 - at * lane, ink = row.you ? R_AMBER : "#1d2733";
    node.append(svg("circle", { cx: x(row.value), cy: y - font * 0.35, r: font * 0.72, fill: ink, opacity: row.you ? 1 : 0.82 }, svg("title", { text: `${row.letter} ${row.name} ${row.text} (${row.error})` })),
      svg("text", { x: x(row.value), y: y, "text-anchor": "middle", "font-size": font * 0.86, "font-weight": 600, fill: "#fff", text: row.letter }));
  }
  const nodes = [node];
  if (data.chart) {
    const curves = data.rows.filter((row) => row.curve.length > 1);
    const { node: chart, box } = timeChart(data.chart, w, Math.round(Math.min(Math.max(w * 0.44, 200), big ? 430 : 330)), big);
    for (const row of curves)
      chart.append(svg("path", { d: curvePath(row.curve, box), fill: "none", stroke: row.you || big ? R_AMBER : "#c79a5a", "stroke-width": row.you ? 3 : 1.6, opacity: row.you ? 1 : 0.6 }));
    const rows = [[R_GREY, t("room.board.baseline")], [R_BLUE, t("room.guess.answer")]];
    if (curves.length) rows.push([R_AMBER, t("room.guess.curves")]);
    nodes.push(el("p", { class: "charttitle" }, el("b", { text: data.chart.title }), el("span", { text: " " + data.chart.unit })), chart, legend(rows), el("p", { class: "soft", text: t("room.guess.lines") }));
  }
  const list = data.rows.filter((row, i) => i < 3 || row.you);
  if (list.length && !big) nodes.push(el("p", { class: "soft nearest", text: t("room.guess.nearest") }),
    el("ol", { class: "nearestlist" }, list.map((row) => el("li", { value: data.rows.indexOf(row) + 1, class: row.you ? "you" : null, text: `${row.letter}${row.name ? " · " + row.name : ""}: ${row.text} (${row.error})` }))));
  holder.replaceChildren(...nodes);
}
