/*
 * Forms. Every form works without this.
 *
 *  preview   form[data-preview-url] shows its change in the element that data-preview names while one types
 *  leaving   form[data-keep] asks before a page with unsaved words is left
 *  once      form[data-once] is sent once; [data-busy] in it, if any, then says that it is being sent
 *  download  form[data-making] downloads a file; [data-busy] in it says that it is being made, then (data-done) that
 *            it is there
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
    } catch { /* A newer request replaced this one, or there is no network: the preview button still works. */ }
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

/* Leaving ----------------------------------------------------------------------------------------- */

for (const form of document.querySelectorAll("form[data-keep]")) {
  const words = () => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const before = words();
  let leaving = false;
  form.addEventListener("submit", (event) => { leaving = !event.defaultPrevented; }); /* A preview shown in place does not leave the page. */
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (!leaving && words() !== before) event.preventDefault(); });
}

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
