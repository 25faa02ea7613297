// The bar at the top: scenario, tabs, undo and redo, saving, the link.
const ICONS = {
  undo: "M12.5 8c-2.65 0-5.05 1-6.9 2.6L2 7v9h9l-3.62-3.62A8 8 0 0 1 20.06 16l2.37-.78A10.5 10.5 0 0 0 12.5 8z",
  redo: "M18.4 10.6A10.5 10.5 0 0 0 1.54 15.22L3.9 16a8 8 0 0 1 12.7-3.62L13 16h9V7l-3.6 3.6z",
  replay: "M8 5v14l11-7z",
  reset: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  link: "M3.9 12a3.1 3.1 0 0 1 3.1-3.1h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12zM8 13h8v-2H8v2zm9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10z",
  save: "M5 20h14v-2H5v2zM19 9h-4V3H9v6H5l7 7 7-7z",
};
function icon(name) {
  return svg("svg", { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true" },
    svg("path", { d: ICONS[name], fill: "currentColor" }));
}
const REMEMBERED = "bluehelm", LOOK = 1000; // milliseconds between looks at the connection
// Kept policies and what can be undone outlive a reload of this tab
function remembered() {
  try { return JSON.parse(sessionStorage.getItem(REMEMBERED) || "null"); } catch { return null; }
}
function remember(kept) {
  try { sessionStorage.setItem(REMEMBERED, JSON.stringify(kept)); } catch { /* a full or closed store: only a reload forgets */ }
}
// While the server is away the page says so and holds still; once it is back, the address brings the page back
function watchConnection(t) {
  const sign = el("div", { class: "bh-lost", role: "alert", hidden: true });
  document.body.append(sign);
  let met = false, asking = false;
  const timer = setInterval(async () => {
    const status = window.solara?.debug?.connectionStatus;
    if (status === "connected") met = true;
    const lost = met && status !== "connected";
    if (lost === sign.hidden) {
      sign.hidden = !lost;
      sign.textContent = lost ? t("bar.lost") : "";
      const page = document.getElementById("app");
      if (page) { page.inert = lost; page.classList.toggle("bh-stale", lost); }
    }
    if (!lost || asking) return;
    asking = true;
    try { if ((await fetch("readyz", { cache: "no-store" })).ok && window.solara.debug.connectionStatus !== "connected") location.reload(); } catch { /* not yet back */ }
    asking = false;
  }, LOOK);
  return () => { clearInterval(timer); sign.remove(); };
}
function render({ model, el: root }) {
  const t = speech(model);
  const gone = new AbortController(), until = { signal: gone.signal };
  let count = 0;
  root.classList.add("bh-bar");
  const ask = (wish) => { model.set("asked", { ...wish, n: Date.now() + ++count }); model.save_changes(); };
  const button = (name, label, text, wish, title) => el("button", { type: "button", class: text ? "" : "bare",
    "data-do": name, "aria-label": text ? text + ": " + label : label, title: title || label, onclick: wish || (() => ask({ do: name })) },
    icon(name), text ? el("span", { text }) : null);

  const scenario = el("select", { "aria-label": t("bar.scenario") });
  scenario.addEventListener("change", () => ask({ do: "scenario", name: scenario.value }));
  const preset = el("select", { "aria-label": t("bar.presets"), class: "preset" });
  preset.addEventListener("change", () => { if (preset.value) ask({ do: "preset", name: preset.value }); preset.value = ""; });
  const length = el("select", { "aria-label": t("bar.length"), class: "preset length" });
  length.addEventListener("change", () => ask({ do: "length", name: length.value }));
  const language = el("select", { "aria-label": t("bar.language"), class: "language" });
  language.addEventListener("change", () => ask({ do: "language", name: language.value }));
  const tabs = el("div", { class: "tabs", role: "tablist", "aria-label": t("bar.views") });
  const undo = button("undo", t("bar.undo")), redo = button("redo", t("bar.redo")), replay = button("replay", t("bar.replay"), "", null, t("bar.replay_title")), reset = button("reset", t("bar.reset"));
  const share = button("link", t("bar.copy_link"), t("bar.share"), async () => {
    ask({ do: "link" });
    const text = location.origin + location.pathname + (model.get("state").link || "");
    try { await navigator.clipboard.writeText(text); toast(t("bar.link_copied")); }
    catch { linkBox.value = text; linkDialog.showModal(); linkBox.select(); }
  });
  const linkBox = el("input", { readonly: true, "aria-label": t("bar.link_box") });
  const linkDialog = el("dialog", { class: "bh-link" }, el("p", { text: t("bar.link_opens") }), linkBox,
    el("button", { type: "button", text: t("bar.close"), onclick: () => linkDialog.close() }));
  const menu = el("div", { class: "menu", role: "menu", hidden: true });
  const item = (name, wish) => el("button", { type: "button", role: "menuitem", onclick: () => { menu.hidden = true; wish(); } },
    el("b", { text: t("bar.file." + name) }), el("span", { text: t("bar.file." + name + "_note") }));
  const pick = el("input", { type: "file", accept: ".json,.toml,application/json", hidden: true, "aria-label": t("bar.load") });
  pick.addEventListener("change", async () => {
    const file = pick.files[0];
    if (!file) return;
    if (file.size > 200000) { toast(t("bar.too_large")); pick.value = ""; return; }
    ask({ do: "load", name: file.name, text: await file.text() });
    pick.value = "";
  });
  menu.append(
    item("picture", () => root.getRootNode().querySelector(".bh-charts .icon")?.click()),
    item("csv", () => ask({ do: "csv" })),
    item("outcomes", () => ask({ do: "outcomes" })),
    item("toml", () => ask({ do: "toml" })),
    item("python", () => ask({ do: "python" })),
    item("save", () => ask({ do: "save" })),
    item("load", () => pick.click()));
  const exporter = el("div", { class: "exporter" }, button("save", t("bar.export_title"), t("bar.export"), (event) => { event.stopPropagation(); menu.hidden = !menu.hidden; }), menu);
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.hidden = true; }, until);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menu.hidden = true;
    if (!(event.ctrlKey || event.metaKey) || /input|textarea/i.test(event.target.tagName) && event.target.type !== "range") return;
    if (event.key === "z" && !event.shiftKey) { event.preventDefault(); ask({ do: "undo" }); }
    if (event.key === "y" || (event.key === "Z" && event.shiftKey)) { event.preventDefault(); ask({ do: "redo" }); }
  }, until);
  const note = el("div", { class: "toast", role: "status" });
  let timer;
  function toast(text) { note.textContent = text; note.classList.add("on"); clearTimeout(timer); timer = setTimeout(() => note.classList.remove("on"), 4500); }

  root.append(el("div", { class: "brand" }, el("b", { text: "Bluehelm" }), el("span", { text: t("bar.brand") })),
    el("div", { class: "choose" }, scenario, length, preset), tabs,
    el("div", { class: "acts" }, undo, redo, replay, reset, language, el("a", { class: "toroom", href: "?room=new", title: t("bar.room_title"), text: t("bar.room") }), share, exporter), pick, linkDialog, note);

  function options(select, rows, chosen, empty) {
    const text = JSON.stringify(rows);
    if (select.dataset.rows !== text) {
      select.dataset.rows = text;
      select.replaceChildren(...(empty ? [el("option", { value: "", text: empty })] : []),
        ...rows.map((row) => el("option", { value: row.name, text: row.title })));
    }
    select.value = chosen;
  }
  function update() {
    const state = model.get("state");
    options(scenario, state.scenarios || [], state.scenario || "");
    options(preset, state.presets || [], "", t("bar.presets_open"));
    preset.hidden = !(state.presets || []).length;
    options(length, state.lengths || [], state.length || "0");
    options(language, state.languages || [], state.language || "en");
    document.documentElement.lang = state.language || "en";
    scenario.title = state.about || "";
    undo.disabled = !state.undo; redo.disabled = !state.redo; replay.disabled = !state.undo; reset.disabled = !state.changed;
    tabs.replaceChildren(...(state.tabs || []).map((tab) => el("button", { type: "button", role: "tab",
      "aria-selected": String(tab.name === state.tab), text: tab.title + (tab.name === "compare" && state.kept ? " (" + state.kept + ")" : ""), onclick: () => ask({ do: "tab", name: tab.name }) })));
  }
  function saveFile() {
    const file = model.get("file");
    if (!file || !file.name) return;
    const url = URL.createObjectURL(new Blob([file.text], { type: file.kind || "text/plain" }));
    el("a", { href: url, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    toast(t("bar.downloaded", { name: file.name }));
  }
  const before = remembered();
  if (before && !model.get("state").back) ask({ do: "remember", kept: before });
  const keep = () => { if (model.get("state").back || !before) remember(model.get("state").memory); };
  keep();
  update();
  model.on("change:state", () => { update(); keep(); });
  model.on("change:file", saveFile);
  const stop = watchConnection(t);
  return () => { gone.abort(); stop(); };
}
export default { render };
