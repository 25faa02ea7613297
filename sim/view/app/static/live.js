// A run played week by week: canvases side by side, a ticker, the place that was clicked.
const DEATH = "#a8123e", HALO = "#a8123e42", AT_HOME = "#2f9fd88c", AWAY = "#7a5aa6", BLUE_HELMET = "#2f9fd8", INK = "#1d2733", SOFT = "#64707d";
function bytesOf(view) {
  if (!view) return new Uint8Array(0);
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer || view, view.byteOffset || 0, view.byteLength);
}
function World(model, which) {
  const world = { which, frames: bytesOf(model.get(which)), told: model.get(which + "_told") || {} };
  const size = model.get("land").places.length, channels = model.get("scene").channels.length;
  world.weeks = () => Math.floor(world.frames.length / (size * channels));
  world.at = (week, channel, place) => world.frames[(week * channels + channel) * size + place];
  world.append = (more) => { const joined = new Uint8Array(world.frames.length + more.length); joined.set(world.frames); joined.set(more, world.frames.length); world.frames = joined; };
  return world;
}
function render({ model, el: root }) {
  root.classList.add("bh-live");
  const stage = el("div", { class: "stage" });
  const legend = el("div", { class: "livelegend" });
  const side = el("div", { class: "liveside" });
  const ticker = el("ol", { class: "ticker", "aria-label": "Events" });
  const detail = el("div", { class: "detail" });
  const play = el("button", { type: "button", class: "main", "aria-label": "Play" });
  const step = el("button", { type: "button", "aria-label": "Step one week", title: "One week on", text: "Step" });
  const speed = el("select", { "aria-label": "Speed" }, [[4, "slow"], [10, "10 weeks/s"], [26, "half a year/s"], [52, "a year/s"]].map(([v, t]) => el("option", { value: v, text: t })));
  speed.value = 10;
  const scrub = el("input", { type: "range", min: 0, step: 1, value: 0, "aria-label": "Week" });
  const when = el("span", { class: "weektext" });
  const seed = el("input", { type: "number", min: 0, max: 999999, "aria-label": "Seed", class: "seed" });
  const seedBox = el("label", { class: "seedbox", title: "Another seed is another luck" }, "Luck no.", seed);
  const controls = el("div", { class: "livecontrols" }, play, step, speed, scrub, when, seedBox);
  root.append(el("div", { class: "livemain" }, stage, legend, controls), side);
  side.append(detail, el("div", { class: "happens" }, el("h3", { text: "What happens" }), ticker));

  let worlds = [], panes = [], week = 0, playing = false, clock = 0, last = 0, chosen = -1, told = -1, frames = 0, since = 0;
  const scene = () => model.get("scene");
  const C = {};

  function load() {
    scene().channels.forEach((name, i) => { C[name] = i; });
    worlds = [World(model, "what")];
    if (model.get("base") && model.get("base").byteLength) worlds.unshift(World(model, "base"));
    const weeks = worlds[0].weeks();
    scrub.max = Math.max((model.get("steps") ? weeks : Math.min(...worlds.map((w) => w.weeks()))) - 1, 0);
    week = Math.min(week, +scrub.max);
    panes = worlds.map((world) => pane(world));
    stage.replaceChildren(...panes.map((p) => p.node));
    stage.classList.toggle("pair", panes.length > 1);
    seed.value = model.get("seed");
    seedBox.hidden = model.get("steps");
    key();
    told = -1;
    layout();
  }
  function pane(world) {
    const canvas = el("canvas", { role: "img", "aria-label": "Map, " + (world.which === "base" ? "baseline" : "what-if") });
    const title = world.which === "base" ? "Baseline" : worlds.length > 1 ? "What-if" : "This run";
    const count = el("span", { class: "count" });
    const own = { world, canvas, count, still: null, node: el("figure", { class: world.which }, el("figcaption", {}, el("b", { text: title }), count), canvas) };
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      chosen = nearest(model.get("land"), own.at, event.clientX - box.left, event.clientY - box.top, 70);
      draw();
    });
    return own;
  }
  function key() {
    const item = (style, text, mark) => el("span", {}, el("i", { class: mark || "", style }), text);
    const factions = new Map();
    for (const world of worlds) for (const f of world.told.factions || []) factions.set(f.name, f.colour);
    legend.replaceChildren(...[...factions].map(([name, colour]) => item("background:" + colour, name)),
      item("background:" + DEATH + ";opacity:.5", "killed"), item("border-color:" + AWAY, "displaced", "ring"), item("border-left-color:" + BLUE_HELMET, scene().mission || "peacekeepers", "flag"));
  }
  function layout() {
    const land = model.get("land"), each = Math.floor((stage.clientWidth - (panes.length - 1) * 14) / panes.length);
    if (each < 40) return;
    const shape = shapeOf(land), h = Math.round(Math.min(Math.max(each / shape, each * 0.6), each * 1.1, panes.length > 1 ? 520 : 620));
    for (const own of panes) {
      const ratio = window.devicePixelRatio || 1;
      own.w = each; own.h = h; own.at = fit(land, each, h, 24);
      own.canvas.width = each * ratio; own.canvas.height = h * ratio;
      own.canvas.style.width = each + "px"; own.canvas.style.height = h + "px";
      own.ratio = ratio; own.spots = own.names = null; own.still = ground(land, own, ratio);
    }
    draw();
  }
  function ground(land, own, ratio) {
    const still = el("canvas", { width: own.w * ratio, height: own.h * ratio }), c = still.getContext("2d");
    c.scale(ratio, ratio);
    c.fillStyle = "#f7f5f0"; c.strokeStyle = "#cfc8bb"; c.lineWidth = 1;
    for (const ring of land.outline || []) { const path = new Path2D(ringPath(ring, own.at)); c.fill(path); c.stroke(path); }
    c.strokeStyle = "#d9d2c5"; c.lineWidth = 1.3;
    for (const [a, b] of land.roads) {
      c.beginPath(); c.moveTo(own.at.x(land.places[a].x), own.at.y(land.places[a].y)); c.lineTo(own.at.x(land.places[b].x), own.at.y(land.places[b].y)); c.stroke();
    }
    return still;
  }
  function draw() {
    const land = model.get("land"), most = Math.max(...land.places.map((p) => p.p), 1);
    for (const own of panes) if (own.still) paint(own, land, most);
    scrub.value = week;
    scrub.style.setProperty("--at", (100 * week) / Math.max(+scrub.max, 1) + "%");
    when.textContent = monthOf(scene().start, week) + " · week " + (week + 1);
    tell(); describe(land);
    frames += 1;
  }
  function paint(own, land, most) {
    const c = own.canvas.getContext("2d"), { world, at } = own;
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.clearRect(0, 0, own.canvas.width, own.canvas.height);
    c.drawImage(own.still, 0, 0);
    c.setTransform(own.ratio, 0, 0, own.ratio, 0, 0);
    if (week >= world.weeks()) return;
    const colours = (world.told.factions || []).map((f) => f.colour);
    const spots = own.spots || (own.spots = land.places.map((p) => [at.x(p.x), at.y(p.y), radius(p, most)]));
    spots.forEach(([x, y], i) => { // violence under everything else
      let glow = 0;
      for (let back = 0; back < 6 && back <= week; back++) glow += world.at(week - back, C.deaths, i) * (1 - back / 6);
      if (glow > 0) { c.beginPath(); c.arc(x, y, Math.min(7 + 4.2 * Math.sqrt(glow), 36), 0, 6.2832); c.fillStyle = HALO; c.fill(); }
    });
    spots.forEach(([x, y, r], i) => { // many small shapes are painted faster than one large path
      c.beginPath(); c.arc(x, y, r + 0.6, 0, 6.2832); c.fillStyle = "#fff"; c.fill();
      c.beginPath(); c.arc(x, y, r - 0.6, 0, 6.2832); c.fillStyle = colours[world.at(week, C.control, i)] || "#9aa3ad"; c.fill();
      const away = world.at(week, C.displaced, i) / 255;
      if (away > 0.01) { c.beginPath(); c.arc(x, y, r + 3, -1.5708, -1.5708 + 6.2832 * Math.min(away * 2, 1)); c.lineWidth = 2.4; c.strokeStyle = AWAY; c.stroke(); }
      const troops = world.at(week, C.troops, i) * scene().troops_step;
      if (troops > 0) flag(c, x + r * 0.7, y - r, Math.min(5 + Math.sqrt(troops) / 6, 13), world.at(week, C.patrols, i) > 0);
    });
    if (chosen >= 0) { const [x, y, r] = spots[chosen]; c.beginPath(); c.arc(x, y, r + 7, 0, 7); c.lineWidth = 1.6; c.strokeStyle = INK; c.stroke(); }
    c.drawImage(own.names || (own.names = nameplate(land, own, most)), 0, 0, own.w, own.h);
    own.count.textContent = short(total(own, "deaths")) + " killed so far";
  }
  function total(own) { // running sums, kept as they are made
    const { world } = own, size = model.get("land").places.length;
    own.sums = own.sums || [];
    for (let w = own.sums.length; w <= week; w++) { let sum = w ? own.sums[w - 1] : 0; for (let i = 0; i < size; i++) sum += world.at(w, C.deaths, i); own.sums.push(sum); }
    return own.sums[week];
  }
  function flag(c, x, y, size, out) {
    c.beginPath(); c.moveTo(x, y + 2); c.lineTo(x, y - size); c.lineTo(x + size * 0.9, y - size * 0.62); c.lineTo(x, y - size * 0.3); c.closePath();
    c.fillStyle = out ? BLUE_HELMET : AT_HOME; c.fill();
  }
  function nameplate(land, own, most) { // names do not change from week to week: drawn once
    const plate = el("canvas", { width: own.w * own.ratio, height: own.h * own.ratio }), c = plate.getContext("2d");
    c.scale(own.ratio, own.ratio);
    c.font = "11px Roboto, system-ui, sans-serif"; c.textAlign = "center"; c.lineWidth = 3; c.strokeStyle = "#fff"; c.fillStyle = "#3a4653";
    for (const i of named(land, own.at, 10, own.w)) {
      const p = land.places[i], x = own.at.x(p.x), y = own.at.y(p.y) + radius(p, most) + 13;
      c.strokeText(p.n, x, y); c.fillText(p.n, x, y);
    }
    return plate;
  }
  function tell() {
    if (told === week) return;
    told = week;
    const world = worlds[worlds.length - 1], land = model.get("land");
    const past = (world.told.events || []).filter((e) => e.w <= week && e.w > week - 60).slice(-6).reverse();
    const marks = [...(scene().marks || []), ...(world.told.war_over >= 0 ? [{ w: world.told.war_over, t: "The war is over" }] : [])].filter((m) => m.w <= week && m.w > week - 30);
    ticker.replaceChildren(...marks.map((m) => el("li", { class: "mark" }, el("time", { text: monthOf(scene().start, m.w) }), el("span", { text: m.t }))),
      ...past.map((e) => el("li", { class: "k" + e.k }, el("time", { text: monthOf(scene().start, e.w) }),
        el("span", {}, el("b", { text: land.places[e.p].n }), " " + e.t.toLowerCase() + (e.k === 0 || e.k === 2 ? ", " : " by ") + e.who + ": " + e.d + " killed" + (e.r ? "; peacekeepers came" : "")), e.y ? el("small", { text: "Because " + e.y + "." }) : null)));
    if (!past.length && !marks.length) ticker.replaceChildren(el("li", {}, el("span", { text: "Nothing large in the past year." })));
  }
  function describe(land) {
    if (chosen < 0) { detail.replaceChildren(el("h3", { text: "Click a place" }), el("p", { text: "to see its numbers and why they are so." })); return; }
    const p = land.places[chosen], near = land.roads.filter((r) => r.includes(chosen)).map((r) => (r[0] === chosen ? r[1] : r[0]));
    const sum = (world, i, back) => { let s = 0; for (let w = Math.max(week - back + 1, 0); w <= week; w++) s += world.at(w, C.deaths, i); return s; };
    const rows = [["Held by", (w) => ((w.told.factions || [])[w.at(week, C.control, chosen)] || {}).name || "–"], ["Killed, past year", (w) => short(sum(w, chosen, 52))],
      ["Killed so far", (w) => short(sum(w, chosen, week + 1))], ["Away from home", (w) => Math.round((100 * w.at(week, C.displaced, chosen)) / 255) + " %"],
      ["Peacekeepers", (w) => { const t = w.at(week, C.troops, chosen) * scene().troops_step; return t ? "about " + short(t) : "none"; }], ["Warning estimate", (w) => Math.round((100 * w.at(week, C.risk, chosen)) / 255) + " %"]];
    const world = worlds[worlds.length - 1];
    detail.replaceChildren(el("h3", { text: p.n }), el("p", { text: short(p.p) + " people at the start" }),
      el("table", {}, worlds.length > 1 ? el("tr", {}, el("th"), el("th", { text: "Baseline" }), el("th", { class: "what", text: "What-if" })) : null,
        rows.map(([label, value]) => el("tr", {}, el("td", { text: label }), worlds.map((w) => el("td", { text: week < w.weeks() ? value(w) : "–" }))))),
      el("p", { class: "why", text: reasons(world, near, sum, land) }), ...told_why(world));
  }
  function told_why(world) { // the engine's own account of the place, over the whole run
    const text = (world.told.why || [])[chosen];
    if (!text) return [];
    return [el("details", {}, el("summary", { text: "Why, over the whole run" }), el("pre", { text }))];
  }
  function reasons(world, near, sum, land) {
    const said = [], here = sum(world, chosen, 26), around = near.map((i) => [sum(world, i, 12), i]).sort((a, b) => b[0] - a[0]);
    const holder = world.at(week, C.control, chosen), others = near.filter((i) => world.at(week, C.control, i) !== holder);
    if (others.length) said.push("It lies at a front: " + land.places[others[0]].n + (others.length > 1 ? " and " + (others.length - 1) + " more" : "") + " next door " + (others.length > 1 ? "are" : "is") + " held by others.");
    if (around.length && around[0][0] > 0) said.push(around[0][0] + (around[0][0] === 1 ? " person was" : " people were") + " killed next door, in " + land.places[around[0][1]].n + ", in twelve weeks: fear and fighters travel by road.");
    if (here > 0 && !world.at(week, C.troops, chosen)) said.push("No peacekeepers are based here.");
    if (world.at(week, C.patrols, chosen) > 0) said.push("Patrols are out this week.");
    if (!here && !said.length) said.push("Quiet: no front and no recent killing close by.");
    return said.join(" ");
  }
  function frame(now) {
    if (!playing) return;
    clock += ((now - last) / 1000) * +speed.value; last = now;
    const ahead = Math.floor(clock);
    if (ahead > 0) {
      clock -= ahead;
      if (week + ahead > +scrub.max && model.get("steps")) askWeeks(ahead);
      const next = Math.min(week + ahead, +scrub.max);
      if (next === week && !model.get("steps")) return toggle(false);
      week = next; draw();
    }
    requestAnimationFrame(frame);
  }
  let asking = false;
  function askWeeks(count) { if (asking) return; asking = true; model.set("asked", { weeks: count, n: Date.now() }); model.save_changes(); }
  function toggle(on) {
    playing = on;
    play.textContent = on ? "Pause" : "Play"; play.setAttribute("aria-label", on ? "Pause" : "Play");
    step.disabled = on;
    if (on) { if (week >= +scrub.max && !model.get("steps")) week = 0; last = performance.now(); clock = 0; requestAnimationFrame(frame); }
  }
  play.addEventListener("click", () => toggle(!playing));
  step.addEventListener("click", () => { if (week >= +scrub.max && model.get("steps")) askWeeks(1); else { week = Math.min(week + 1, +scrub.max); draw(); } });
  scrub.addEventListener("input", () => { week = +scrub.value; draw(); });
  seed.addEventListener("change", () => { model.set("asked", { seed: Math.max(0, Math.round(+seed.value) || 0), n: Date.now() }); model.save_changes(); });
  model.on("change:what change:base change:land change:scene change:what_told", () => { if (!model.get("steps")) load(); });
  model.on("change:more", () => {
    worlds[0].told = model.get("what_told"); worlds[0].append(bytesOf(model.get("more"))); asking = false;
    scrub.max = worlds[0].weeks() - 1; if (!playing) week = +scrub.max; key(); told = -1; draw();
  });
  root.bhFrames = () => frames;
  toggle(false);
  load();
  let width = 0;
  const watch = new ResizeObserver(() => { if (Math.abs(stage.clientWidth - width) > 3) { width = stage.clientWidth; layout(); } });
  watch.observe(stage);
  return () => { playing = false; watch.disconnect(); };
}
export default { render };
