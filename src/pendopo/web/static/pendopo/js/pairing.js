/* Pairing: a TV or a kiosk has no keyboard. The link, opened on it, presses its own button; a code is typed on the screen. */
import { listenToBoards } from "./touch_board.js";

listenToBoards();
const form = document.getElementById("pair");
// Not in a page that is only being prepared or previewed.
if (form && document.visibilityState === "visible") setTimeout(() => form.submit(), 1500);
