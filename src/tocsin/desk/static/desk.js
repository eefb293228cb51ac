// Optional: the pages are whole without it. Keys walk the rows, open panels and press the buttons that show them;
// they are off while somebody types, and with Ctrl, Alt or Meta.
const isTyping = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
const nameOf = (event) => (event.key === " " ? "Space" : event.key);
const keys = document.body.dataset;

const rowLinks = () => [...document.querySelectorAll("main .what a, main .statement .words a, main .coding[tabindex]")];

function walk(step) {
  const links = rowLinks();
  if (links.length === 0) return;
  const row = document.activeElement.closest("tr");
  const held = row ? row.querySelector(".what a") : document.activeElement;
  const at = links.indexOf(held);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

function choose() {
  const box = document.activeElement.closest("tr")?.querySelector("input[type=checkbox]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function press(name) {
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === name);
  if (!target) return false;
  if (target.tagName === "SUMMARY") {
    const panel = target.parentElement;
    panel.open = true;
    (panel.querySelector("form input:not([type=hidden]), form select, a") ?? target).focus();
  } else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "z" && !isTyping(event.target)) {
    if (press(document.querySelector("form[action='/review/undo'] [data-key]")?.dataset.key)) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const name = nameOf(event);
  // Space presses a button or marks a box that has the focus, as everywhere.
  if (name === "Space" && event.target.closest("button, summary, input")) return;
  const acts = {
    [keys.search]: () => document.querySelector("input[type=search]")?.focus(),
    [keys.help]: () => document.querySelector("#keys")?.showModal(),
    [keys.next]: () => walk(1),
    [keys.previous]: () => walk(-1),
    [keys.open]: () => document.activeElement.closest("tr")?.querySelector(".what a")?.click(),
    [keys.mark]: choose,
  };
  if (Object.hasOwn(acts, name)) {
    event.preventDefault();
    acts[name]();
  } else if (press(name)) event.preventDefault();
});

// How many rows are chosen is said where they are decided on.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.bulk");
  if (!form) return;
  const chosen = form.querySelectorAll("input[name=incident]:checked").length;
  form.querySelector("[data-chosen]").textContent = chosen ? `${chosen} chosen` : "";
});

// A decision is sent once, however often the key is struck.
document.addEventListener("submit", (event) => {
  if (event.target.method === "post") {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    return;
  }
  if (event.target.method !== "get") return;
  // An empty filter says nothing: leave it out of the address, so that addresses stay short and readable.
  for (const field of event.target.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
});
// Coming back with the browser's own button must not find the fields still switched off.
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(".filters [name]")) field.disabled = false;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
