/* Every staff page: the clock ticks, hot keys answer, dialogs open. */
import { startClocks } from "./clock.js";
import { listenForDialogs } from "./dialogs.js";
import { listenForKeys } from "./keys.js";

startClocks();
listenForDialogs();
listenForKeys();
