// Every control shown under `root`, brought into view as a visitor would (the window, and boxes
// that scroll; never a box that only hides): under its middle must lie itself or a part of it.
// On a phone, what is pressed is at least 36 px high. Gives what is wrong, in words.
async (root) => {
  const KINDS = "button, select, input:not([type=file]), a[href], [role=slider]";
  const PRESSED = ".bh-bar *, .bh-answer *, .bh-charts button, .bh-contrast button";
  const PHONE = 500, LEAST = 36;
  const wrong = [];
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility === "visible" && !node.disabled;
  };
  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowY);
  const still = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  const middle = (node) => { const box = node.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; };
  const bring = (node) => {
    for (let box = node.parentElement; box && box !== document.body; box = box.parentElement)
      if (scrolls(box)) box.scrollTop += middle(node)[1] - middle(box)[1];
    window.scrollBy(0, middle(node)[1] - window.innerHeight / 2);
  };
  for (const node of document.querySelector(root).querySelectorAll(KINDS)) {
    if (!shown(node)) continue;
    if (node.matches(".bh-skip")) node.focus(); // it comes down for the keyboard alone
    else bring(node);
    await still();
    const under = document.elementFromPoint(...middle(node));
    const name = (node.getAttribute("aria-label") || node.title || node.innerText || node.labels?.[0]?.innerText || "").trim();
    if (!name) wrong.push("a control without a name: " + node.outerHTML.slice(0, 90));
    if (!under || !node.contains(under)) wrong.push(`${name}: under it lies ${under ? under.outerHTML.slice(0, 80) : "nothing"}`);
    node.blur();
    const high = Math.round(node.getBoundingClientRect().height);
    if (window.innerWidth < PHONE && node.matches(PRESSED) && high < LEAST) wrong.push(`${name}: ${high} px high`);
  }
  window.scrollTo(0, 0);
  return wrong;
}
