/*
 * Forms. Every form works without this.
 *
 *  preview   form[data-preview-url] shows its change in the element that data-preview names while one types
 *  once      form[data-once] is sent once; [data-busy] in it, if any, then says that it is being sent
 *  download  form[data-making] downloads a file; [data-busy] in it says that it is being made, then (data-done) that
 *            it is there
 *  in place  form[data-inplace] is sent without leaving the page: its .acts and every [data-part] become those of the page
 *            that came back; a button with [data-asks] asks first why, and [data-record] then sends it; [data-unsent]
 *            says that there is no connection
 *  ties      in [data-ties] a change is ticked with what it needs (data-needs) and brings (data-brings), and a status
 *            says so (data-with, data-without)
 *
 * All words are in the page, in the reader's language.
 */
"use strict";

/* Preview ----------------------------------------------------------------------------------------- */

const PAUSE = 400; /* milliseconds without typing before the server is asked */

function watch(form) {
  const target = document.querySelector(form.dataset.preview);
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
    } catch (error) { /* A newer request replaced this one, or there is no network: then what stands there is old. */
      if (error.name !== "AbortError") target.hidden = true;
    }
  };

  const soon = () => { clearTimeout(waiting); waiting = setTimeout(show, PAUSE); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  /* The preview button shows it in place; where that fails the form is sent as usual. */
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

/* Once -------------------------------------------------------------------------------------------- */

for (const form of document.querySelectorAll("form[data-once]")) {
  const status = form.querySelector("[data-busy]");
  let sent = false;
  const say = (text) => { if (status) status.textContent = text; };
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    say(status?.dataset.busy);
  });
  addEventListener("pageshow", () => { sent = false; say(""); }); /* Whoever comes back to the page can send it again. */
}

/* Download ---------------------------------------------------------------------------------------- */

/* A large document takes a moment, during which the browser shows nothing. */
for (const form of document.querySelectorAll("form[data-making]")) {
  const status = form.querySelector("[data-busy]");
  let making = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (making) return;
    making = true;
    status.textContent = status.dataset.busy;
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`, { credentials: "same-origin" });
      const [, name] = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition"));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      status.textContent = status.dataset.done;
    } catch { /* No file came: the server says why on a page. */
      status.textContent = "";
      form.submit();
    }
    making = false;
  });
}

/* In place ---------------------------------------------------------------------------------------- */

/* Ask why before it is recorded: the button that then records it bears its name. */
function askWhy(button) {
  const form = button.form, reason = form.querySelector(".stances__reason"), record = reason.querySelector("[data-record]");
  record.value = button.value;
  record.textContent = record.dataset.record.replace("…", button.querySelector(".vh > span").textContent);
  record.parentElement.hidden = false;
  reason.querySelector("[data-unrecorded]").hidden = button.ariaPressed === "true"; /* That position is on record. */
  for (const other of form.querySelectorAll(".five button")) other.ariaCurrent = String(other === button);
  form.classList.add("stances--asking");
  button.parentElement.after(reason); /* Below the row: the next press of Tab leads on. */
}

/* The press is saved with the reason, and comes back with it; discarding what was saved takes it back. */
function press(button) {
  askWhy(button);
  button.form.elements.pressed.value = button.value;
  button.form.dispatchEvent(new Event("input", { bubbles: true }));
  button.form.querySelector("textarea").focus();
}

function pressAgain(form) {
  const value = form.elements.pressed?.value, button = value && form.querySelector(`[data-asks][value="${CSS.escape(value)}"]`);
  if (button) return askWhy(button);
  form.querySelector("[data-record]").parentElement.hidden = true;
  form.querySelector("[aria-current=true]")?.removeAttribute("aria-current");
}

document.addEventListener("change", ({ target }) => { if (target.matches?.("form.stances")) pressAgain(target); });
document.querySelectorAll("form.stances").forEach(pressAgain);

/* Put what another page says in the place of what this one says of the same: the acts of one proposal, and what
   follows from them. Return whether there was something to put there. */
function replaceParts(page, acts) {
  const fresh = acts && page.getElementById(acts.id);
  if (!fresh) return false;
  const refused = page.querySelector(".notice--error");
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = !refused && page.getElementById(part.id);
    if (other) part.replaceWith(other);
  }
  acts.replaceWith(fresh);
  forgetTaken();
  fresh.querySelectorAll("form[data-keep]").forEach(keep);
  fresh.querySelectorAll("form.stances").forEach(pressAgain);
  if (refused) fresh.prepend(refused);
  const said = refused ?? fresh.querySelector("[data-recorded]");
  if (said) said.tabIndex = -1;
  (said ?? fresh.querySelector("button"))?.focus();
  return true;
}

async function sendInPlace(form, button) {
  const acts = form.closest(".acts");
  const unsent = acts.querySelector("[data-unsent]");
  const usual = () => { form.dataset.inplace = "usual"; form.requestSubmit(button); };
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), credentials: "same-origin" });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch { /* There is no network at the moment. */
    if (!unsent) return usual();
    unsent.textContent = unsent.dataset.unsent;
    return;
  }
  if (!replaceParts(page, acts)) usual(); /* Not signed in any more, or out of sight: the server says so on a page. */
}

let sending = false;
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-inplace]");
  if (!form || form.dataset.inplace === "usual" || event.defaultPrevented) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.matches("[data-asks]")) return press(button); /* Pressed again it asks again: its own button records it. */
  if (sending) return;
  sending = true;
  await sendInPlace(form, button);
  sending = false;
});

/* Ties -------------------------------------------------------------------------------------------- */

/* Both halves of a pair are ticked or left out together. Words that move are ticked along, and can then be left out
   alone. */
for (const group of document.querySelectorAll("[data-ties]")) {
  const boxes = [...group.querySelectorAll("[type=checkbox]")];
  const status = group.querySelector("[role=status]");
  const holds = (list, box) => (list ?? "").split(" ").includes(box.value);
  const number = (box) => box.parentElement.querySelector(".tick__no").lastChild.textContent.trim();
  group.addEventListener("change", ({ target }) => {
    const on = target.checked;
    const reached = new Set([target]);
    for (const box of reached) { /* Boxes added on the way are followed too. */
      for (const other of boxes) {
        const follows = on ? holds(box.dataset.needs, other) || holds(box.dataset.brings, other) : holds(other.dataset.needs, box);
        if (follows && other.checked !== on) reached.add(other);
      }
      box.checked = on;
    }
    reached.delete(target);
    const numbers = boxes.filter((box) => reached.has(box)).map(number);
    const list = new Intl.ListFormat(document.documentElement.lang).format(numbers);
    status.textContent = numbers.length > 0 ? (on ? status.dataset.with : status.dataset.without).replace("…", list) : "";
  });
}
