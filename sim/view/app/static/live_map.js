// The map of one world: areas by who holds them, fronts, sieges, violence, flight, the mission.
const DEATH = "#a8123e", HALO = "#a8123e3d", AWAY = "#6f4ba3", BLUE_HELMET = "#1f8fd0", INK = "#1d2733", NOBODY = "#c9cfd6", WARN = "#ffd23f";
const AID_FROM = 26; // of 255: one person in ten
const LAYERS = ["fronts", "killed", "displaced", "mission", "alerts", "aid"];
function Pane(model, world, title, t) {
  const canvas = el("canvas", { role: "img", tabindex: "-1" });
  const count = el("span", { class: "count" }), bar = el("div", { class: "holders", "aria-hidden": "true" });
  const pane = { world, canvas, count, bar, node: el("figure", { class: world.which }, el("figcaption", {}, el("b", { text: title }), count), bar, canvas) };
  pane.layout = (w, h) => {
    const land = model.get("land"), ratio = window.devicePixelRatio || 1;
    Object.assign(pane, { w, h, ratio, at: fit(land, w, h, w < 420 ? 14 : 20), held: null });
    canvas.width = w * ratio; canvas.height = h * ratio;
    canvas.style.width = w + "px"; canvas.style.height = h + "px";
    const most = Math.max(...land.places.map((p) => p.p), 1), small = Math.min(Math.max(Math.sqrt((w * h) / land.places.length) / 62, 0.6), 1.05);
    pane.small = small;
    pane.spots = land.places.map((p) => [pane.at.x(p.x), pane.at.y(p.y), radius(p, most) * 0.82 * small]);
    pane.land = landPath(land, pane.at, pane.spots);
    pane.cells = cellsOf(pane.spots, w, h);
    pane.shapes = pane.cells.map((poly) => { const path = new Path2D(); poly.forEach(([x, y], k) => (k ? path.lineTo(x, y) : path.moveTo(x, y))); path.closePath(); return path; });
    const c = canvas.getContext("2d");
    c.setTransform(1, 0, 0, 1, 0, 0);
    pane.borders = bordersOf(pane.cells, pane.land, c);
    pane.ground = sheet(pane); pane.names = nameplate(land, pane);
  };
  pane.paint = (week, chosen, hidden) => {
    const c = canvas.getContext("2d");
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.clearRect(0, 0, canvas.width, canvas.height);
    if (week >= world.weeks()) return;
    const now = { week, land: model.get("land"), scene: model.get("scene"), colours: world.colours(week), hidden };
    areas(pane, now);
    c.drawImage(pane.ground, 0, 0);
    c.setTransform(pane.ratio, 0, 0, pane.ratio, 0, 0);
    if (!hidden.has("fronts")) fronts(c, pane, now);
    if (!hidden.has("killed")) glow(c, pane, now);
    if (!hidden.has("displaced")) flight(c, pane, now);
    pane.spots.forEach((spot, i) => place(c, pane, now, spot, i));
    if (chosen >= 0) { const [x, y, r] = pane.spots[chosen]; ring(c, x, y, r + 8, "#fff", 4); ring(c, x, y, r + 8, INK, 1.8); }
    c.drawImage(pane.names, 0, 0, pane.w, pane.h);
    const sums = ["civilian_deaths", "combatant_deaths", "peacekeeper_deaths"].map((name) => (world[name] || [])[week] || 0);
    count.textContent = t(sums[2] ? "watch.killed_all" : "watch.killed", { civilians: short(sums[0]), fighters: short(sums[1]), peacekeepers: short(sums[2]) });
    bar.replaceChildren(...world.people(week).map(([f, share]) => el("i", { style: `flex:${share};background:${now.colours[f] || NOBODY}` })));
  };
  return pane;
}
function sheet(pane) { return el("canvas", { width: pane.w * pane.ratio, height: pane.h * pane.ratio }); }
// The ground is painted again only when somebody takes a place, or a hold weakens.
function areas(pane, now) {
  const { world } = pane, key = pane.spots.map((s, i) => world.holder(now.week, i) + (world.at(now.week, "contested", i) > 127 ? "c" : "")).join() + now.colours.join();
  if (pane.held === key) return;
  pane.held = key;
  const c = pane.ground.getContext("2d");
  c.setTransform(1, 0, 0, 1, 0, 0);
  c.globalCompositeOperation = "source-over";
  c.clearRect(0, 0, pane.ground.width, pane.ground.height);
  c.setTransform(pane.ratio, 0, 0, pane.ratio, 0, 0);
  pane.shapes.forEach((shape, i) => {
    c.globalAlpha = world.at(now.week, "contested", i) > 127 ? 0.3 : 0.56;
    c.fillStyle = c.strokeStyle = now.colours[world.holder(now.week, i)] || NOBODY;
    c.fill(shape);
  });
  c.globalAlpha = 1;
  c.strokeStyle = "rgba(255,255,255,.5)"; c.lineWidth = 0.7;
  for (const shape of pane.shapes) c.stroke(shape);
  c.strokeStyle = "rgba(70,62,50,.28)"; c.lineWidth = 1;
  for (const [a, b] of now.land.roads) { const p = pane.spots[a], q = pane.spots[b]; c.beginPath(); c.moveTo(p[0], p[1]); c.lineTo(q[0], q[1]); c.stroke(); }
  c.globalCompositeOperation = "destination-in";
  c.fill(pane.land, "nonzero");
  c.globalCompositeOperation = "source-over";
  c.strokeStyle = "#8d8574"; c.lineWidth = 1;
  c.stroke(pane.land);
  fade(c, pane, now.land);
}
function fade(c, pane, land) { // where the country goes on beyond the map it ends softly
  const { w, h, at } = pane, xs = [], ys = [];
  for (const ring of land.outline || []) for (const [x, y] of ring) { xs.push(at.x(x)); ys.push(at.y(y)); }
  const [left, right, top, foot] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  c.globalCompositeOperation = "destination-out";
  for (const [out, x, y, u, v] of [[top < 0, 0, 0, 0, 26], [foot > h, 0, h, 0, h - 26], [left < 0, 0, 0, 26, 0], [right > w, w, 0, w - 26, 0]]) {
    if (!out) continue;
    const g = c.createLinearGradient(x, y, u, v);
    g.addColorStop(0, "#000"); g.addColorStop(1, "rgba(0,0,0,0)");
    c.fillStyle = g; c.fillRect(0, 0, w, h);
  }
  c.globalCompositeOperation = "source-over";
}
function fronts(c, pane, now) { // where the grounds of two who are at war meet; crimson where people died lately
  const foes = pane.world.foes(now.week), held = pane.spots.map((s, i) => pane.world.holder(now.week, i));
  if (!foes.size) return;
  const lines = pane.borders.filter(({ a, b }) => foes.has(held[a] * 1000 + held[b]));
  c.lineCap = c.lineJoin = "round";
  for (const { path } of lines) { c.lineWidth = 4.6; c.strokeStyle = "rgba(255,255,255,.85)"; c.stroke(path); }
  for (const { a, b, path } of lines) {
    const hot = pane.world.killed(a, now.week - 7, now.week) + pane.world.killed(b, now.week - 7, now.week) > 0;
    c.lineWidth = hot ? 2.6 : 1.8; c.strokeStyle = hot ? DEATH : INK; c.stroke(path);
  }
}
function glow(c, pane, now) { // the dead of six weeks, the oldest faintest
  const most = 0.09 * Math.min(pane.w, pane.h) + 8;
  pane.spots.forEach(([x, y], i) => {
    let sum = 0;
    for (let back = 0; back < 6 && back <= now.week; back++) sum += pane.world.dead[now.week - back][i] * (1 - back / 6);
    if (sum > 0) { c.beginPath(); c.arc(x, y, Math.min(5 + 2.6 * Math.sqrt(sum) * Math.max(pane.small, 0.6), most), 0, 6.2832); c.fillStyle = HALO; c.fill(); c.lineWidth = 0.8; c.strokeStyle = "#a8123e66"; c.stroke(); }
  });
}
function flight(c, pane, now) { // from where to where people went in these weeks: whole lines flee, dotted ones go home
  const flows = pane.world.told.flows || [], period = Math.floor(now.week / now.scene.flow_weeks);
  const top = pane.top || (pane.top = { n: 0, most: 1 });
  if (top.n !== flows.length) { top.n = flows.length; top.most = Math.max(1, ...flows.map((f) => f[3])); top.by = new Map(); for (const f of flows) { if (!top.by.has(f[0])) top.by.set(f[0], []); top.by.get(f[0]).push(f); } }
  const [mx, my] = [pane.w / 2, pane.h / 2];
  for (const [, from, to, persons, home] of (top.by || new Map()).get(period) || []) {
    const wide = 6 * Math.sqrt(persons / top.most);
    if (wide < 0.5) continue;
    const [x, y] = pane.spots[from], away = Math.hypot(x - mx, y - my) || 1;
    const [u, v] = to >= 0 ? pane.spots[to] : [x + (34 * (x - mx)) / away, y + (34 * (y - my)) / away];
    arrow(c, x, y, u, v, 0.8 + wide, home);
  }
  c.setLineDash([]);
}
function arrow(c, x, y, u, v, wide, home) {
  const dx = u - x, dy = v - y, far = Math.hypot(dx, dy) || 1, bend = Math.min(far * 0.14, 22);
  const cx = (x + u) / 2 - (dy / far) * bend, cy = (y + v) / 2 + (dx / far) * bend;
  const tx = u - cx, ty = v - cy, end = Math.hypot(tx, ty) || 1, head = 4 + 1.6 * wide, ex = u - (tx / end) * 6, ey = v - (ty / end) * 6;
  for (const [colour, more] of [["rgba(255,255,255,.75)", 1.8], [AWAY, 0]]) {
    c.strokeStyle = c.fillStyle = colour; c.lineWidth = wide + more; c.lineCap = home ? "round" : "butt";
    c.setLineDash(home ? [0.1, wide + 3] : []);
    c.beginPath(); c.moveTo(x, y); c.quadraticCurveTo(cx, cy, ex - (tx / end) * head * 0.6, ey - (ty / end) * head * 0.6); c.stroke();
    c.setLineDash([]);
    c.beginPath(); c.moveTo(ex, ey); c.lineTo(ex - (tx * head) / end - (ty * head * 0.5) / end, ey - (ty * head) / end + (tx * head * 0.5) / end); c.lineTo(ex - (tx * head) / end + (ty * head * 0.5) / end, ey - (ty * head) / end - (tx * head * 0.5) / end); c.closePath(); c.fill();
  }
}
function ring(c, x, y, r, colour, wide, dash) { c.beginPath(); c.arc(x, y, r, 0, 6.2832); c.lineWidth = wide; c.strokeStyle = colour; if (dash) c.setLineDash(dash); c.stroke(); if (dash) c.setLineDash([]); }
function place(c, pane, now, [x, y, r], i) {
  const { world, small } = pane, { week, hidden } = now, at = (channel) => world.at(week, channel, i);
  if (!hidden.has("mission") && at("patrols")) ring(c, x, y, r + 5.5 * small, BLUE_HELMET, (1 + Math.min(at("patrols") / 60, 1.6)) * small, [2, 2.6]);
  c.beginPath(); c.arc(x, y, r + 1.2, 0, 6.2832); c.fillStyle = "#fff"; c.fill();
  c.beginPath(); c.arc(x, y, r, 0, 6.2832); c.fillStyle = now.colours[world.holder(week, i)] || NOBODY; c.fill();
  const away = at("displaced") / 255;
  if (!hidden.has("displaced") && away > 0.02) { c.beginPath(); c.arc(x, y, r + 3, -1.5708, -1.5708 + 6.2832 * Math.min(away, 1)); c.lineWidth = 4.2; c.strokeStyle = "#fff"; c.stroke(); c.lineWidth = 2.6; c.strokeStyle = AWAY; c.stroke(); }
  if (!hidden.has("fronts") && at("siege")) siege(c, x, y, r + 7 * small);
  if (hidden.has("mission")) return warn(c, pane, now, x, y, r, i);
  let came = 0;
  for (let back = 0; back < 3 && back <= week; back++) came += world.came[week - back][i];
  if (came) { ring(c, x, y, r + 9 * small, "#fff", 3.4); ring(c, x, y, r + 9 * small, BLUE_HELMET, 1.9); }
  const troops = at("troops") * now.scene.troops_step;
  if (troops) flag(c, x + r * 0.6, y - r * 0.6, Math.min(6 + Math.sqrt(troops) / 6, 14) * Math.max(small, 0.58));
  warn(c, pane, now, x, y, r, i);
}
function warn(c, pane, now, x, y, r, i) {
  const { world, small } = pane, { week, hidden } = now;
  if (!hidden.has("alerts") && world.at(week, "alert", i)) {
    const s = 5.5 * Math.max(small, 0.8), u = x - r - s, v = y - r - s * 0.2;
    c.beginPath(); c.moveTo(u, v - s); c.lineTo(u + s, v + s * 0.7); c.lineTo(u - s, v + s * 0.7); c.closePath(); c.fillStyle = WARN; c.fill(); c.lineWidth = 1.2; c.strokeStyle = INK; c.stroke();
  }
  if (!hidden.has("aid") && world.at(week, "aid", i) >= AID_FROM) {
    const u = x - r - 4, v = y + r + 2, s = (2 + world.at(week, "aid", i) / 50) * Math.max(small, 0.75);
    c.lineCap = "butt";
    for (const [colour, wide, out] of [["#fff", 4.6, 1.3], ["#0d7a55", 2.2, 0]]) { c.lineWidth = wide; c.strokeStyle = colour; c.beginPath(); c.moveTo(u - s - out, v); c.lineTo(u + s + out, v); c.moveTo(u, v - s - out); c.lineTo(u, v + s + out); c.stroke(); }
  }
}
function siege(c, x, y, r) { // a wall around the town, its teeth turned inward
  ring(c, x, y, r, "#fff", 4.6); ring(c, x, y, r, INK, 2.2);
  c.lineWidth = 2; c.strokeStyle = INK; c.beginPath();
  for (let k = 0; k < 8; k++) { const a = (k * Math.PI) / 4; c.moveTo(x + r * Math.cos(a), y + r * Math.sin(a)); c.lineTo(x + (r - 3.4) * Math.cos(a), y + (r - 3.4) * Math.sin(a)); }
  c.stroke();
}
function flag(c, x, y, size) {
  c.lineJoin = "round";
  c.beginPath(); c.moveTo(x, y + 2); c.lineTo(x, y - size); c.lineTo(x + size, y - size * 0.66); c.lineTo(x, y - size * 0.32); c.closePath();
  c.lineWidth = 2.4; c.strokeStyle = "#fff"; c.stroke(); c.fillStyle = BLUE_HELMET; c.fill(); c.lineWidth = 0.9; c.strokeStyle = "#0b4f7d"; c.stroke();
}
function nameplate(land, pane) { // names do not change from week to week: drawn once
  const plate = sheet(pane), c = plate.getContext("2d");
  c.scale(pane.ratio, pane.ratio);
  c.font = (pane.w < 420 ? 10.5 : 11.5) + "px Roboto, system-ui, sans-serif"; c.textAlign = "center"; c.lineWidth = 3; c.lineJoin = "round"; c.strokeStyle = "rgba(255,255,255,.92)"; c.fillStyle = "#27323e";
  for (const i of named(land, pane.at, Math.round(Math.min(Math.max(pane.w / 42, 7), 18)), pane.w)) {
    const [x, y, r] = pane.spots[i], below = y + r + 15 < pane.h - 3 ? y + r + 15 : y - r - 7;
    c.strokeText(land.places[i].n, x, below); c.fillText(land.places[i].n, x, below);
  }
  return plate;
}
