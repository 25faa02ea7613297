// The facilitator's panel: pace, reveal, lock, names, people, cards.
function chairPart(state, t, tell) {
  const at = state.stages.findIndex((row) => row.name === state.stage), next = state.stages[at + 1];
  const steps = el("ol", { class: "steps", "aria-label": t("room.chair.pace") }, state.stages.map((row, i) =>
    el("li", {}, el("button", { type: "button", class: i === at ? "now" : i < at ? "past" : null, "aria-current": i === at ? "step" : null, text: row.title, onclick: () => tell({ do: "stage", name: row.name }) }))));
  const reveals = next && (next.name === "answer" || next.name === "board");
  return [
    el("h2", { text: t("room.chair.pace") }), steps,
    el("div", { class: "sendrow" },
      next ? el("button", { type: "button", class: "main", text: t(reveals ? "room.chair.reveal" : "room.chair.next", { stage: next.title }), onclick: () => tell({ do: "stage", name: next.name }) }) : null,
      el("span", { class: "soft", role: "status", text: t("room.chair.done", { said: state.done.said, submitted: state.done.submitted, count: state.count }) })),
    el("p", { class: "hint", text: t("room.chair.hint." + state.stage) }),
    state.fault ? el("p", { class: "note", role: "alert", text: state.fault }) : null,
  ];
}
function switchesPart(state, t, tell) {
  return [el("h2", { text: t("room.chair.rules") }), ["locked", "hidden", "named"].map((name) =>
    el("label", { class: "switch" }, checkbox(state[name], (on) => tell({ do: "flag", name, on })),
      el("span", {}, el("b", { text: t(`room.chair.${name}`) }), el("span", { class: "soft", text: t(`room.chair.${name}_note`) }))))];
}
function checkbox(on, done) {
  const box = el("input", { type: "checkbox", onchange: () => done(box.checked) });
  box.checked = on;
  return box;
}
function linksPart(state, t) {
  const link = location.origin + "/?room=" + state.code, screen = link + "&show=1" + (state.language === "en" ? "" : "&lang=" + state.language);
  const copied = el("span", { class: "soft", role: "status" });
  return [
    el("div", { class: "codeline" }, el("span", { class: "soft", text: t("room.chair.code") }), el("b", { class: "code", text: state.code })),
    el("p", { class: "soft", text: t("room.chair.join") }),
    el("div", { class: "linkline" }, el("code", { text: link }), el("button", { type: "button", class: "quiet", text: t("room.chair.copy"), onclick: async () => {
      try { await navigator.clipboard.writeText(link); copied.textContent = t("room.chair.copied"); } catch { copied.textContent = link; } } }), copied),
    el("p", {}, el("a", { href: screen, target: "_blank", rel: "noopener", text: t("room.chair.screen") })),
    el("p", { class: "soft", text: t("room.chair.secret") }),
  ];
}
function peoplePart(data, t, tell) {
  const head = el("h2", { text: t("room.chair.people", { count: data.people.length }) });
  if (!data.people.length) return [head, el("p", { class: "soft", text: t("room.chair.nobody") })];
  return [head, el("ul", { class: "people" }, data.people.map((row) => el("li", {},
    el("b", { class: "letter", text: row.letter }), el("span", { class: "name", text: row.name }), row.role ? el("span", { class: "soft", text: row.role }) : null,
    el("span", { class: "did" + (row.said ? " yes" : ""), title: t("room.chair.said"), text: (row.said ? "✓ " : "· ") + t("room.chair.said_short") }),
    el("span", { class: "did" + (row.submitted ? " yes" : ""), title: t("room.chair.submitted"), text: (row.submitted ? "✓ " : "· ") + t("room.chair.submitted_short") }),
    el("button", { type: "button", class: "quiet kick", "aria-label": t("room.chair.kick", { name: row.name }), text: "×", onclick: () => { if (confirm(t("room.chair.kick_sure", { name: row.name }))) tell({ do: "kick", number: row.number }); } }))))];
}
function cardsPart(data, t, tell) {
  const choose = el("select", { "aria-label": t("room.chair.card") }, data.cards.map((row) => el("option", { value: row.name, selected: row.name === data.now, text: row.title })));
  choose.addEventListener("change", () => {
    if (data.fresh || confirm(t("room.chair.card_sure"))) tell({ do: "card", name: choose.value });
    else choose.value = data.now;
  });
  return [el("h2", { text: t("room.chair.card") }), choose,
    el("div", { class: "sendrow" }, el("button", { type: "button", class: "second", text: t("room.chair.page"), onclick: () => tell({ do: "page" }) }),
      el("button", { type: "button", class: "quiet", text: t("room.chair.close"), onclick: () => { if (confirm(t("room.chair.close_sure"))) tell({ do: "close" }); } }))];
}
