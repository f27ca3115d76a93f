/*
 * Passkeys: the browser signs what the server asks. Every page works without this, by the code of the app.
 *
 *  form[data-passkey]     "create" or "get": hidden until this script finds that the browser knows passkeys. On sending
 *                         it, the script asks [data-options] what to sign, and sends the answer in the box that
 *                         [data-answer] names, "answer" without.
 *  [data-passkey-absent]  is shown where the browser knows none
 *  [data-passkey-failed]  in the form: shown where the device gave no answer
 */
"use strict";

const toBytes = (words) => Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toWords = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/* What the server sends as text, as the bytes that the browser wants. */
function readOptions(options) {
  const known = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));
  const asked = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) asked.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) asked.allowCredentials = known(options.allowCredentials);
  return asked;
}

/* What the device answered, as text. */
function writtenCredential(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toWords(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: toWords(credential.rawId), type: credential.type, response, clientExtensionResults: {},
  });
}

async function askDevice(form) {
  const asked = await fetch(form.dataset.options, {
    method: "POST", body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
  });
  if (!asked.ok) throw new Error("no options");
  const publicKey = readOptions(await asked.json());
  const credential = await (form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  return writtenCredential(credential);
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      const alone = document.querySelector("form:not([data-passkey]) input[name='alone']");
      if (alone && form.elements.alone) form.elements.alone.value = alone.checked ? "1" : "";
      try {
        form.elements[form.dataset.answer || "answer"].value = await askDevice(form);
        HTMLFormElement.prototype.submit.call(form);  // a box may be called "submit"
      } catch { failed.hidden = false; }
    });
  }
  for (const note of document.querySelectorAll("[data-passkey-absent]")) note.hidden = true;
}
