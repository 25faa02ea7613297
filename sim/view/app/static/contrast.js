// Kept policies: names with colours, and each chart with one median a policy.
function render({ model, el: root }) {
  const t = speech(model);
  root.classList.add("bh-contrast");
  const list = el("ol"), grid = el("div", { class: "grid" });
  root.append(el("h2", { text: t("contrast.title") }), list, grid);
  let count = 0;
  const ask = (wish) => { model.set("asked", { ...wish, n: Date.now() + ++count }); model.save_changes(); };
  function chart(data, colours) {
    const w = 360, h = 150, left = 42, bottom = 20, bins = data.base[1].length, from = data.from || 0;
    const top = niceTop(Math.max(...[data.base, ...data.lines].flatMap((rows) => rows[2].slice(from))));
    const x = (i) => left + (i / Math.max(bins - 1, 1)) * (w - left - 6), y = (v) => 6 + (1 - Math.min(v / top, 1)) * (h - bottom - 6);
    const point = (v, i) => x(i).toFixed(1) + "," + y(v).toFixed(1);
    const path = (row) => row.map((v, i) => (i < from ? "" : (i > from ? "L" : "M") + point(v, i))).join("");
    const area = ([low, , high]) => path(high) + low.map(point).slice(from).reverse().map((p) => "L" + p).join("") + "Z";
    const node = svg("svg", { viewBox: `0 0 ${w} ${h}`, role: "img", "aria-label": data.title, "font-family": "Roboto, system-ui, sans-serif" });
    for (let k = 0; k <= 2; k++) node.append(svg("line", { x1: left, x2: w, y1: y((top * k) / 2), y2: y((top * k) / 2), stroke: "#e8ebef" }), svg("text", { x: left - 6, y: y((top * k) / 2) + 4, "text-anchor": "end", "font-size": 10.5, fill: "#64707d", text: tick((top * k) / 2) }));
    for (const i of [0, Math.floor(bins / 2), bins - 1]) node.append(svg("text", { x: x(i), y: h - 5, "text-anchor": i === 0 ? "start" : i === bins - 1 ? "end" : "middle", "font-size": 10.5, fill: "#64707d", text: monthOf(data.start, i * 4) }));
    [[data.base, "#6b7480"], ...data.lines.map((rows, k) => [rows, colours[k]])].forEach(([rows, colour]) => node.append(svg("path", { d: area(rows), fill: colour, opacity: 0.13 })));
    node.append(svg("path", { d: path(data.base[1]), fill: "none", stroke: "#6b7480", "stroke-dasharray": "4 3", "stroke-width": 1.5 }));
    data.lines.forEach((rows, k) => node.append(svg("path", { d: path(rows[1]), fill: "none", stroke: colours[k], "stroke-width": 2 })));
    return el("figure", {}, el("figcaption", {}, el("b", { text: data.title }), el("span", { text: data.unit })), node);
  }
  function draw() {
    const policies = model.get("policies"), colours = policies.map((p) => p.colour);
    list.replaceChildren(...policies.map((p, number) => el("li", {}, el("i", { style: "background:" + p.colour }), el("span", {}, el("b", { text: p.name }), el("small", { text: p.scenario + (p.worlds === p.full ? "" : " · " + (p.worlds ? t("contrast.so_far", { count: p.worlds, full: p.full }) : t("contrast.running"))) })),
      el("button", { type: "button", text: t("contrast.open"), "aria-label": t("contrast.open") + ": " + p.name, onclick: () => ask({ do: "open", number }) }), el("button", { type: "button", text: t("contrast.remove"), "aria-label": t("contrast.remove") + ": " + p.name, onclick: () => ask({ do: "drop", number }) }))));
    if (model.get("charts").length) list.append(el("li", { class: "key" }, el("i", { class: "dash" }), el("span", {}, el("b", { text: t("contrast.baseline") }), el("small", { text: t("contrast.key") }))));
    grid.replaceChildren(...model.get("charts").map((data) => chart(data, colours)));
    if (!model.get("charts").length) grid.replaceChildren(el("p", { text: t("contrast.running") }));
  }
  draw();
  model.on("change:policies change:charts", draw);
}
export default { render };
