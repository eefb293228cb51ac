// Optional: the pages are whole without it. "/" goes to the words, j and k walk the rows, Enter follows,
// and a button that shows a key is pressed by it.
const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

const rowLinks = () => [...document.querySelectorAll("main .what a, main .statement .words a")];

function walk(step) {
  const links = rowLinks();
  if (links.length === 0) return;
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") {
    const words = document.querySelector("input[type=search]");
    if (words) {
      event.preventDefault();
      words.focus();
    }
  } else if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  // Buttons that show a key are pressed by it: a letter from a-z, so that no selector can be made of it.
  else if (/^[a-z]$/.test(event.key)) document.querySelector(`[data-key="${event.key}"]`)?.click();
});

// An empty filter says nothing: leave it out of the address, so that addresses stay short and readable.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "get") return;
  for (const field of event.target.elements) {
    if (field.name && field.value === "") field.disabled = true;
  }
});
// Coming back with the browser's own button must not find the fields still switched off.
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll(".filters [name]")) field.disabled = false;
});
