/* Hot keys: an element that carries data-key="A" is pressed by that key; its hint stands in it, visible, as <kbd>.
 *
 *   <button data-key="Enter">Selesai <kbd class="kbd">Enter</kbd></button>
 *   <input type="radio" data-key="2">
 *
 *   import { listenForKeys } from "./keys.js";
 *   const stop = listenForKeys();
 *
 * Nothing happens while one types in a field, while Ctrl, Alt or Meta is held, or for a key held down. In an open
 * dialog only the dialog's own keys work. Enter on a focused button or link presses that one, as everywhere.
 * Elements that are disabled or not shown do not answer. Works for elements that arrive later.
 */

const TYPING = "input:not([type=radio]):not([type=checkbox]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]";

function shown(element) {
  return element.getClientRects().length > 0 || (element.labels && element.labels.length > 0 && element.labels[0].getClientRects().length > 0);
}

/** The element that answers to the key now, or null. */
export function answering(key, root = document) {
  const dialogs = root.querySelectorAll("dialog[open]");
  const scope = dialogs.length ? dialogs[dialogs.length - 1] : root;
  const wanted = key.length === 1 ? key.toUpperCase() : key;
  return Array.from(scope.querySelectorAll("[data-key]")).find((element) => {
    const own = element.getAttribute("data-key");
    return (own.length === 1 ? own.toUpperCase() : own) === wanted && !element.disabled && element.getAttribute("aria-disabled") !== "true" && shown(element);
  }) || null;
}

function hint(root) {
  root.querySelectorAll("[data-key]:not([aria-keyshortcuts])").forEach((element) => {
    element.setAttribute("aria-keyshortcuts", element.getAttribute("data-key"));
  });
}

export function listenForKeys(root = document) {
  function pressed(event) {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const functionKey = /^F\d+$/.test(event.key);
    if (target.closest(TYPING) && !functionKey) return;
    if ((event.key === "Enter" || event.key === " ") && target.closest("button, a[href], summary")) return;
    const element = answering(event.key, root);
    if (!element) return;
    event.preventDefault();
    if (element.type === "radio" || element.type === "checkbox") element.focus();
    element.click();
  }
  hint(root);
  root.addEventListener("keydown", pressed);
  document.addEventListener("htmx:afterSwap", () => hint(root));
  return () => root.removeEventListener("keydown", pressed);
}
