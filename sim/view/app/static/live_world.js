// One world's film: frames, log, and what is counted from them.
const BATTLE = 0, ONESIDED = 1, COMMUNAL = 2, ON_MISSION = 3;
function bytesOf(view) {
  if (!view) return new Uint8Array(0);
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer || view, view.byteOffset || 0, view.byteLength);
}
function World(model, which) {
  const land = model.get("land"), scene = model.get("scene"), size = land.places.length, channels = scene.channels.length;
  const C = Object.fromEntries(scene.channels.map((name, i) => [name, i]));
  const world = { which, size, frames: bytesOf(model.get(which)), told: {}, log: null, first: [], dead: [], came: [] };
  world.weeks = () => Math.floor(world.frames.length / (size * channels));
  world.at = (week, channel, place) => world.frames[(week * channels + C[channel]) * size + place];
  world.tell = (told) => { // a live model tells of its new weeks only
    world.told = told;
    if (!told.log) return;
    if (!world.log) world.log = Object.fromEntries(Object.keys(told.log).map((name) => [name, []]));
    const start = world.log.week.length;
    for (const name of Object.keys(told.log)) world.log[name] = world.log[name].concat(told.log[name]);
    const weeks = Math.max(world.weeks(), told.sums.troops.length), log = world.log;
    while (world.dead.length < weeks) { world.dead.push(new Uint16Array(size)); world.came.push(new Uint8Array(size)); }
    for (let e = start; e < log.week.length; e++) {
      const week = log.week[e], place = log.place[e];
      while (world.first.length <= week) world.first.push(e);
      world.dead[week][place] += toll(log, e);
      world.came[week][place] += log.response[e];
    }
    while (world.first.length <= weeks) world.first.push(log.week.length);
    for (const name of ["civilian_deaths", "combatant_deaths", "peacekeeper_deaths"]) { let sum = 0; world[name] = told.sums[name].map((v) => (sum += v)); }
  };
  world.append = (more) => { const joined = new Uint8Array(world.frames.length + more.length); joined.set(world.frames); joined.set(more, world.frames.length); world.frames = joined; };
  world.killed = (place, from, to) => { let sum = 0; for (let w = Math.max(from, 0); w <= to && w < world.dead.length; w++) sum += world.dead[w][place]; return sum; };
  world.rulers = (week) => new Set(lastOf(world.told.rulers, week) || []);
  world.foes = (week) => { const pairs = lastOf(world.told.foes, week) || [], found = new Set(); for (const [a, b] of pairs) { found.add(a * 1000 + b); found.add(b * 1000 + a); } return found; };
  world.colours = (week) => { const rule = world.rulers(week); return (world.told.factions || []).map((f, i) => (rule.has(i) ? f.governs : f.colour)); };
  world.name = (f) => ((world.told.factions || [])[f] || {}).name || "–";
  world.holder = (week, place) => world.at(week, "control", place);
  world.people = (week) => { // share of the country's people (at the start) under each holder
    const under = new Map(); let all = 0;
    land.places.forEach((p, i) => { const f = world.holder(week, i); under.set(f, (under.get(f) || 0) + p.p); all += p.p; });
    return [...under].map(([f, n]) => [f, n / all]).sort((a, b) => b[1] - a[1]);
  };
  world.tell(model.get(which + "_told") || {});
  return world;
}
function toll(log, e) { return log.deaths_a[e] + log.deaths_b[e] + log.deaths_civilian[e]; }
function lastOf(rows, week) { let found; for (const [w, value] of rows || []) { if (w > week) break; found = value; } return found; }
