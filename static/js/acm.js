/*
 * What makes the table pleasant; everything works without it.
 *
 *  keys      J, K, O, D and ? among the [data-stop] of a page, or along rel=next and rel=prev
 *  preview   form[data-preview-url] shows its word diff in [data-preview] while one types
 *  keeping   form[data-keep] does not let typed words be lost by leaving
 *  once      form[data-once] is sent once; [data-busy] in it, if any, says that it is being done
 *  making    form[data-making] fetches a file; [data-busy] in it says that it is being made, then that it is there
 *  phrases   [data-phrase] keeps its note open where one tapped, and Escape closes it
 *  ties      in [data-ties] a change is ticked with what it needs (data-needs) and brings (data-brings), and says so
 *  waiting   [data-poll] (seconds) is read anew until it waits no more; what changes is said in [data-said]
 *  time      [data-left] (seconds) counts down, from the server's clock and not from the reader's; under a minute it
 *            says data-brief, and once it is over [data-while] around it says data-over, to the ear too
 *
 * It makes no words of its own: they stand in the page, in the reader's language.
 */
"use strict";

/* keys ------------------------------------------------------------------- */

const sheet = document.getElementById("keys");
const STORED = "acm-keys-off";

/* single keys can be switched off: they disturb people who speak to their computer */
const keysAreOn = () => {
  try { return localStorage.getItem(STORED) === null; } catch { return true; }
};

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;

const stops = () => [...document.querySelectorAll("[data-stop]")].filter((stop) => stop.offsetParent !== null);

const here = () => document.querySelector("[data-stop][aria-current]") ?? document.activeElement?.closest("[data-stop]");

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
  const at = all.indexOf(here());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  if (all[next]) standAt(all[next]);
}

function decide() {
  const form = document.getElementById("decide");
  const link = here()?.querySelector("[data-decide]");
  if (link) link.click();
  else if (form) {
    form.scrollIntoView({ block: "start" });
    form.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
  }
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => here()?.querySelector("[data-open], a[href]")?.click(),
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
    } catch { /* a private window keeps nothing: the keys stay as they were */ }
  });
  const useful = matchMedia("(any-pointer: fine)").matches && document.querySelector("[data-stop], main [rel=next], #decide") !== null;
  for (const place of document.querySelectorAll("[data-keys]")) {
    place.hidden = !useful;
    place.addEventListener("click", () => sheet.showModal());
  }
}

/* the sheet of who is signed in closes as sheets do */
const who = document.querySelector(".who");
document.addEventListener("click", (event) => { if (who?.open && !who.contains(event.target)) who.open = false; });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !who?.open) return;
  who.open = false;
  who.querySelector("summary").focus();
});

/* on a phone the list of places is wider than the screen: show where one is */
document.querySelector(".nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

/* preview ---------------------------------------------------------------- */

const PAUSE = 400; /* milliseconds of not typing before the server is asked */

function watch(form) {
  const target = document.querySelector(form.dataset.preview || "[data-preview]:not(form)");
  if (!target) return;
  target.setAttribute("aria-live", "polite");
  let waiting, asking;

  const show = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.previewUrl, {
        method: "POST", body: new FormData(form), signal: asking.signal,
        headers: { "X-Requested-With": "fetch" }, credentials: "same-origin",
      });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      target.replaceChildren(...page.body.childNodes);
      target.hidden = false;
      return true;
    } catch { /* a newer question took over, or there is no network: the button for a preview is still there */ }
  };

  const soon = () => { clearTimeout(waiting); waiting = setTimeout(show, PAUSE); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  /* asked for by its button it is shown in place; where that fails the form goes its usual way */
  let usual = false;
  form.addEventListener("submit", async (event) => {
    if (usual || event.submitter?.value !== "preview") return;
    event.preventDefault();
    clearTimeout(waiting);
    if (await show()) return target.scrollIntoView({ block: "nearest" });
    usual = true;
    form.requestSubmit(event.submitter);
  });
}

document.querySelectorAll("form[data-preview-url]").forEach(watch);

/* keeping ---------------------------------------------------------------- */

for (const form of document.querySelectorAll("form[data-keep]")) {
  const words = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const before = words();
  let leaving = false;
  form.addEventListener("submit", (event) => { leaving = !event.defaultPrevented; }); /* a preview shown in place is no leaving */
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (!leaving && words() !== before) event.preventDefault(); });
}

/* once ------------------------------------------------------------------- */

for (const form of document.querySelectorAll("form[data-once]")) {
  const said = form.querySelector("[data-busy]");
  let sent = false;
  const say = (text) => { if (said) said.textContent = text; };
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    say(said?.dataset.busy);
  });
  addEventListener("pageshow", () => { sent = false; say(""); }); /* come back to, it can be sent again */
}

/* making ----------------------------------------------------------------- */

/* a large document takes a moment, in which a browser that downloads shows nothing */
for (const form of document.querySelectorAll("form[data-making]")) {
  const said = form.querySelector("[data-busy]");
  let making = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (making) return;
    making = true;
    said.textContent = said.dataset.busy;
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`, { credentials: "same-origin" });
      const [, name] = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition"));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      said.textContent = said.dataset.done;
    } catch { /* no file came: the server says why on a page */
      said.textContent = "";
      form.submit();
    }
    making = false;
  });
}

/* phrases ---------------------------------------------------------------- */

/* without this a tap leads to the entry in the list; with it the note stays, and a second tap closes it */
let told = null;
document.addEventListener("click", (event) => {
  const phrase = event.target.closest("[data-phrase]");
  if (!phrase || event.ctrlKey || event.metaKey || event.detail === 0) return; /* Enter follows the link */
  event.preventDefault();
  phrase.classList.toggle("phrase--quiet", told === phrase);
  told = told === phrase ? null : phrase;
  phrase.focus();
});
document.addEventListener("focusout", (event) => { if (event.target === told) told = null; });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const phrase of document.querySelectorAll("[data-phrase]:is(:hover, :focus)")) phrase.classList.add("phrase--quiet");
});
for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const phrase = event.target.closest("[data-phrase]");
    if (phrase && !phrase.contains(event.relatedTarget)) phrase.classList.remove("phrase--quiet");
  });
}

/* ties ------------------------------------------------------------------- */

/* halves of a pair stand or fall together; words that move come along, and then each end may be taken alone */
for (const group of document.querySelectorAll("[data-ties]")) {
  const boxes = [...group.querySelectorAll("[type=checkbox]")];
  const said = group.querySelector("[role=status]");
  const holds = (list, box) => (list ?? "").split(" ").includes(box.value);
  const number = (box) => box.parentElement.querySelector(".tick__no").lastChild.textContent.trim();
  group.addEventListener("change", ({ target }) => {
    const on = target.checked;
    const reached = new Set([target]);
    for (const box of reached) { /* those that are found on the way are gone through as well */
      for (const other of boxes) {
        const follows = on ? holds(box.dataset.needs, other) || holds(box.dataset.brings, other) : holds(other.dataset.needs, box);
        if (follows && other.checked !== on) reached.add(other);
      }
      box.checked = on;
    }
    reached.delete(target);
    const numbers = boxes.filter((box) => reached.has(box)).map(number);
    const list = new Intl.ListFormat(document.documentElement.lang).format(numbers);
    said.textContent = numbers.length > 0 ? (on ? said.dataset.with : said.dataset.without).replace("…", list) : "";
  });
}

/* waiting ---------------------------------------------------------------- */

const LONGEST = 30; /* seconds between two questions where the server does not answer */

function follow(place) {
  const said = document.querySelector("[data-said]");
  let pause = Number(place.dataset.poll);
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = answer.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById(place.id);
      if (!fresh) return location.reload(); /* signed out, or deleted meanwhile: let the server say so */
      const words = page.querySelector("[data-said]")?.textContent ?? "";
      if (said && said.textContent !== words) said.textContent = words;
      place.replaceChildren(...fresh.childNodes);
      if (fresh.dataset.poll === undefined) return;
      pause = Number(fresh.dataset.poll);
    } catch { pause = Math.min(LONGEST, pause * 2); /* no network just now */ }
    setTimeout(ask, pause * 1000);
  };
  setTimeout(ask, pause * 1000);
}

document.querySelectorAll("[data-poll]").forEach(follow);

/* time ------------------------------------------------------------------- */

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

/* two largest units, in the language of the page and the digits the server used: "1 day 18 hours" */
function inWords(seconds, numberingSystem) {
  const language = document.documentElement.lang;
  const parts = [];
  let left = Math.max(0, seconds);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 || (unit === "minute" && parts.length === 0)) {
      parts.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long", numberingSystem }).format(count));
    }
  }
  return oblique(new Intl.ListFormat(language, { type: "unit", style: "narrow" }).format(parts.slice(0, 2)));
}

/* the browser counts two in the nominative; after "for" and "in" Arabic wants the oblique, as the server writes it */
const oblique = (words) => words.replace(/(يوم|ساعت|دقيقت)ان/g, "$1ين");

/* when the page began to arrive, by the device's clock: only what passes since is taken from it, however wrong it is */
const arrived = Date.now() - performance.now() + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);

const clocks = [...document.querySelectorAll("[data-left]")].map((place) => ({
  place,
  whole: place.closest("[data-while]") ?? place,
  left: Number(place.dataset.left),
  minutes: Math.floor(Number(place.dataset.left) / 60), /* of these the server wrote the words */
  digits: /[\u0660-\u0669]/.test(place.textContent) ? "arab" : "latn",
}));

/* the ear is told of the end alone, and once: its place becomes a status when only the end is still to be said there */
function count() {
  clearTimeout(waking);
  const passed = (Date.now() - arrived) / 1000;
  let pause = 60;
  for (const clock of clocks) {
    const rest = clock.left - passed, minutes = Math.floor(rest / 60);
    if (clock.over) continue;
    if (rest > 0 && minutes !== clock.minutes) {
      clock.minutes = minutes;
      clock.place.textContent = minutes < 1 ? clock.place.dataset.brief : inWords(rest, clock.digits);
    }
    if (minutes < 1 && clock === clocks[0]) clock.whole.setAttribute("role", "status");
    if (rest > 0) pause = Math.min(pause, rest % 60);
    else {
      clock.over = true;
      setTimeout(() => { clock.whole.textContent = clock.place.dataset.over; }, 100); /* heard only if it changes later */
    }
  }
  if (clocks.some(({ over }) => !over)) waking = setTimeout(count, pause * 1000 + 50);
}

let waking;
if (clocks.length > 0) {
  count();
  document.addEventListener("visibilitychange", count); /* a device that slept does not wait for the next minute */
}
