// The lever panel: a group a lever, native sliders, values beside them; sends a wish on release.
function shownNumber(field, value) {
  if (field.kind === "times" || field.kind === "share") return Math.round(value * 1000) / 10;
  return value;
}
function unitText(field, t) {
  if (field.kind === "times") return t("levers.of_plan");
  if (field.kind === "share") return "%";
  return field.unit;
}
function unitNote(field) {
  if (field.kind !== "share") return "";
  return field.unit.replace(/^share of (the )?/, "of ").replace(/^(share|0 to 1)$/, "");
}
const REST = 120; // milliseconds a held slider must rest before its answer is begun
// 450 m, 17,500, 0.35; and back
function written(value) {
  if (Math.abs(value) >= 1e6) return short(value).replace(/\.0+ /, " ").replace(/(\.\d)0 /, "$1 ");
  return Math.abs(value) >= 1000 ? digits(Math.round(value)) : (+value.toFixed(3)).toLocaleString(LANGUAGE);
}
function readNumber(text) {
  const match = /^([+-]?[\d.,]*\d)(%|k|m|bn|md)?$/i.exec(text.replace(/[\s\u00a0\u202f]/g, ""));
  if (!match) return null;
  const size = { k: 1e3, m: 1e6, bn: 1e9, md: 1e9 }[(match[2] || "").toLowerCase()] || 1;
  const value = Number(plainNumber(match[1])) * size;
  return Number.isFinite(value) ? value : null;
}
// "12,5" is twelve and a half in French and (one comma, not three digits after it) in English, too
function plainNumber(text) {
  const comma = text.lastIndexOf(","), point = text.lastIndexOf(".");
  const thousands = LANGUAGE !== "fr" && /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text);
  if (thousands || point > comma) return text.replace(/,/g, "");
  return text.replace(/\./g, "").replace(",", ".");
}
function pretty(field, value, t) {
  if (field.kind === "choice") return field.choice_words[value];
  if (field.kind === "switch") return t(value ? "levers.on" : "levers.off");
  if (field.kind === "times" || field.kind === "share") return +(value * 100).toFixed(1) + " %";
  return short(value);
}

function render({ model, el: root }) {
  const t = speech(model);
  let sent = 0;
  const rows = new Map();
  const open = new Set();
  let query = "";
  root.classList.add("bh-levers");

  function ask(path, value, held) { // held: the slider rests but is not released
    model.set("asked", { path, value, held: Boolean(held), n: Date.now() + ++sent });
    model.save_changes();
  }
  function valueOf(field) {
    const values = model.get("values");
    return field.path in values ? values[field.path] : field.base;
  }

  function slider(field) {
    const id = "f-" + field.path;
    const range = el("input", { type: "range", id, min: field.low, max: field.high, step: field.step,
      "aria-label": field.label, "data-path": field.path });
    const number = el("input", { type: "text", inputmode: "decimal", class: "num", autocomplete: "off",
      "aria-label": t("levers.value", { label: field.label }), "data-path": field.path });
    const unit = el("span", { class: "unit", text: unitText(field, t) });
    const mark = el("span", { class: "mark", title: t("levers.baseline") });
    const track = el("div", { class: "track" }, mark, range);
    const factor = field.kind === "times" || field.kind === "share" ? 100 : 1;
    const place = (v) => ((Math.min(Math.max(v, field.low), field.high) - field.low) / (field.high - field.low || 1));
    function paint(v) {
      range.style.setProperty("--at", place(v) * 100 + "%");
      const text = written(shownNumber(field, v));
      if (document.activeElement !== number) number.value = text;
      number.style.width = `calc(${Math.max(text.length, 2)} * .62em + 13px)`; // a phone writes larger
    }
    let rest = 0, tried = false;
    const settle = () => { clearTimeout(rest); tried = false; ask(field.path, +range.value); };
    range.addEventListener("input", () => {
      paint(+range.value);
      clearTimeout(rest);
      rest = setTimeout(() => { tried = true; ask(field.path, +range.value, true); }, REST);
    });
    range.addEventListener("change", settle);
    range.addEventListener("pointerup", () => setTimeout(() => { if (tried) settle(); clearTimeout(rest); }));
    number.addEventListener("focus", () => number.select());
    number.addEventListener("change", () => {
      const wish = readNumber(number.value);
      if (wish === null) return update();
      const most = field.most === undefined ? Infinity : field.most;
      ask(field.path, Math.min(Math.max(wish / factor, field.low), most));
      number.blur();
      paint(Math.min(Math.max(wish / factor, field.low), most)); // what was understood, even where it is what was set
    });
    function update() {
      const v = valueOf(field);
      range.value = v;
      number.value = written(shownNumber(field, v));
      paint(v);
    }
    mark.style.left = `calc(8px + ${place(field.base)} * (100% - 16px))`;
    const head = el("div", { class: "head" }, el("label", { for: id, text: field.label }),
      el("span", { class: "val" }, number, unit));
    return { nodes: [head, track], update };
  }
  function choice(field) {
    const select = el("select", { "aria-label": field.label, "data-path": field.path });
    if (field.planned) select.append(el("option", { value: "", text: t("levers.as_planned") }));
    for (const option of field.choices) select.append(el("option", { value: option, text: field.choice_words[option] }));
    select.addEventListener("change", () => ask(field.path, select.value === "" ? null : select.value));
    const update = () => {
      const values = model.get("values");
      select.value = field.path in values ? values[field.path] : field.planned ? "" : field.base;
    };
    return { nodes: [el("div", { class: "head" }, el("label", { text: field.label }), select)], update };
  }
  function toggle(field) {
    const box = el("input", { type: "checkbox", role: "switch", "aria-label": field.label, "data-path": field.path });
    box.addEventListener("change", () => ask(field.path, box.checked));
    return { nodes: [el("div", { class: "head" }, el("label", { text: field.label }), box)],
      update: () => { box.checked = Boolean(valueOf(field)); } };
  }
  function row(field) {
    const made = field.kind === "choice" ? choice(field) : field.kind === "switch" ? toggle(field) : slider(field);
    const back = el("button", { class: "back", type: "button", title: t("levers.back"),
      "aria-label": t("levers.reset_one", { label: field.label }), onclick: () => ask(field.path, null), text: "↺" });
    const note = field.meaning || unitNote(field);
    const node = el("div", { class: "field", title: field.meaning }, made.nodes,
      el("div", { class: "note" }, el("span", { text: field.planned || note }), back), el("div", { class: "reach", "data-reach": field.path, hidden: true }));
    rows.set(field.path, { field, node, update: made.update });
    return node;
  }

  const help = el("dialog", { class: "bh-help" });
  function showHelp(group) {
    const part = (title, lines) => [el("h4", { text: title }),
      lines.length > 1 ? el("ul", {}, lines.map((text) => el("li", { text }))) : el("p", { text: lines[0] })];
    const settings = el("dl", {}, group.fields.map((f) => [
      el("dt", { text: f.label }), el("dd", { text: f.meaning + (f.source ? "  ·  " + f.source : "") })]));
    help.replaceChildren(
      el("div", { class: "helphead" }, el("h3", { text: group.label }),
        el("button", { type: "button", class: "x", "aria-label": t("levers.help_close"), text: "✕", onclick: () => help.close() })),
      el("div", { class: "helpbody" }, group.help.length && group.help[0].title === t("help.about") ? null : el("p", { class: "lead", text: group.meaning }),
        group.help.map((p) => part(p.title, p.lines)), el("h4", { text: t("levers.help_settings") }), settings));
    help.showModal();
  }

  function groupNode(group, number) {
    const folded = model.get("folded");
    const first = folded ? 0 : Math.min(group.fields.length, group.path === "policy.funding" || number < 1 ? 2 : 1); // money and its cut are asked for first
    const body = el("div", { class: "fields" });
    const more = el("button", { class: "more", type: "button" });
    const price = el("span", { class: "price", "data-group": group.path });
    const dot = el("span", { class: "dot", title: t("levers.changed") });
    group.fields.forEach((field, i) => {
      const node = row(field);
      if (i >= first) node.classList.add("later");
      body.append(node);
    });
    const rest = group.fields.length - first;
    const card = el("section", { class: "group", "data-group": group.path });
    function fold() {
      const shown = open.has(group.path);
      card.classList.toggle("open", shown);
      more.setAttribute("aria-expanded", shown);
      more.textContent = t("levers." + (shown ? "fewer" : first ? (rest === 1 ? "more_one" : "more") : rest === 1 ? "one" : "many"), { count: rest });
      more.hidden = rest <= 0;
    }
    more.addEventListener("click", () => { open.has(group.path) ? open.delete(group.path) : open.add(group.path); fold(); });
    fold();
    card.append(el("header", {}, el("h3", { text: group.label }), dot, price,
      el("button", { class: "q", type: "button", "aria-label": t("levers.help_about", { label: group.label }), title: t("levers.help_title"), text: "?", onclick: () => showHelp(group) })),
      body, more);
    return card;
  }

  const list = el("div", { class: "groups" });
  const none = el("p", { class: "none", hidden: true, role: "status" });
  const search = el("input", { type: "search", placeholder: t("levers.find_example"), "aria-label": t("levers.find") });
  search.addEventListener("input", () => { query = search.value.trim().toLowerCase(); filter(); });
  // Every word typed must begin a word of the setting, of its meaning or of its lever.
  function matches(text) { const found = text.toLowerCase().split(/[^\p{L}\p{N}]+/u); return query.split(/\s+/).every((part) => found.some((word) => word.startsWith(part))); }
  function filter() {
    for (const heading of list.querySelectorAll(".family")) heading.hidden = Boolean(query);
    let total = 0;
    for (const group of model.get("groups")) {
      const card = list.querySelector(`[data-group="${group.path}"].group`);
      if (!card) continue;
      let any = false;
      for (const field of group.fields) {
        const hit = query && matches([group.label, field.label, field.meaning, field.path].join(" "));
        rows.get(field.path).node.classList.toggle("hit", Boolean(hit));
        any = any || hit;
        total += hit ? 1 : 0;
      }
      card.hidden = Boolean(query) && !any;
      card.classList.toggle("searched", Boolean(query));
    }
    none.hidden = !query || total > 0;
    none.textContent = t("levers.none_found", { query });
  }
  function update() {
    const values = model.get("values");
    for (const { field, node, update: paint } of rows.values()) {
      paint();
      node.classList.toggle("changed", field.path in values);
      node.querySelector(".back").title = t("levers.back_to", { value: (field.kind === "times" ? "100 %" : pretty(field, field.base, t)) });
    }
    for (const group of model.get("groups")) {
      const card = list.querySelector(`[data-group="${group.path}"].group`);
      if (card) card.classList.toggle("touched", group.fields.some((f) => f.path in values));
    }
  }
  function prices() {
    const texts = model.get("prices");
    for (const node of list.querySelectorAll(".price")) node.textContent = texts[node.dataset.group] || "";
  }
  function reach() {
    const texts = model.get("reach") || {};
    for (const node of list.querySelectorAll("[data-reach]")) { node.textContent = texts[node.dataset.reach] || ""; node.hidden = !node.textContent; }
  }
  function build() {
    rows.clear();
    let family = null;
    const nodes = [];
    model.get("groups").forEach((group, i) => {
      if (group.family && group.family !== family) nodes.push(el("p", { class: "family", text: group.family }));
      family = group.family;
      nodes.push(groupNode(group, i));
    });
    list.replaceChildren(...nodes);
    update(); prices(); reach(); filter();
  }
  root.append(el("div", { class: "top" }, el("h2", { text: model.get("title") }), search), none, list, help);
  build();
  model.on("change:groups", build);
  model.on("change:values", update);
  model.on("change:prices", prices);
  model.on("change:reach", reach);
}
export default { render };
