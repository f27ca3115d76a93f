/*
 * Single keys. Everything works without them.
 *
 *  J, K   go to the next and the previous [data-stop], or where a page has none follow rel=next and rel=prev
 *  O      opens the current stop: [data-open] in it, or its first link
 *  D      goes to its decision: [data-decide] in it, or #decide
 *  ?      shows the list of keys; so do buttons in [data-keys], on devices with a mouse
 */
"use strict";

/* Stops: what J and K go through ------------------------------------------------------------------ */

const sheet = document.getElementById("keys");
const STORED = "acm-keys-off";

/* Single keys can be switched off: they disturb people who dictate to their computer. */
const keysAreOn = () => {
  try { return localStorage.getItem(STORED) === null; } catch { return true; }
};

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;

const stops = () => [...document.querySelectorAll("[data-stop]")].filter((stop) => stop.offsetParent !== null);

const currentStop = () => document.querySelector("[data-stop][aria-current]") ?? document.activeElement?.closest("[data-stop]");

function standAt(stop) {
  for (const other of document.querySelectorAll("[data-stop][aria-current]")) {
    other.removeAttribute("aria-current");
    other.classList.remove("item--here", "para--here");
  }
  stop.setAttribute("aria-current", "true");
  stop.classList.add(stop.classList.contains("item") ? "item--here" : "para--here");
  (stop.querySelector("[data-open], a[href]") ?? stop).focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  stop.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function step(by) {
  const all = stops();
  if (all.length === 0) {
    document.querySelector(by > 0 ? "main [rel=next]" : "main [rel=prev]")?.click();
    return;
  }
  const at = all.indexOf(currentStop());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  if (all[next]) standAt(all[next]);
}

function decide() {
  const form = document.getElementById("decide");
  const link = currentStop()?.querySelector("[data-decide]");
  if (link) link.click();
  else if (form) {
    form.scrollIntoView({ block: "start" });
    form.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
  }
}

/* Keys -------------------------------------------------------------------------------------------- */

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => currentStop()?.querySelector("[data-open], a[href]")?.click(),
  d: decide,
  "?": () => sheet.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const act = Object.hasOwn(KEYS, event.key.toLowerCase()) && KEYS[event.key.toLowerCase()];
  if (!act || (event.key !== "?" && !keysAreOn())) return;
  event.preventDefault();
  act();
});

if (sheet) {
  const on = document.getElementById("keys-on");
  on.checked = keysAreOn();
  on.addEventListener("change", () => {
    try {
      if (on.checked) localStorage.removeItem(STORED);
      else localStorage.setItem(STORED, "1");
    } catch { /* A private window stores nothing: the setting stays as it was. */ }
  });
  const useful = matchMedia("(any-pointer: fine)").matches && document.querySelector("[data-stop], main [rel=next], #decide") !== null;
  for (const place of document.querySelectorAll("[data-keys]")) {
    place.hidden = !useful;
    place.addEventListener("click", () => sheet.showModal());
  }
}
