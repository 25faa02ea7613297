// A run played week by week: a map of each world, the time-line, what happens, the place that was clicked.
const SPEEDS = [4, 10, 26, 52], CALM = matchMedia("(prefers-reduced-motion: reduce)"), CALM_REDRAWS = 2; // a second
const LOWER = 178; // px: what happens, under two maps
function render({ model, el: root }) {
  const t = speech(model), speaker = Speaker(model, t), scene = () => model.get("scene"), live = () => model.get("steps");
  root.classList.add("bh-live");
  root.tabIndex = -1;
  const stage = el("div", { class: "stage" }), legend = el("div", { class: "livelegend" }), marksKey = el("div", { class: "markskey" }), lower = el("div", { class: "lower" }), swap = el("div", { class: "swap", role: "group", "aria-label": t("watch.worlds") });
  const button = (key, act, text) => el("button", { type: "button", "aria-label": t("watch." + key), title: t("watch." + key + "_title"), text: text || t("watch." + key), onclick: act });
  const play = el("button", { type: "button", class: "main", title: t("watch.play_title"), onclick: () => toggle(!playing) });
  const back = button("back", () => step(-1), "‹"), on = button("step", () => step(1), "›"), next = button("next", () => leap());
  const speed = el("select", { "aria-label": t("watch.speed") }, SPEEDS.map((v) => el("option", { value: v, text: t("watch.speeds." + v) })));
  speed.value = 10;
  const scrub = el("input", { type: "range", min: 0, step: 1, value: 0, "aria-label": t("watch.week"), oninput: () => go(+scrub.value) });
  const when = el("span", { class: "weektext", role: "status", "aria-live": "off" });
  const seed = el("input", { type: "number", min: 0, max: 999999, "aria-label": t("watch.seed"), class: "seed", onchange: () => ask({ seed: Math.max(0, Math.round(+seed.value) || 0) }) });
  const which = el("span", { class: "which" }), seedBox = el("div", { class: "seedbox" }, which, el("label", { title: t("watch.seed_title") }, t("watch.luck"), seed));
  const time = TimeLine({ scene, t, say: speaker.mark, go: (week) => go(week) });
  root.append(stage, legend, el("div", { class: "time" }, el("div", { class: "livecontrols" }, play, back, on, next, speed, when, swap, seedBox), time.node, scrub, marksKey), lower);

  const hidden = new Set(), tickers = [];
  let worlds = [], panes = [], week = 0, known = 1, playing = false, clock = 0, last = 0, drawn = 0, chosen = -1, told = -1, frames = 0, shownWorld = 1;
  const ask = (wish) => { model.set("asked", { ...wish, n: Date.now() }); model.save_changes(); };
  const end = () => known - 1; // the last week there is; a live model's time-line goes on

  function load() {
    worlds = [World(model, "what")];
    if (model.get("base") && model.get("base").byteLength) worlds.unshift(World(model, "base"));
    const pair = worlds.length > 1;
    reach(Math.min(...worlds.map((w) => w.weeks())));
    week = Math.min(week, end());
    panes = worlds.map((world) => Pane(model, world, pair ? t(world.which === "base" ? "watch.baseline" : "watch.whatif") : scene().title || t("watch.this_run"), t));
    for (const pane of panes) pane.canvas.addEventListener("click", (event) => pick(pane, event));
    stage.replaceChildren(...panes.map((p) => p.node));
    root.classList.toggle("pair", pair);
    swap.replaceChildren(...(pair ? worlds.map((w, k) => el("button", { type: "button", "aria-pressed": String(k === shownWorld), text: t(w.which === "base" ? "watch.baseline" : "watch.whatif"), onclick: () => { shownWorld = k; load(); } })) : []));
    root.dataset.shown = pair ? worlds[shownWorld].which : "";
    seed.value = model.get("seed");
    seedBox.hidden = live();
    which.replaceChildren(...(scene().typical ? [t("watch.typical", { count: scene().typical })] : [el("button", { type: "button", class: "plain", text: t("watch.to_typical"), onclick: () => ask({ seed: null }) })]));
    tickers.splice(0, tickers.length, ...worlds.map((w) => ({ world: w, list: el("ol", { class: "ticker", tabindex: 0, "aria-label": t("watch.happens") }) })));
    told = -1;
    state(); key(); layout();
  }
  function reach(weeks) { known = Math.max(weeks, 1); scrub.max = span() - 1; }
  const span = () => (live() ? Math.max(scene().weeks, known) : known);
  function state() { root.classList.toggle("busy", Boolean(scene().busy)); root.dataset.busy = t("watch.busy"); }
  function pick(pane, event) {
    const box = pane.canvas.getBoundingClientRect(), found = nearest(model.get("land"), pane.at, event.clientX - box.left, event.clientY - box.top, 90);
    chosen = found === chosen ? -1 : found;
    told = -1; draw();
  }
  function key() { // who is who by colour, then what may be hidden
    const colours = new Map(), rule = new Set(worlds.map((w) => w.name(w.told.sums.governor[week])));
    for (const w of worlds) {
      if (week >= w.weeks()) continue;
      const now = w.colours(week), held = new Map(w.people(week)); for (const [f] of held) colours.set(w.name(f), [now[f] || NOBODY, worlds.length > 1 ? 0 : held.get(f)]); for (const pair of lastOf(w.told.foes, week) || []) for (const f of pair) if (!colours.has(w.name(f))) colours.set(w.name(f), [now[f] || NOBODY, 0]); }
    const who = [...colours].map(([name, [colour, share]]) => el("span", { class: "who" }, el("i", { style: "background:" + colour }), name, !share || share < 0.005 ? null : el("small", { text: " " + Math.round(100 * share) + " %" }), rule.has(name) ? el("small", { text: " " + t("watch.governs") }) : null));

    const layers = LAYERS.map((name) => el("button", { type: "button", class: "layer " + name, "aria-pressed": String(!hidden.has(name)), title: t("watch.layer_title." + name), onclick: () => { hidden.has(name) ? hidden.delete(name) : hidden.add(name); key(); draw(); } }, el("i", { "aria-hidden": "true" }), name === "mission" ? scene().mission || t("watch.peacekeepers") : t("watch.layer." + name)));
    legend.replaceChildren(el("span", { class: "held", text: t("watch.held_by") }), ...who, el("span", { class: "layers", role: "group", "aria-label": t("watch.layers") }, layers));
  }
  function signKey() {
    const used = new Set(worlds.flatMap((w) => (w.told.marks || []).map(signOf)));
    marksKey.replaceChildren(el("span", {}, el("i", { style: "background:" + CIVILIANS }), t("watch.civilians")), el("span", {}, el("i", { style: "background:" + FIGHTERS }), t("watch.fighters")), ...Object.keys(SIGNS).filter((s) => used.has(s)).map((s) => el("span", {}, svg("svg", { width: 11, height: 11, viewBox: "-0.5 -0.5 11 11" }, glyph(s)), t("watch.sign." + s))), el("span", { text: time.scale }));
  }
  function layout() {
    const narrow = root.clientWidth < 640, pair = worlds.length > 1;
    root.classList.toggle("narrow", narrow);
    root.classList.toggle("short", !narrow && !pair);
    const count = pair && !narrow ? 2 : 1, each = Math.floor((stage.clientWidth - (count - 1) * 16) / count);
    if (each < 40) return;
    time.draw(narrow && pair ? [worlds[shownWorld]] : worlds, span(), time.node.clientWidth);
    signKey();
    lower.style.height = "0";
    const shown = panes[count > 1 ? 0 : pair ? shownWorld : 0].canvas, rest = root.offsetHeight - shown.offsetHeight + root.getBoundingClientRect().top + scrollY + (pair ? LOWER : 0) + 36;
    const room = narrow ? innerHeight * 0.52 : Math.max(innerHeight - rest, 250), h = Math.round(Math.min(each / shapeOf(model.get("land")) + 30, room, each * 1.15));
    for (const pane of panes) pane.layout(each, h);
    lower.style.height = narrow ? "" : pair ? LOWER + "px" : stage.offsetHeight + legend.offsetHeight + 8 + "px";
    draw();
  }
  function draw() {
    for (const pane of panes) if (pane.ground) pane.paint(week, chosen, hidden);
    scrub.value = week;
    scrub.style.setProperty("--at", (100 * week) / Math.max(span() - 1, 1) + "%");
    when.textContent = t("watch.when", { month: monthOf(scene().start, week), week: week + 1 });
    scrub.setAttribute("aria-valuetext", when.textContent);
    for (const pane of panes) pane.canvas.setAttribute("aria-label", t("watch.map_label", { world: pane.node.querySelector("b").textContent, when: when.textContent, killed: pane.count.textContent }));
    time.at(week);
    tell();
    frames += 1;
  }
  let who = "", toldAt = 0;
  function tell() { // words change at most five times a second: nobody reads faster
    const now = performance.now();
    if (told === week || (playing && now - toldAt < 200)) return;
    told = week; toldAt = now;
    if (week >= worlds[0].weeks()) return;
    const holders = worlds.map((w) => w.people(week).map((p) => Math.round(p[1] * 100) + "." + p[0]).join() + w.colours(week).join()).join("|");
    if (holders !== who) { who = holders; key(); }
    const pair = worlds.length > 1, p = chosen >= 0 ? model.get("land").places[chosen] : null;
    const parts = tickers.map(({ world, list }) => {
      const here = p && pair, title = here ? p.n + ": " + t(world.which === "base" ? "watch.baseline" : "watch.whatif") : t(!pair ? "watch.happens" : world.which === "base" ? "watch.happens_base" : "watch.happens_what");
      if (!here) list.replaceChildren(...tickerRows(speaker, world, week, t));
      return el("section", { class: "happens " + world.which }, el("h3", { text: title }), here ? placeStory(speaker, world, chosen, week, t) : list);
    });
    const close = el("button", { type: "button", class: "close", "aria-label": t("watch.close"), text: "×", onclick: () => { chosen = -1; told = -1; draw(); } });
    const about = p ? [el("h3", {}, el("span", {}, p.n + " ", el("small", { text: t("watch.people", { count: short(p.p) }) })), close), placeTable({ model, worlds, chosen, week, t }), ...(pair ? [] : [el("h4", { text: t("watch.story") }), ...placeStory(speaker, worlds[0], chosen, week, t)])] : [el("h3", { text: t("watch.click") }), el("p", { text: t("watch.click_why") })];
    const detail = el("section", { class: "detail", tabindex: 0, "aria-label": t("watch.about_place") }, about);
    const at = lower.querySelector(".detail"), scrolled = at ? at.scrollTop : 0;
    lower.replaceChildren(...(p ? [detail, ...parts] : [...parts, detail]));
    detail.scrollTop = scrolled;
  }
  let begun = false;
  function begin() { if (!begun && !live()) { begun = true; ask({ held: true }); } }
  function go(to) { begin(); week = Math.min(Math.max(to, 0), end()); draw(); }
  function step(by) { if (week + by > end() && live()) askWeeks(by); else go(week + by); }
  function leap() { const after = time.marks().find((w) => w > week); if (after === undefined) return; if (after > end() && live()) askWeeks(after - week); else go(after); }
  let asking = false;
  function askWeeks(count) { if (asking) return; asking = true; ask({ weeks: Math.min(count, 520) }); }
  function frame(now) {
    if (!playing) return;
    clock += ((now - last) / 1000) * +speed.value; last = now;
    const ahead = Math.floor(clock), calm = CALM.matches && now - drawn < 1000 / CALM_REDRAWS;
    if (ahead > 0 && !calm) {
      clock -= ahead; drawn = now;
      if (week + ahead > end() && live()) askWeeks(ahead);
      const to = Math.min(week + ahead, end());
      if (to === week && !live()) return toggle(false);
      if (to !== week) go(to);
    }
    requestAnimationFrame(frame);
  }
  function toggle(now) {
    playing = now;
    play.textContent = t(now ? "watch.pause" : "watch.play"); play.setAttribute("aria-label", play.textContent);
    root.dataset.playing = now ? "1" : "";
    if (now) { if (week >= end() && !live()) week = 0; last = performance.now(); clock = 0; requestAnimationFrame(frame); } else { told = -1; if (panes.length) draw(); }
  }
  function pressed(event) { // space plays, arrows step, unless something else has the keys
    const at = event.target, own = root.contains(at), typing = /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) && at !== scrub;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !(own || (!live() && at === document.body)) || !root.isConnected) return;
    if (event.key === " " && at.tagName !== "BUTTON") toggle(!playing);
    else if (event.key === "ArrowRight" && at !== scrub) step(event.shiftKey ? 4 : 1);
    else if (event.key === "ArrowLeft" && at !== scrub) step(event.shiftKey ? -4 : -1);
    else if (event.key === "n") leap();
    else if (event.key === "Escape" && chosen >= 0) { chosen = -1; told = -1; draw(); }
    else return;
    event.preventDefault();
  }
  document.addEventListener("keydown", pressed);
  lower.addEventListener("click", (event) => { const row = event.target.closest("li[data-week]"); if (row) go(+row.dataset.week); });
  let waiting = 0;
  const soon = () => { if (!live() && !waiting) waiting = setTimeout(() => { waiting = 0; load(); }, 0); };
  model.on("change:what change:base change:land change:scene change:what_told change:base_told change:seed", soon);
  model.on("change:more", () => {
    worlds[0].append(bytesOf(model.get("more"))); worlds[0].tell(model.get("what_told")); asking = false;
    const follow = week >= end() || !playing; reach(worlds[0].weeks()); if (follow && !playing) week = end();
    time.draw(worlds, span(), time.node.clientWidth); signKey(); told = -1; draw();
  });
  root.bhFrames = () => frames;
  toggle(false);
  load();
  let width = 0;
  const watch = new ResizeObserver(() => { if (Math.abs(root.clientWidth - width) > 3) { width = root.clientWidth; layout(); } });
  watch.observe(root);
  return () => { playing = false; document.removeEventListener("keydown", pressed); watch.disconnect(); };
}
export default { render };
