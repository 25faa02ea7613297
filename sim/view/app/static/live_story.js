// What happens, in words: politics and violence as they come, and the story of a place.
const CAUSES = ["forces", "posture", "target", "value", "heat", "contested", "indiscipline", "people", "season", "works", "tension", "presence"];
const KINDS = ["battle", "onesided", "communal", "on_mission"], POLITICS_SHOWN = 7, VIOLENCE_SHOWN = 7;
function Speaker(model, t) {
  const speaker = {}, scene = () => model.get("scene"), land = () => model.get("land");
  speaker.mark = (world, m) => {
    const who = world.name(m.f), mission = scene().mission || t("watch.peacekeepers");
    if (m.k === "deed") return t("watch.deed." + m.d, { who });
    if (m.k === "election") return t(m.accepted ? "watch.election" : "watch.election_rejected", { turnout: Math.round(100 * m.turnout) });
    if (m.k === "government") return m.f >= 0 ? t("watch.government", { who }) : t("watch.government_none");
    if (m.k === "mission") return t("watch.mission." + m.d, { mission });
    if (m.k === "dated") return m.d === "offer" ? t("watch.offer", { title: m.t }) : t("watch.dated", { title: m.t });
    return t("watch.over");
  };
  speaker.event = (world, e) => {
    const log = world.log, kind = log.kind[e], name = kind === COMMUNAL ? (f) => (world.told.communities || [])[f] || "–" : world.name;
    return t("watch.event." + KINDS[kind], { who: name(log.a[e]), other: name(log.b[e]) });
  };
  speaker.dead = (world, e) => { const all = toll(world.log, e), civil = world.log.deaths_civilian[e]; return t(civil && civil < all ? "watch.dead_of_them" : civil ? "watch.dead_civilians" : "watch.dead", { all: short(all), civilians: short(civil) }); };
  speaker.because = (world, e) => {
    const said = [world.log.cause_1[e], world.log.cause_2[e]].filter((c) => c >= 0).map((c) => t("watch.because." + CAUSES[c]));
    return said.length ? t("watch.because_of", { what: said.join(t("watch.and")) }) : "";
  };
  speaker.when = (week) => monthOf(scene().start, week);
  speaker.place = (e, world) => land().places[world.log.place[e]].n;
  return speaker;
}
// The latest politics and the worst violence of the past year, newest first
function tickerRows(speaker, world, week, t) {
  const marks = (world.told.marks || []).filter((m) => m.w <= week && m.w > week - 104).slice(-POLITICS_SHOWN).map((m) => ({ w: m.w, node: markRow(speaker, world, m) }));
  const start = world.first[Math.max(week - 39, 0)] || 0, end = world.first[week + 1] ?? world.log.week.length, rows = [];
  for (let e = start; e < end; e++) rows.push(e);
  const worst = rows.sort((a, b) => toll(world.log, b) - toll(world.log, a)).slice(0, VIOLENCE_SHOWN).map((e) => ({ w: world.log.week[e], node: eventRow(speaker, world, e, t, true) }));
  const all = [...marks, ...worst].sort((a, b) => b.w - a.w).map((row) => row.node);
  return all.length ? all : [el("li", { class: "quiet", text: t("watch.quiet") })];
}
function markRow(speaker, world, m) {
  const sign = signOf(m) || "dated";
  return el("li", { class: "politics", "data-week": m.w }, svg("svg", { width: 11, height: 11, viewBox: "-0.5 -0.5 11 11", "aria-hidden": "true" }, glyph(sign)), el("time", { text: speaker.when(m.w) }), el("span", {}, el("b", { text: speaker.mark(world, m) })));
}
function eventRow(speaker, world, e, t, where) {
  const log = world.log, why = speaker.because(world, e);
  return el("li", { class: "k" + log.kind[e], "data-week": log.week[e] }, el("i", { "aria-hidden": "true" }), el("time", { text: speaker.when(log.week[e]) }),
    el("span", {}, where ? el("b", { text: speaker.place(e, world) + ": " }) : null, speaker.event(world, e) + " ", el("em", { text: speaker.dead(world, e) }), log.response[e] ? el("u", { text: " " + t("watch.came") }) : null, why ? el("small", { text: why }) : null));
}
// A place: its numbers in each world now
function placeTable({ model, worlds, chosen, week, t }) {
  const scene = model.get("scene"), percent = (w, channel) => Math.round((100 * w.at(week, channel, chosen)) / 255) + " %";
  const rows = [["held", (w) => [el("i", { class: "dot", style: "background:" + (w.colours(week)[w.holder(week, chosen)] || NOBODY) }), w.name(w.holder(week, chosen))]], ["siege", (w) => (w.at(week, "siege", chosen) ? t("watch.weeks", { count: w.at(week, "siege", chosen) }) : t("watch.no"))],
    ["year", (w) => short(w.killed(chosen, week - 51, week))], ["far", (w) => short(w.killed(chosen, 0, week))], ["away", (w) => percent(w, "displaced")],
    ["troops", (w) => { const n = w.at(week, "troops", chosen) * scene.troops_step; return n ? t("watch.about", { count: short(n) }) : t("watch.none"); }], ["patrols", (w) => t(w.at(week, "patrols", chosen) ? "watch.yes" : "watch.no")], ["aid", (w) => percent(w, "aid")], ["warning", (w) => percent(w, "risk")]];
  const head = worlds.length > 1 ? el("tr", {}, el("th"), worlds.map((w) => el("th", { class: w.which, text: t(w.which === "base" ? "watch.baseline" : "watch.whatif") }))) : null;
  return el("table", {}, head, rows.map(([key, value]) => el("tr", {}, el("td", { text: t("watch.place." + key) }), worlds.map((w) => el("td", {}, week < w.weeks() ? value(w) : "–")))));
}
// and what has happened there so far in one of them
function placeStory(speaker, world, chosen, week, t) {
  const story = storyOf(speaker, world, chosen, week, t);
  return [causesLine(world, chosen, week, t), el("ol", { class: "ticker" }, story.length ? story : el("li", { class: "quiet", text: t("watch.place_quiet") }))];
}
function causesLine(world, chosen, week, t) { // of the dead here, how many in events where a thing weighed most
  const log = world.log, sums = new Map(), end = world.first[week + 1] ?? log.week.length; let all = 0;
  for (let e = 0; e < end; e++) if (log.place[e] === chosen) { const n = toll(log, e); all += n; for (const c of [log.cause_1[e], log.cause_2[e]]) if (c >= 0) sums.set(c, (sums.get(c) || 0) + n); }
  const top = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 2).filter(([, n]) => n > 0.2 * all);
  if (!all || !top.length) return null;
  return el("p", { class: "why", text: t("watch.weighed", { what: top.map(([c, n]) => t("watch.because." + CAUSES[c]) + " (" + Math.round((100 * n) / all) + " %)").join(t("watch.and")) }) });
}
function storyOf(speaker, world, place, week, t) {
  const rows = [], log = world.log, end = world.first[week + 1] ?? log.week.length, worst = [];
  for (let e = 0; e < end; e++) if (log.place[e] === place && toll(log, e) > 0) worst.push(e);
  for (const e of worst.sort((a, b) => toll(log, b) - toll(log, a)).slice(0, 8)) rows.push({ w: log.week[e], node: eventRow(speaker, world, e, t, false) });
  const plain = (w, text) => rows.push({ w, node: el("li", { class: "politics", "data-week": w }, el("i", { "aria-hidden": "true" }), el("time", { text: speaker.when(w) }), el("span", {}, el("b", { text }))) });
  let held = world.holder(0, place), since = 0;
  for (let w = 1; w <= week; w++) {
    const now = world.holder(w, place), shut = world.at(w, "siege", place), was = world.at(w - 1, "siege", place);
    if (now !== held && stays(world, place, w, now)) { plain(w, t("watch.falls_to", { who: world.name(now), other: world.name(held) })); held = now; }
    if (shut && !was) since = w;
    if (!shut && was && w - since > 3) plain(w, t("watch.siege_ends", { count: w - since }));
    if (shut === 4) plain(since, t("watch.siege_begins"));
    if (world.at(w, "troops", place) && !world.at(w - 1, "troops", place) && stays(world, place, w, -1)) plain(w, t("watch.base_opens"));
  }
  return rows.sort((a, b) => b.w - a.w).slice(0, 18).map((row) => row.node);
}
function stays(world, place, week, holder) { // only what lasts a month is told
  for (let w = week; w < Math.min(week + 4, world.weeks()); w++) if (holder >= 0 ? world.holder(w, place) !== holder : !world.at(w, "troops", place)) return false;
  return true;
}
