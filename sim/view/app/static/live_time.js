// The time-line: the dead of every four weeks, and above them what was signed, broken, voted, who came and went.
const CIVILIANS = "#a8123e", FIGHTERS = "#8a93a0", BASE_TONE = "#5d6875";
const SIGNS = { // class of a mark -> how it is drawn in a box of 10
  peace: ["M5,0 L10,5 L5,10 L0,5Z", "#0b5cb5", "#fff"], truce: ["M5,0 L10,5 L5,10 L0,5Z", "#fff", "#0b5cb5"], breach: ["M1,1 L9,9 M9,1 L1,9", "none", DEATH],
  party: ["M5,1 L9.5,9 L0.5,9Z", "#b06c0a", "#fff"], power: ["M0.5,0.5 H9.5 V9.5 H0.5Z", INK, "#fff"], vote: ["M0.5,0.5 H9.5 V9.5 H0.5Z M2.5,5 L4.5,7.2 L7.8,2.6", "#fff", INK],
  mission: ["M1.5,10 V0 L10,3.4 L1.5,6.8", BLUE_HELMET, "#0b4f7d"], dated: ["M5,1 A4,4 0 1 1 4.99,1Z", "#fff", "#64707d"],
};
const DEED_SIGN = { agreement: "peace", truce: "peace", partition: "peace", ceasefire: "truce", ceasefire_broken: "breach", deal_broken: "breach", returns_to_war: "breach", split: "party", formed: "party", merged: "party", defeated: "party", fading: "party", victory: "party", takes_the_state: "power", coup: "power", wins_the_election: "power", voted_out: "power", refuses_the_result: "breach" };
function signOf(mark) { // what only the ticker tells (talks, commanders, who is out of power) has none
  if (mark.k === "deed") return DEED_SIGN[mark.d];
  return { election: "vote", government: "power", mission: "mission", dated: "dated", over: "peace" }[mark.k];
}
function glyph(sign) { const [d, fill, stroke] = SIGNS[sign]; return svg("path", { d, fill, stroke, "stroke-width": sign === "breach" ? 2.2 : 1.1, "stroke-linejoin": "round" }); }
function TimeLine({ scene, t, say, go }) {
  const box = el("div", { class: "timebox" }), tip = el("div", { class: "timetip", hidden: true });
  const line = { node: el("div", { class: "timeline" }, box, tip) };
  let worlds = [], weeks = 1, wide = 0, head = null, lanes = [];
  const x = (week) => 8 + ((wide - 16) * week) / Math.max(weeks - 1, 1);
  const weekAt = (px) => Math.min(Math.max(Math.round(((px - 8) / (wide - 16)) * (weeks - 1)), 0), weeks - 1);
  line.marks = () => [...new Set(worlds.flatMap((w) => (w.told.marks || []).filter(signOf).map((m) => m.w)))].concat(parts().map((p) => p[0])).sort((a, b) => a - b);
  const parts = () => { const p = scene().parting || {}; return [[p.apart, "watch.apart"], [p.dead, "watch.apart_dead"]].filter(([w]) => w >= 0); };
  line.draw = (shown, count, width) => {
    worlds = shown; weeks = count; wide = width;
    const step = weeks > 300 && wide / weeks < 1.6 ? 4 : weeks > 150 ? 2 : 1, tall = worlds.length > 1 ? 30 : 42, gap = 14;
    const heap = worlds.map((w) => binned(w, step)), most = niceTop(Math.max(...heap.flat().map(([a, b]) => a + b), 1));
    const h = worlds.length * (tall + gap) + 17, root = svg("svg", { width: wide, height: h, viewBox: `0 0 ${wide} ${h}`, role: "img", "aria-label": t("watch.timeline"), "font-family": "Roboto, system-ui, sans-serif" });
    years(root, h);
    lanes = worlds.map((world, k) => {
      const top = k * (tall + gap) + gap, floor = top + tall;
      heap[k].forEach(([civil, armed], i) => {
        const left = x(i * step - 0.5), w = Math.max(x(i * step + step - 0.5) - left - (step > 1 ? 0.6 : 0.2), 0.7), scale = tall / most;
        const whole = (civil + armed) * scale, lower = civil * scale;
        if (whole > 0) root.append(svg("rect", { x: left, y: floor - whole, width: w, height: whole, fill: FIGHTERS }), svg("rect", { x: left, y: floor - lower, width: w, height: lower, fill: CIVILIANS }));
      });
      root.append(svg("line", { x1: 8, x2: wide - 8, y1: floor + 0.5, y2: floor + 0.5, stroke: "#aab3bd" }));
      if (worlds.length > 1) root.append(svg("text", { x: wide - 8, y: top + 9, "text-anchor": "end", "font-size": 11, "font-weight": 600, fill: world.which === "base" ? BASE_TONE : "#0b5cb5", stroke: "#fff", "stroke-width": 3, "paint-order": "stroke", text: t(world.which === "base" ? "watch.baseline" : "watch.whatif") }));
      signs(root, world, top - gap);
      return { world, top, floor };
    });
    line.scale = t("watch.scale", { count: short(most), weeks: step });
    parting(root, h);
    head = svg("g", {}, svg("line", { x1: 0, x2: 0, y1: 0, y2: h - 15, stroke: INK, "stroke-width": 1.4 }));
    root.append(head);
    box.replaceChildren(root);
  };
  line.at = (week) => head && head.setAttribute("transform", `translate(${x(week)},0)`);
  function binned(world, step) {
    const { civilian_deaths: c, combatant_deaths: f, peacekeeper_deaths: p } = world.told.sums, rows = [];
    for (let w = 0; w < c.length; w += step) { let civil = 0, armed = 0; for (let k = w; k < Math.min(w + step, c.length); k++) { civil += c[k]; armed += f[k] + p[k]; } rows.push([civil, armed]); }
    return rows;
  }
  function years(root, h) {
    const first = dayOf(scene().start, 0).getUTCFullYear(), last = dayOf(scene().start, weeks).getUTCFullYear(), every = Math.max(1, Math.ceil(((last - first + 1) * 40) / wide));
    for (let year = first + 1; year <= last; year++) {
      const week = (Date.UTC(year, 0, 1) - dayOf(scene().start, 0)) / 6048e5;
      if (week >= weeks) continue;
      root.append(svg("line", { x1: x(week), x2: x(week), y1: 0, y2: h - 15, stroke: "#e6eaef" }));
      const [from, to] = partText();
      if ((year - first) % every === 0 && (x(week) < from - 16 || x(week) > to + 16)) root.append(svg("text", { x: Math.min(Math.max(x(week), 15), wide - 16), y: h - 4, "text-anchor": "middle", "font-size": 11, fill: "#64707d", text: year }));
    }
  }
  function signs(root, world, y) {
    let end = -20;
    for (const mark of world.told.marks || []) {
      const sign = signOf(mark), left = Math.max(x(mark.w) - 5, end);
      if (!sign || left > Math.min(x(mark.w) + 22, wide - 11)) continue; // a crowd: its neighbours' tooltip names it
      end = left + 11.5;
      const node = svg("g", { transform: `translate(${left},${y + 2})`, class: "sign", "data-week": mark.w }, glyph(sign));
      root.append(node);
    }
  }
  function partText() { // from where to where the words on the parting stand
    const [part] = parts();
    if (!part) return [-99, -99];
    const at = x(part[0]), long = 5.9 * t(part[1]).length;
    return at > wide * 0.7 ? [at - long, at] : [at, at + long];
  }
  function parting(root, h) {
    for (const [week, key] of parts().slice(0, 1)) {
      const right = x(week) > wide * 0.7;
      root.append(svg("line", { x1: x(week), x2: x(week), y1: 0, y2: h - 15, stroke: "#0b5cb5", "stroke-width": 1.6, "stroke-dasharray": "3 3" }),
        svg("text", { x: x(week) + (right ? -5 : 5), y: h - 4, "text-anchor": right ? "end" : "start", "font-size": 11, "font-weight": 600, fill: "#0b5cb5", stroke: "#fff", "stroke-width": 4, "paint-order": "stroke", class: "part", text: t(key) }));
    }
  }
  function told(px, py) { // what a visitor points at: the month, its dead, and the marks close by
    const week = weekAt(px), near = (m) => Math.abs(x(m.w) - px) < 9;
    const lane = lanes.find((l) => py <= l.floor) || lanes[lanes.length - 1];
    const rows = (lane ? lane.world.told.marks || [] : []).filter((m) => signOf(m) && near(m));
    const sum = (name) => { let s = 0; for (let w = Math.max(week - 1, 0); w < week + 3; w++) s += (lane.world.told.sums[name] || [])[w] || 0; return s; };
    const dead = t("watch.four_weeks", { civilians: short(sum("civilian_deaths")), fighters: short(sum("combatant_deaths") + sum("peacekeeper_deaths")) });
    const part = parts().filter(([w]) => near({ w })).map(([, key]) => el("b", { text: t(key) }));
    tip.replaceChildren(el("b", { text: monthOf(scene().start, week) }), el("span", { text: dead }), ...part, ...rows.slice(0, 6).map((m) => el("span", { class: "said" }, svg("svg", { width: 10, height: 10, viewBox: "-0.5 -0.5 11 11" }, glyph(signOf(m))), say(lane.world, m))));
    tip.hidden = false;
    tip.style.left = Math.min(Math.max(px - 110, 0), Math.max(wide - 220, 0)) + "px";
  }
  let down = false;
  const spot = (event) => { const frame = box.getBoundingClientRect(); return [event.clientX - frame.left, event.clientY - frame.top]; };
  box.addEventListener("pointermove", (event) => { const [px, py] = spot(event); told(px, py); if (down) go(weekAt(px)); });
  box.addEventListener("pointerdown", (event) => { down = true; box.setPointerCapture(event.pointerId); go(nearMark(spot(event)[0])); });
  box.addEventListener("pointerup", () => { down = false; });
  box.addEventListener("pointerleave", () => { tip.hidden = true; });
  function nearMark(px) { const close = line.marks().filter((w) => Math.abs(x(w) - px) < 6); return close.length ? close[0] : weekAt(px); }
  return line;
}
