/* Passkeys: ask the server what to sign, let the browser's own dialog sign it, and send the form with the answer.

   <form data-passkey="create|get" data-ask="address of the question" data-cancelled="words" data-impossible="words" hidden>
   with a hidden field `jawaban` and a place for words, [data-passkey-said]. Without this script the form stays hidden. */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function question(kind, asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (kind === "create") {
    publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
    publicKey.excludeCredentials = named(asked.excludeCredentials);
  } else {
    publicKey.allowCredentials = named(asked.allowCredentials);
  }
  return { publicKey };
}

/* Every part of the answer that is bytes, as text. */
function answer(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
}

async function sign(form) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const asked = await fetch(form.dataset.ask, { method: "POST", headers, credentials: "same-origin" });
  const said = await asked.json();
  if (!asked.ok) throw new Error(said.title);
  const kind = form.dataset.passkey;
  let credential;
  try {
    credential = await navigator.credentials[kind](question(kind, said));
  } catch (trouble) {
    // Cancelled, timed out, made before: browsers do not say which.
    throw new Error(form.dataset.cancelled);
  }
  form.elements.jawaban.value = answer(credential);
  form.submit();
}

async function pressed(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector("button");
  const words = form.querySelector("[data-passkey-said]");
  button.disabled = true;
  words.textContent = "";
  try {
    await sign(form);
  } catch (trouble) {
    words.textContent = trouble.message;
    button.disabled = false;
  }
}

const able = Boolean(window.isSecureContext && window.PublicKeyCredential && navigator.credentials);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (able) {
    form.hidden = false;
    form.addEventListener("submit", pressed);
  } else if (form.dataset.impossible) {
    const words = document.createElement("p");
    words.textContent = form.dataset.impossible;
    form.replaceWith(words);
  }
}
