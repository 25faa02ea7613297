// Served before Solara's own scripts run: what they would otherwise do badly.
(() => {
  // A widget's code may take longer than two seconds to come: on a slow computer, in a full room.
  const timeout = AbortSignal.timeout.bind(AbortSignal), WIDGET = 2000, NEVER = 2 ** 31 - 1;
  AbortSignal.timeout = (milliseconds) => timeout(milliseconds === WIDGET ? NEVER : milliseconds);
  // Where the widgets' code is, known before the first of them is made: else it is looked for elsewhere.
  window.requirejs = { map: { "*": { anywidget: "nbextensions/anywidget/index" } } };
  // Readers may enlarge the page.
  document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
  // Solara's own sign of a lost connection breaks the page it lies over; the bar says it (topbar.js).
  window.addEventListener("load", () => {
    if (typeof Vue === "undefined" || typeof app === "undefined") return;
    Vue.watch(() => app.$data.wasConnected, (shown) => { if (shown) app.$data.wasConnected = false; }, { flush: "sync", immediate: true });
  });
})();
