/* Everything works without this file; it makes a few things quicker or safer. */
import htmx from "htmx.org";
import { helpBallots } from "./ballots.js";
import { fetchEditor } from "./editors.js";
import { judgeWhileTyping } from "./critique.js";
import { listenLive } from "./live.js";
import { sendOnce } from "./once.js";
import { coupleMaps } from "./maps.js";
import { submitOnChange } from "./selects.js";
import { focusErrors } from "./errors.js";
import { warnUnsaved } from "./unsaved.js";

// The content security policy forbids inline styles and eval.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];
window.htmx = htmx;

function enhance(root) {
  coupleMaps(root);
  helpBallots(root);
  judgeWhileTyping(root);
  fetchEditor(root);
  submitOnChange(root);
  warnUnsaved(root);
}

enhance(document);
focusErrors(document);
listenLive();
sendOnce();
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
document.addEventListener("regie:renewed", () => enhance(document));
