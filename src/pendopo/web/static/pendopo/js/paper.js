/* The paper of a number: printed by this browser, or by a printer of the hall whose progress is told here.
 *
 * The page says which: data-paper is "browser", or the address that tells how the paper fares; data-width is the paper's in mm;
 * data-automatic prints without a press. Whatever happens to the paper, the number stands on the screen.
 */
const LOOK_OFTEN = 400;
const LOOK_SELDOM = 1500;
const OFTEN_FOR = 6000;
const LOOK_FOR = 65000;
const PAGE_STYLE_MARGIN = 2; // millimetres, so that rounding never begins a second page

let followed = 0;

export function followPaper() {
  clearTimeout(followed);
  const box = document.querySelector("[data-paper]");
  if (!box) return;
  const form = box.querySelector("[data-paper-again]");
  form.hidden = false;
  if (box.dataset.paper === "browser") {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      printHere(box, Boolean(event.submitter && event.submitter.name === "besar"));
    });
    if ("automatic" in box.dataset) setTimeout(() => printHere(box, false), 300);
    return;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askForPaper(box, form, event.submitter);
  });
  if ("automatic" in box.dataset) look(box, Date.now());
}

/* ---- By this browser ---- */

function printHere(box, large) {
  const sheet = document.querySelector(".paper");
  if (!sheet) return;
  if (large) sheet.classList.add("paper--large");
  fitPage(sheet, Number(box.dataset.width));
  window.print();
}

/** A roll has no pages: let the page be as long as the ticket. Rules may be added to a sheet of our own; inline styles may not. */
function fitPage(sheet, width) {
  sheet.classList.add("is-measured");
  const height = Math.ceil((sheet.getBoundingClientRect().height * 25.4) / 96) + PAGE_STYLE_MARGIN;
  sheet.classList.remove("is-measured");
  const own = Array.from(document.styleSheets).find((each) => /\/paper\.css/.test(each.href || ""));
  if (!own) return;
  if (own.fitted !== undefined) own.deleteRule(own.fitted);
  own.fitted = own.insertRule(`@page { size: ${width}mm ${height}mm; margin: 0; }`, own.cssRules.length);
}

/* ---- By a printer of the hall ---- */

async function askForPaper(box, form, submitter) {
  const body = new URLSearchParams(new FormData(form));
  if (submitter && submitter.name) body.append(submitter.name, submitter.value);
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => { button.disabled = true; });
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) {
      tell(box, told);
      look(box, Date.now());
    } else {
      tell(box, { says: told.title, well: false, over: true });
    }
  } catch (error) {
    look(box, Date.now());
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

async function look(box, since) {
  clearTimeout(followed);
  if (!box.isConnected || Date.now() - since > LOOK_FOR) return;
  let over = false;
  try {
    const answer = await fetch(box.dataset.paper, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.ok) {
      const told = await answer.json();
      tell(box, told);
      over = told.over;
    }
  } catch (error) {
    // The frame says that the connection is lost; the number is on the screen.
  }
  if (!over) followed = setTimeout(() => look(box, since), Date.now() - since < OFTEN_FOR ? LOOK_OFTEN : LOOK_SELDOM);
}

function tell(box, told) {
  const words = box.querySelector("[data-paper-says]");
  if (words.textContent !== told.says) words.textContent = told.says;
  box.classList.toggle("is-well", told.well && told.over);
  box.classList.toggle("is-bad", !told.well);
}
