/*
 * What one types is saved in this browser until the server has it. Every form works without this.
 *
 *  form[data-keep]   its boxes are saved under that name, or that of its address, for the person of
 *                    body[data-reader], with what the form stands on: its hidden fields. They are put back when the
 *                    form is opened again, also when another form of the page was sent; where it stands on other words
 *                    by then, they are only shown. [data-saved] in the form says all of that.
 *  form[data-draft]  is a draft of one's own delegation: it is saved on the server as well
 *
 * The server says in a cookie which form it took: what was saved of that one is deleted then. Signing out deletes
 * everything, for a device may be shared, and so does the next person who signs in. A form that is open in another
 * tab says so at once, and goes on with its words when the same person signs in again. That a session ended otherwise is
 * noticed when one comes back to the page. All words are in the page, in the reader's language.
 */
"use strict";

const SAVED = "acm-saved ", DAYS = 3;
const SECURE = location.protocol === "https:"; /* web/shared/cookies.py names them so */
const TAKEN = SECURE ? "__Host-acm_taken" : "acm_taken";
const PAUSE_OF_DRAFTS = 20000; /* milliseconds without typing before a draft is saved on the server */
const reader = document.body.dataset.reader;
const DIGITS = /[\u0660-\u0669]/.test(document.querySelector("footer time")?.textContent) ? "arab" : "latn";

/* A private window may store nothing: then nothing is said to be saved. */
const store = (() => {
  try {
    localStorage.setItem("acm-probe", "1");
    localStorage.removeItem("acm-probe");
    return localStorage;
  } catch { return null; }
})();

const savedKeys = () => (store ? Object.keys(store).filter((key) => key.startsWith(SAVED)) : []);
const keyOf = (name) => `${SAVED}${reader} ${name}`;

function readSaved(key) {
  try { return JSON.parse(store.getItem(key)); } catch { return null; }
}

/* Delete what the server has taken, what others left, and what is old. */
function forgetTaken() {
  const taken = document.cookie.split("; ").find((pair) => pair.startsWith(`${TAKEN}=`))?.slice(TAKEN.length + 1);
  if (taken !== undefined) {
    if (reader) store?.removeItem(keyOf(taken));
    document.cookie = `${TAKEN}=; Max-Age=0; path=/; SameSite=Lax${SECURE ? "; Secure" : ""}`;
  }
  for (const key of savedKeys()) {
    const isOthers = reader && !key.startsWith(`${SAVED}${reader} `);
    if (isOthers || !(Date.now() - readSaved(key)?.at < DAYS * 86400000)) store.removeItem(key);
  }
}

/* Signing out, here or in another tab, ends all saving; the same person signing in again in another tab goes on. */
const READER = "acm-reader";
const forms = new Set(); /* for each form that saves: what it says and does when signing out or in is noticed */
let ended = false;
if (reader) store?.setItem(READER, reader);
document.querySelector("form[action$='/sign-out']")?.addEventListener("submit", () => {
  ended = true;
  for (const key of savedKeys()) store.removeItem(key);
  store?.removeItem(READER);
});
addEventListener("storage", ({ key, newValue }) => {
  if (key !== READER || !reader) return;
  const goesOn = ended && newValue === reader;
  ended = newValue !== reader;
  for (const form of forms) (ended ? form.signedOut : form.save)();
  if (goesOn) location.reload(); /* The forms of this page belong to the session that ended. */
});

/* A session can end by itself, or on another device. */
const ASKS_AT_MOST_EVERY = 60000;
let asked = Date.now();
addEventListener("focus", async () => {
  if (ended || forms.size === 0 || Date.now() - asked < ASKS_AT_MOST_EVERY) return;
  asked = Date.now();
  try {
    const answer = await fetch("/account", { method: "HEAD", credentials: "same-origin" });
    if (answer.redirected || answer.status === 401) for (const form of forms) form.sessionEnded();
  } catch { /* No connection: sending says so. */ }
});

/* One form ---------------------------------------------------------------------------------------- */

const isHidden = (control) => ["hidden", "submit", "button", "file", "password"].includes(control.type);
const controls = (form) => [...form.elements].filter((control) => control.name && !isHidden(control));
const isOn = (control) => !["radio", "checkbox"].includes(control.type) || control.checked;
const typedIn = (form) => JSON.stringify(controls(form).filter(isOn).map(({ name, value }) => [name, value]));
const baseOf = (form) => JSON.stringify([...form.elements]
  .filter(({ type, name }) => type === "hidden" && !["csrf_token", "back"].includes(name)).map(({ name, value }) => [name, value]));

/* What a list does not offer any more, or what was closed meanwhile (form[data-closed]), such as a sitting, is chosen anew. */
const isOffered = (list, chosen) => [...list.options].some(({ value }) => value === chosen)
  && !(list.form.dataset.closed ?? "").split(" ").includes(chosen || null);

/* Of several fields with one name, as in rows, each takes its own words again. What nobody changed since the page read
   *from* stays as it is now: a colleague may have. */
function fill(form, typed, from) {
  const pairs = JSON.parse(typed), before = from && JSON.parse(from), taken = new Set();
  const words = (list, name) => list.filter(([other]) => other === name).map(([, value]) => value);
  for (const control of controls(form)) {
    const { name, value } = control, has = (list) => words(list, name).includes(value);
    if (["radio", "checkbox"].includes(control.type)) {
      if (!before || has(pairs) !== has(before)) control.checked = has(pairs);
      continue;
    }
    const at = pairs.findIndex(([other], n) => other === name && !taken.has(n));
    if (at < 0) continue;
    const place = words(pairs.slice(0, at), name).length, chosen = pairs[at][1];
    taken.add(at);
    if (before && words(before, name)[place] === chosen) continue;
    if (control.tagName !== "SELECT" || isOffered(control, chosen)) control.value = chosen;
  }
}

const AGES = [["second", 60], ["minute", 60], ["hour", 24], ["day", DAYS]];

function ago(at) {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "short", numeric: "auto", numberingSystem: DIGITS });
  let age = Math.max(0, Math.round((Date.now() - at) / 1000));
  for (const [unit, size] of AGES) {
    if (age < size || unit === "day") return words.format(-age, unit); /* "now" for none */
    age = Math.floor(age / size);
  }
}

const nameOf = (form) => form.dataset.keep || new URL(form.getAttribute("action"), location.href).pathname.slice(1);

function keep(form) {
  const key = keyOf(nameOf(form)), note = form.querySelector("[data-saved]");
  const line = note.querySelector("[data-line]"), typed = note.querySelector("[data-typed]");
  const putIn = note.querySelector("[data-put-in]"), discard = note.querySelector("[data-discard]");
  const first = typedIn(form);
  let at = 0, sentence = "", dirty = false, leaving = false;

  const say = (words) => {
    sentence = words;
    note.hidden = !words;
    line.textContent = words.replace("…", ago(at));
  };
  const ask = (shown, { into }) => {
    typed.textContent = shown;
    typed.hidden = !shown;
    putIn.hidden = !into;
    discard.hidden = false;
    form.closest("details")?.setAttribute("open", "");
  };
  const quiet = () => { typed.hidden = putIn.hidden = discard.hidden = true; };
  const changed = () => form.dispatchEvent(new Event("change")); /* The preview follows. */

  /* A draft of one's own is saved on the server too, when one pauses or looks elsewhere: never at each key, for each
     saving is a revision that colleagues read. */
  let waiting, drafted = first;
  const saveDraft = async () => {
    clearTimeout(waiting);
    const now = typedIn(form), body = new FormData(form);
    if (now === drafted || ended || leaving || !putIn.hidden) return;
    body.set("do", "save");
    drafted = now;
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", keepalive: true });
      if (!answer.ok || !answer.redirected) return; /* Refused: the words are saved on the device. */
      const page = new DOMParser().parseFromString(await (await fetch(form.action, { credentials: "same-origin" })).text(), "text/html");
      for (const name of ["base_id", "seen"]) form.elements[name].value = page.querySelector(`form[data-keep] [name=${name}]`).value;
      forgetTaken();
      if (typedIn(form) !== now) return save();
      at = Date.now();
      quiet();
      say(note.dataset.drafted);
    } catch { drafted = ""; /* No connection: tried again after the next pause. */ }
  };
  const draftSoon = () => { clearTimeout(waiting); waiting = setTimeout(saveDraft, PAUSE_OF_DRAFTS); };
  if (form.dataset.draft !== undefined) {
    form.addEventListener("input", draftSoon);
    document.addEventListener("visibilitychange", () => { if (document.hidden) saveDraft(); });
  }

  const save = () => {
    const now = typedIn(form);
    dirty = now !== first;
    if (ended) return say(note.dataset.signedOut);
    try {
      at = Date.now();
      if (dirty) store.setItem(key, JSON.stringify({ at, base: baseOf(form), typed: now, from: first }));
      else store.removeItem(key);
      quiet();
      say(dirty ? note.dataset.saved : "");
      dirty = false;
    } catch { say(""); /* No room, or no store: leaving the page asks first. */ }
  };

  forms.add({
    save,
    signedOut: () => { if (typedIn(form) !== first) say(note.dataset.signedOut); },
    sessionEnded: () => { if (typedIn(form) !== first) say(note.dataset.ended); },
  });

  const saved = store && readSaved(key);
  if (saved && saved.typed !== first) {
    at = saved.at;
    if (saved.base === baseOf(form)) {
      fill(form, saved.typed);
      say(note.dataset.restored);
      if (form.matches(".decide")) form.prepend(note); /* It is long: what was put in is said where it begins. */
      ask("", { into: false });
      changed();
    } else {
      const boxes = [...form.querySelectorAll("textarea")], from = JSON.parse(saved.from ?? "[]");
      const isTyped = (name, value) => value && !from.some(([box, words]) => box === name && words === value);
      const words = JSON.parse(saved.typed)
        .filter(([name, value]) => isTyped(name, value) && boxes.some((box) => box.name === name)).map(([, value]) => value);
      const missing = words.filter((value) => boxes.every((box) => box.value !== value));
      /* Words that came back with the page, such as after a preview, are in the form. */
      if (missing.length || !words.length) {
        say(note.dataset.older);
        if (form.matches(".decide")) form.prepend(note);
        ask(missing.join("\n\n"), { into: true });
      }
    }
    if (form.matches(".stances")) form.classList.add("stances--asking");
  }
  putIn.addEventListener("click", () => { fill(form, saved.typed, saved.from); save(); changed(); });
  discard.addEventListener("click", () => { fill(form, first); save(); changed(); });

  /* Words that were not put in yet are not written over by what is typed beside them, before one says what is to become of them. */
  form.addEventListener("input", ({ target }) => {
    if (putIn.hidden) save();
    else dirty = typedIn(form) !== first;
    const box = target.closest(".field");
    if (box && target.matches("textarea")) box.append(note);
  });
  form.addEventListener("change", ({ isTrusted }) => { if (isTrusted && putIn.hidden) save(); });
  form.addEventListener("formdata", ({ formData }) => formData.set("kept_as", nameOf(form)));
  form.addEventListener("submit", (event) => {
    const hindered = ended ? note.dataset.signedOut : !navigator.onLine && note.dataset.offline;
    if (hindered && form.dataset.inplace === undefined) {
      event.preventDefault();
      event.stopImmediatePropagation();
      note.hidden = false;
      line.textContent = hindered;
      note.scrollIntoView({ block: "nearest" });
    }
    setTimeout(() => { leaving = !event.defaultPrevented; }); /* A preview shown in place does not leave the page. */
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
  setInterval(() => { if (!note.hidden && sentence) say(sentence); }, 10000);
}

forgetTaken();
if (reader) document.querySelectorAll("form[data-keep]").forEach(keep);
