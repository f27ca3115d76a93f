/*
 * What changes on a page while one reads it. Every page works without this.
 *
 *  menu       .who closes on a click elsewhere
 *  message    what an act came to has the focus when the page is there: [role=status][autofocus], [role=alert]
 *  sections   links and parts of the map with [data-section] are marked while that section is read
 *  phrases    [data-phrase] keeps its note open where one tapped, and Escape closes it
 *  paper      [data-printed] says when it was printed, in the reader's language and on the device's clock; data-months
 *             names the months where the browser does not name them as the server does
 *  refresh    [data-poll] (seconds) is loaded again until nothing is pending; what changes is told in [data-said]
 *  countdown  [data-left] (seconds) counts down, by the server's clock and not by the reader's; under a minute it says
 *             data-brief, and once it is over [data-while] around it says data-over, to screen readers too
 *  clock      [data-began] shows how long a statement has lasted, beside its limit of [data-limit] seconds, by the
 *             server's clock: [data-now] is what that showed; data-over is said once the limit is reached
 *
 * All words are in the page, in the reader's language.
 */
"use strict";

/* Menu -------------------------------------------------------------------------------------------- */

/* The menu of the signed-in person closes on a click elsewhere and on Escape. */
const who = document.querySelector(".who");
document.addEventListener("click", (event) => { if (who?.open && !who.contains(event.target)) who.open = false; });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !who?.open) return;
  who.open = false;
  who.querySelector("summary").focus();
});

/* Message ----------------------------------------------------------------------------------------- */

/* The browser does it by itself, except where the address names a place in the page: that stays in sight. */
document.querySelector("[tabindex='-1'][autofocus]")?.focus({ preventScroll: location.hash !== "" });

/* Sections ---------------------------------------------------------------------------------------- */

const headings = [...document.querySelectorAll(".leaves .heading[id]")]
  .filter(({ id }) => document.querySelector(`[data-section="${id}"]`) !== null);
const EDGE = 160; /* px below the top: a heading above this is the one that is read */

function markSection() {
  const at = headings.findLast((heading) => heading.getBoundingClientRect().top < EDGE)?.id ?? headings[0].id;
  for (const place of document.querySelectorAll("[data-section]")) {
    const here = place.dataset.section === at;
    place.classList.toggle("here", here);
    if (place.matches("a") && here !== (place.ariaCurrent === "true")) {
      if (here) place.setAttribute("aria-current", "true");
      else place.removeAttribute("aria-current");
      if (here && scrollY > 0) place.scrollIntoView({ inline: "nearest", block: "nearest" });
    }
  }
}

if (headings.length > 0) {
  let asked = 0;
  addEventListener("scroll", () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(markSection);
  }, { passive: true });
  markSection();
}

/* Phrases ----------------------------------------------------------------------------------------- */

/* A tap opens the note of a phrase, a second tap closes it. Without this a tap leads to its entry in the list. */
let openPhrase = null;
document.addEventListener("click", (event) => {
  const phrase = event.target.closest("[data-phrase]");
  if (!phrase || event.ctrlKey || event.metaKey || event.detail === 0) return; /* Enter follows the link. */
  event.preventDefault();
  phrase.classList.toggle("phrase--quiet", openPhrase === phrase);
  openPhrase = openPhrase === phrase ? null : phrase;
  phrase.focus();
});
document.addEventListener("focusout", (event) => { if (event.target === openPhrase) openPhrase = null; });
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

/* Refresh ----------------------------------------------------------------------------------------- */

const LONGEST = 30; /* seconds between two requests while the server does not answer */

function follow(place) {
  const status = document.querySelector("[data-said]");
  let pause = Number(place.dataset.poll);
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = answer.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById(place.id);
      if (!fresh) return location.reload(); /* Signed out, or deleted meanwhile: the server says so. */
      const words = page.querySelector("[data-said]")?.textContent ?? "";
      if (status && status.textContent !== words) status.textContent = words;
      place.replaceChildren(...fresh.childNodes);
      if (fresh.dataset.poll === undefined) return;
      pause = Number(fresh.dataset.poll);
    } catch { pause = Math.min(LONGEST, pause * 2); /* no network at the moment */ }
    setTimeout(ask, pause * 1000);
  };
  setTimeout(ask, pause * 1000);
}

document.querySelectorAll("[data-poll]").forEach(follow);

/* Unfolding --------------------------------------------------------------------------------------- */

/* What costs a search is asked for when it is unfolded; where that fails the link to it stays. */
const unfolding = new IntersectionObserver((folds) => {
  for (const { target, isIntersecting } of folds) {
    if (!isIntersecting) continue;
    unfolding.unobserve(target);
    target.open = true;
  }
});

for (const fold of document.querySelectorAll("details[data-load]")) {
  let asked = false;
  fold.addEventListener("toggle", async () => {
    if (!fold.open || asked) return;
    asked = true;
    try {
      const answer = await fetch(fold.dataset.load, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      fold.querySelector("div").replaceChildren(...page.body.childNodes);
    } catch { asked = false; }
  });
  if (fold.dataset.soon !== undefined) unfolding.observe(fold);
}

/* Paper ------------------------------------------------------------------------------------------- */

/* Without this a printed page says the moment at which it was made. */
addEventListener("beforeprint", () => {
  const language = document.documentElement.lang;
  for (const place of document.querySelectorAll("[data-printed]")) {
    const now = new Date();
    const months = place.dataset.months?.split("|");
    const written = ({ type, value }) => {
      if (type === "month" && months) return months[now.getMonth()];
      return type === "day" && language === "fr" && value === "1" ? "1er" : value;
    };
    const moment = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
      day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
      numberingSystem: digitsIn(place.textContent),
    }).formatToParts(now).map(written).join("");
    place.dateTime = now.toISOString();
    place.textContent = `${place.dataset.printed} ${moment}`;
  }
});

/* The digits that the server used: in Arabic there are two kinds. */
const digitsIn = (words) => (/[\u0660-\u0669]/.test(words) ? "arab" : "latn");

/* Countdown --------------------------------------------------------------------------------------- */

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

/* The two largest units, in the language of the page and the digits the server used: "1 day 18 hours". */
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

/* The browser writes the dual in the nominative; after "for" and "in" Arabic needs the oblique case, as the server
   writes it. */
const oblique = (words) => words.replace(/(يوم|ساعت|دقيقت)ان/g, "$1ين");

/* When the page began to arrive, by the device's clock. Only the time since then is taken from it, so it may be
   wrong. */
const arrived = Date.now() - performance.now() + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);

const clocks = [...document.querySelectorAll("[data-left]")].map((place) => ({
  place,
  whole: place.closest("[data-while]") ?? place,
  left: Number(place.dataset.left),
  minutes: Math.floor(Number(place.dataset.left) / 60), /* for these the server wrote the words */
  digits: digitsIn(place.textContent),
}));

/* Screen readers are told of the end alone, and once: the place becomes a status when only the end is still to be
   told. */
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
      setTimeout(() => { clock.whole.textContent = clock.place.dataset.over; }, 100); /* announced only if it changes later */
    }
  }
  if (clocks.some(({ over }) => !over)) waking = setTimeout(count, pause * 1000 + 50);
}

let waking;
if (clocks.length > 0) {
  count();
  document.addEventListener("visibilitychange", count); /* A device that slept does not wait for the next minute. */
}

/* Clock of a statement ---------------------------------------------------------------------------- */

/* What is loaded again was written at a later moment; how far the device's clock is from the server's stays the same. */
let behind = null;

function minutesIn(seconds, numberingSystem) {
  const two = new Intl.NumberFormat(document.documentElement.lang, { minimumIntegerDigits: 2, numberingSystem });
  return `${new Intl.NumberFormat(document.documentElement.lang, { numberingSystem }).format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
}

function showSpeech() {
  const clock = document.querySelector("[data-began]");
  if (!clock) return;
  behind ??= Date.parse(clock.dataset.now) - arrived;
  const passed = Math.max(0, Math.floor((Date.now() + behind - Date.parse(clock.dataset.began)) / 1000));
  const limit = Number(clock.dataset.limit ?? 0), digits = digitsIn(clock.parentElement.textContent);
  const isOver = limit > 0 && passed >= limit;
  const told = clock.querySelector("b") ?? clock.appendChild(document.createElement("b"));
  told.textContent = minutesIn(passed, digits) + (limit > 0 ? ` / ${minutesIn(limit, digits)}` : "");
  if (isOver && !clock.classList.contains("floor__clock--over")) {
    clock.classList.add("floor__clock--over");
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    clock.append(" ", said);
    setTimeout(() => { said.textContent = clock.dataset.over; }, 100); /* announced only if it changes later */
  }
}

if (document.querySelector("[data-began]") || document.querySelector("#floor[data-poll]")) {
  showSpeech();
  setInterval(showSpeech, 1000);
}
