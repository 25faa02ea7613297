// Who gains and who loses: blue where fewer suffer than in the baseline, amber where more do.
const GAIN = "#2166a5", LOSS = "#d98a1c", NOW = "#a8123e", EVEN = "#c3cad2";
function render({ model, el: root }) {
  const t = speech(model);
  root.classList.add("bh-map");
  let measure = "deaths";
  const head = el("div", { class: "maphead" });
  const box = el("div", { class: "mapbox" });
  const tip = el("div", { class: "maptip", hidden: true });
  const legend = el("div", { class: "maplegend" });
  root.append(head, box, legend);

  function draw() {
    const land = model.get("land"), effects = model.get("effects");
    if (!land.places) return;
    const changed = Boolean(effects.changed);
    head.replaceChildren(el("h2", { text: t(changed ? "map.title_changed" : "map.title") }),
      el("div", { class: "pick", role: "group", "aria-label": t("map.measure") }, [["deaths", t("map.deaths")], ["displaced", t("map.displaced")]].map(([name, title]) =>
        el("button", { type: "button", "aria-pressed": String(name === measure), text: title, onclick: () => { measure = name; draw(); } }))));
    const w = Math.max(box.clientWidth || 360, 240), h = Math.round(Math.min(Math.max(w / shapeOf(land), w * 0.6), w * 1.12));
    const at = fit(land, w, h, 20), most = Math.max(...land.places.map((p) => p.p), 1);
    const node = svg("svg", { viewBox: `0 0 ${w} ${h}`, width: w, height: h, role: "img", "aria-label": t("map.label"), "font-family": "Roboto, system-ui, sans-serif" });
    for (const ring of land.outline || []) node.append(svg("path", { d: ringPath(ring, at), fill: "#f7f5f0", stroke: "#cfc8bb", "stroke-width": 1 }));
    for (const [a, b] of land.roads) {
      const p = land.places[a], q = land.places[b];
      node.append(svg("line", { x1: at.x(p.x), y1: at.y(p.y), x2: at.x(q.x), y2: at.y(q.y), stroke: "#ddd7cb", "stroke-width": 1.1 }));
    }
    const values = effects[changed ? measure + "_diff" : measure] || land.places.map(() => 0);
    const top = Math.max(...values.map(Math.abs), 1e-9);
    const order = values.map((v, i) => i).sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]));
    for (const i of order) {
      const p = land.places[i], v = values[i];
      const share = Math.sqrt(Math.abs(v) / top);
      const sure = !changed || measure === "displaced" || Math.abs((effects.fewer || [])[i] - 0.5) > 0.12;
      const colour = !changed ? NOW : v < 0 ? GAIN : LOSS;
      if (share > 0.03) node.append(svg("circle", { cx: at.x(p.x), cy: at.y(p.y), r: 4 + 17 * share, fill: sure ? colour : "none", opacity: sure ? 0.34 : 0.75, stroke: colour, "stroke-width": sure ? 0 : 1, "stroke-dasharray": sure ? null : "2 3" }));
      node.append(svg("circle", { cx: at.x(p.x), cy: at.y(p.y), r: Math.min(radius(p, most) * 0.62, 6), fill: share > 0.03 ? colour : EVEN, stroke: "#fff", "stroke-width": 1 }));
    }
    for (const i of named(land, at, 9, w)) {
      const p = land.places[i];
      node.append(svg("text", { x: at.x(p.x), y: at.y(p.y) + 18, "text-anchor": "middle", "font-size": 11, fill: "#3a4653", stroke: "#fff", "stroke-width": 3, "paint-order": "stroke", text: p.n }));
    }
    node.addEventListener("pointermove", (event) => {
      const frame = node.getBoundingClientRect();
      const i = nearest(land, at, event.clientX - frame.left, event.clientY - frame.top, 26);
      tip.hidden = i < 0;
      if (i < 0) return;
      const p = land.places[i], lines = [el("b", { text: p.n }), el("span", { text: t("map.people", { count: short(p.p) }) })];
      const row = (label, now, diff) => el("span", { text: label + ": " + short(now) + (changed ? "  →  " + short(Math.max(now + diff, 0)) : "") });
      lines.push(row(t("map.deaths"), effects.deaths[i], changed ? effects.deaths_diff[i] : 0), row(t("map.displaced"), effects.displaced[i], changed ? effects.displaced_diff[i] : 0));
      if (changed) lines.push(el("span", { text: t("map.fewer_in", { share: Math.round(effects.fewer[i] * 100) }) }));
      tip.replaceChildren(...lines);
      const x = at.x(p.x), y = at.y(p.y);
      tip.style.left = Math.min(Math.max(x - 80, 0), w - 172) + "px";
      tip.style.top = (y > h / 2 ? y - 108 : y + 16) + "px";
    });
    node.addEventListener("pointerleave", () => { tip.hidden = true; });
    box.replaceChildren(node, tip);
    const key = (colour, text) => el("span", {}, el("i", { style: "background:" + colour }), text);
    legend.replaceChildren(...(changed ? [key(GAIN, t("map.key_fewer")), key(LOSS, t("map.key_more")), el("span", {}, el("i", { class: "open" }), t("map.key_luck"))]
      : [key(NOW, t(measure === "deaths" ? "map.key_killed" : "map.key_displaced"))]));
  }
  draw();
  model.on("change:land change:effects", draw);
  let width = 0;
  const watch = new ResizeObserver(() => { if (Math.abs(box.clientWidth - width) > 3) { width = box.clientWidth; draw(); } });
  watch.observe(box);
  return () => watch.disconnect();
}
export default { render };
