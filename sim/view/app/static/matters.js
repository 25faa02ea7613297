// What matters here: every setting from the low to the high end of its slider, one picture an outcome.
const LOW = "#a8641a", HIGH = "#0b5cb5"; // amber and blue: also apart in lightness
function render({ model, el: root }) {
  const t = speech(model);
  let chosen = 0, all = false, sent = 0;
  root.classList.add("bh-matters");
  const ask = (wish) => { model.set("asked", { ...wish, n: Date.now() + ++sent }); model.save_changes(); };
  const head = el("div", { class: "mhead" }), body = el("div", { class: "mbody" });
  root.append(el("h2", { text: t("matters.title") }), el("p", { class: "lead", text: t("matters.lead") }), head, body);

  function status(state) {
    const row = el("div", { class: "mstatus", role: "status" });
    if (state.fault) row.append(el("span", { class: "fault", text: t("matters.failed", { fault: state.fault }) }));
    if (state.known) row.append(el("span", { text: t("matters.progress", state) + " · " + t("matters.fewer_worlds", state) }));
    if (state.running) {
      row.append(el("progress", { max: state.total, value: state.known, "aria-label": t("matters.progress", state) }),
        el("button", { type: "button", text: t("matters.stop"), onclick: () => ask({ do: "stop" }) }));
    } else if (state.old || state.known < state.total) {
      row.append(el("button", { type: "button", class: "go", title: t("matters.work_title"),
        text: t(state.old ? "matters.again" : "matters.work"), onclick: () => ask({ do: "work" }) }));
    }
    return row;
  }
  function tabs(state) {
    return el("div", { class: "mtabs", role: "tablist", "aria-label": t("matters.outcome") }, state.outcomes.map((o, i) =>
      el("button", { type: "button", role: "tab", "aria-selected": String(i === chosen), class: i === chosen ? "on" : "",
        text: o.title, onclick: () => { chosen = i; draw(); } })));
  }
  function bar(o, row, end) {
    const e = row.ends[end];
    if (!e) return null;
    const at = (v) => 50 + 50 * Math.max(-1, Math.min(1, v / o.wide));
    const left = Math.min(at(0), at(e.by)), width = Math.abs(at(e.by) - at(0));
    const lo = at(e.lo), hi = at(e.hi);
    const words = `${t("matters." + end)} (${e.value}): ${e.text} (${e.range})` + (e.over ? "; " + t("matters.over", { dollars: e.over }) : "");
    const node = el("button", { type: "button", class: "end " + (e.clear ? "" : "pale"), title: words,
      "aria-label": t("matters.try", { label: row.lever + ": " + row.label, value: e.value }) + ". " + words,
      onclick: () => ask({ do: "try", path: row.path, end }) },
      el("i", { class: "fill", style: `left:${left}%;width:${Math.max(width, 0.3)}%;background:${end === "low" ? LOW : HIGH}` }),
      el("i", { class: "line", style: `left:${lo}%;width:${Math.max(hi - lo, 0.2)}%` }));
    return el("div", { class: "side" }, el("span", { class: "val", text: e.value }), node, el("span", { class: "num", text: e.text + (e.over ? " $!" : "") }));
  }
  function rowNode(o, row) {
    return el("div", { class: "mrow" + (row.clear ? "" : " pale") },
      el("div", { class: "name" }, el("b", { text: row.lever }), el("span", { text: row.label }),
        row.clear ? null : el("em", { text: row.say })),
      el("div", { class: "bars" }, row.ends.low || row.ends.high ? [bar(o, row, "low"), bar(o, row, "high")] : null));
  }
  function draw() {
    const state = model.get("state");
    if (!state.outcomes) return;
    head.replaceChildren(...[state.old ? el("p", { class: "old", text: t("matters.old") }) : null, status(state), state.known ? tabs(state) : el("p", { class: "lead", text: state.running ? "" : t("matters.nothing") })].filter(Boolean));
    if (!state.known) { body.replaceChildren(); return; }
    const o = state.outcomes[chosen], clear = o.rows.filter((r) => r.clear), rest = o.rows.filter((r) => r.hardly), open = o.rows.filter((r) => !r.clear && !r.hardly);
    const said = clear.length > 1 ? t("matters.clear_many", { count: clear.length }) : t(clear.length ? "matters.clear_one" : "matters.clear_none");
    body.replaceChildren(
      el("div", { class: "mkey" }, el("b", { text: said }), el("span", { text: t("matters.base", { base: o.base }) }),
        el("span", {}, el("i", { style: `background:${LOW}` }), t("matters.low")), el("span", {}, el("i", { style: `background:${HIGH}` }), t("matters.high"))),
      ...clear.map((row) => rowNode(o, row)), ...open.map((row) => rowNode(o, row)),
      ...(rest.length ? [el("button", { type: "button", class: "more", "aria-expanded": String(all),
        text: t(all ? "matters.unclear_hide" : "matters.unclear_show", { count: rest.length }), onclick: () => { all = !all; draw(); } })] : []),
      ...(all ? rest.map((row) => rowNode(o, row)) : []));
  }
  draw();
  model.on("change:state", draw);
}
export default { render };
