// What makes the page everybody's: a way past the bar, levers as a sheet on a phone, names and a
// spoken answer for screen readers, and what a printed page needs to be found again.
function render({ model, el: root }) {
  const t = speech(model);
  root.classList.add("bh-everybody");
  const find = (name) => document.querySelector(name);
  const skip = el("a", { href: "#", class: "bh-skip", text: t("everybody.skip"),
    onclick: (event) => { event.preventDefault(); const part = find(".bh-answer") || find(".bh-grid"); part?.focus(); part?.scrollIntoView({ block: "start" }); } });
  const title = el("h1", { class: "bh-unseen", text: t("everybody.title") });
  const sheet = el("button", { type: "button", class: "bh-sheet", "aria-expanded": "false",
    onclick: () => show(!document.body.classList.contains("bh-sheet-open")) });
  const print = el("div", { class: "bh-print" });
  function show(open) {
    document.body.classList.toggle("bh-sheet-open", open);
    sheet.setAttribute("aria-expanded", String(open));
    sheet.textContent = t(open ? "everybody.sheet_close" : "everybody.sheet");
    if (!open) return;
    find(".bh-answer, .bh-grid")?.scrollIntoView({ block: "start" });
    find(".bh-levercol")?.focus({ preventScroll: true });
  }
  function escape(event) {
    if (event.key !== "Escape" || !document.body.classList.contains("bh-sheet-open") || find("dialog[open]")) return;
    show(false);
    sheet.focus();
  }
  // the parts come and go with the tabs, and Solara gives them no names of its own
  const PARTS = [
    [".bh-levercol", { role: "region", tabindex: "-1", "aria-label": t("everybody.levers") }],
    [".bh-answer", { role: "region", tabindex: "-1", "aria-live": "polite", "aria-label": t("everybody.answer") }],
    [".bh-grid", { tabindex: "-1" }],
    [".v-progress-linear", { "aria-label": t("everybody.busy") }],
    [".bh-wide", { role: "region", tabindex: "0", "aria-label": t("everybody.table") }],
  ];
  let waiting = 0;
  function name() {
    waiting = 0;
    for (const [part, attributes] of PARTS)
      for (const node of document.querySelectorAll(part))
        for (const [key, value] of Object.entries(attributes)) if (node.getAttribute(key) !== value) node.setAttribute(key, value);
    sheet.hidden = !find(".bh-levercol");
    const view = find("meta[name=viewport]"), free = "width=device-width, initial-scale=1";
    if (view && view.content !== free) view.content = free; // pages may be enlarged with two fingers
  }
  const watch = new MutationObserver(() => { waiting = waiting || requestAnimationFrame(name); });
  function update() {
    const link = location.origin + location.pathname + model.get("link");
    print.replaceChildren(el("p", { text: t("everybody.setting", { setting: model.get("setting") }) }), el("p", { text: link }));
  }
  root.append(skip, title, sheet, print);
  show(false);
  name();
  update();
  model.on("change:link", update);
  model.on("change:setting", update);
  watch.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("keydown", escape);
  return () => { watch.disconnect(); cancelAnimationFrame(waiting); document.removeEventListener("keydown", escape); };
}
export default { render };
