/* The screen's own keyboard, for a kiosk without one: <div data-board="letters|code" data-for="input id" hidden>.
 *
 *   import { listenToBoards } from "./touch_board.js";
 *   listenToBoards();      draws every board of the page and answers its keys; call it again after the page changed
 *
 * The field keeps the focus and hears "input" for each key, so whatever listens to typing hears this too.
 * Letters as on every phone; the code's board has only the 31 signs that codes are made of.
 */

const LAYOUTS = {
  letters: ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"],
  code: ["23456789", "ABCDEFGHJ", "KMNPQRST", "UVWXYZ"],
};

function button(text, key, kind) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.dataset.press = key;
  made.tabIndex = -1;
  if (kind) made.className = kind;
  return made;
}

function draw(board) {
  const rows = LAYOUTS[board.dataset.board].map((signs) => {
    const row = document.createElement("div");
    row.className = "board__row";
    Array.from(signs).forEach((sign) => row.appendChild(button(sign, sign)));
    return row;
  });
  const last = rows[rows.length - 1];
  last.appendChild(button("⌫", "erase", "board__wide"));
  last.lastChild.setAttribute("aria-label", board.dataset.erase);
  if (board.dataset.space) {
    const row = document.createElement("div");
    row.className = "board__row";
    row.appendChild(button(board.dataset.clear, "clear", "board__wide"));
    row.appendChild(button(board.dataset.space, " ", "board__space"));
    rows.push(row);
  } else {
    last.insertBefore(button(board.dataset.clear, "clear", "board__wide"), last.firstChild);
  }
  rows.forEach((row) => board.appendChild(row));
  board.hidden = false;
}

function press(field, key) {
  const start = field.selectionStart === null ? field.value.length : field.selectionStart;
  const end = field.selectionEnd === null ? start : field.selectionEnd;
  const typed = key.length === 1 ? key : "";
  const from = key === "clear" ? 0 : key === "erase" && start === end ? Math.max(0, start - 1) : start;
  const until = key === "clear" ? field.value.length : end;
  if (field.value.length + typed.length - (until - from) > field.maxLength && field.maxLength > 0) return;
  field.value = field.value.slice(0, from) + typed + field.value.slice(until);
  field.focus();
  field.setSelectionRange(from + typed.length, from + typed.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function listenToBoards(root = document) {
  root.querySelectorAll("[data-board]").forEach((board) => {
    const field = document.getElementById(board.dataset.for);
    if (!field || board.childElementCount) return;
    draw(board);
    // The press must not take the focus from the field.
    board.addEventListener("mousedown", (event) => event.preventDefault());
    board.addEventListener("click", (event) => {
      const key = event.target.closest("[data-press]");
      if (key) press(field, key.dataset.press);
    });
  });
}
