// Dated values of levers on a timeline, and a form to add one.
function render({ model, el: root }) {
  const t = speech(model);
  root.classList.add("bh-phases");
  const head = el("div", { class: "phasehead" }, el("h2", { text: t("phases.title") }), el("span", { class: "sub", text: t("phases.about") }));
  const line = el("div", { class: "timeline" });
  const add = el("button", { type: "button", text: t("phases.add"), "aria-expanded": "false" });
  const lever = el("select", { "aria-label": t("phases.lever") });
  const field = el("select", { "aria-label": t("phases.setting") });
  const from = el("input", { type: "date", "aria-label": t("phases.first") });
  const to = el("input", { type: "date", "aria-label": t("phases.last") });
  const value = el("span", { class: "valuebox" });
  const ok = el("button", { type: "submit", class: "main", text: t("phases.ok") });
  const form = el("form", { hidden: true }, lever, field, el("label", {}, t("phases.from"), from), el("label", {}, t("phases.to"), to), el("label", {}, t("phases.value"), value), ok);
  head.append(add);
  root.append(head, line, form);
  let count = 0;
  const ask = (wish) => { model.set("asked", { ...wish, n: Date.now() + ++count }); model.save_changes(); };
  add.addEventListener("click", () => { form.hidden = !form.hidden; add.setAttribute("aria-expanded", String(!form.hidden)); });
  lever.addEventListener("change", choose);
  field.addEventListener("change", offer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = value.firstChild, about = now();
    if (!about || input.value === "") return;
    ask({ do: "add", lever: lever.value, field: field.value, start: from.value, end: to.value, value: about.choices.length ? input.value : +input.value / (percent(about) ? 100 : 1) });
    form.hidden = true;
  });
  const now = () => (model.get("fields")[lever.value] || []).find((f) => f.name === field.value);
  const percent = (f) => f.high !== null && f.high <= 1;
  function choose() {
    field.replaceChildren(...(model.get("fields")[lever.value] || []).map((f) => el("option", { value: f.name, text: f.label })));
    offer();
  }
  function offer() {
    const f = now();
    if (!f) return;
    value.replaceChildren(f.choices.length ? el("select", { "aria-label": t("phases.value") }, f.choices.map((c) => el("option", { value: c, text: f.choice_words[c] })))
      : el("input", { type: "number", step: "any", "aria-label": t("phases.value"), required: true }), el("span", { class: "unit", text: f.choices.length ? "" : percent(f) ? "%" : f.unit }));
  }
  function draw() {
    const span = model.get("span"), start = Date.parse(span.start), length = span.weeks * 604800000;
    const rows = model.get("rows").filter((r) => r.plan.length || r.own.length);
    if (!lever.options.length) { lever.replaceChildren(...model.get("rows").map((r) => el("option", { value: r.lever, text: r.label }))); choose(); }
    if (!from.value) {
      from.value = new Date(start + length * 0.4).toISOString().slice(0, 10);
      to.value = new Date(start + length * 0.7).toISOString().slice(0, 10);
    }
    const bar = (phase, own, row, number) => {
      const a = Math.max((Date.parse(phase.start) - start) / length, 0), b = Math.min((Date.parse(phase.end) - start + 86400000) / length, 1);
      if (b <= 0 || a >= 1) return null;
      const node = el("span", { class: own ? "own" : "plan", title: t("phases.span", phase), style: `left:${a * 100}%;width:${(b - a) * 100}%` }, el("em", { text: phase.text }));
      if (own) node.append(el("button", { type: "button", "aria-label": t("phases.remove"), text: "✕", onclick: () => ask({ do: "remove", lever: row.lever, number }) }));
      return node;
    };
    const years = [];
    const first = new Date(start).getUTCFullYear(), total = span.weeks / 52.18, every = total > 14 ? 4 : total > 7 ? 2 : 1;
    for (let y = first + 1; y <= first + total + 1; y++) { const at = (Date.UTC(y, 0, 1) - start) / length; if (at > 0.02 && at < 0.98 && (every === 1 || y % every === 0)) years.push(el("i", { style: `left:${at * 100}%`, text: String(y) })); }
    line.replaceChildren(...rows.map((row) => el("div", { class: "lane" }, el("b", { text: row.label }), el("div", { class: "bars" }, row.plan.map((p) => bar(p, false, row)), row.own.map((p, i) => bar(p, true, row, i))))),
      rows.length ? el("div", { class: "lane axis" }, el("b"), el("div", { class: "bars" }, years)) : el("p", { class: "sub", text: t("phases.none") }));
  }
  draw();
  model.on("change:rows change:span", draw);
}
export default { render };
