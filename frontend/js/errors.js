/* After a refused form the reader starts at the summary of what is wrong. */

/** Put the focus on the error summary, if there is one. */
export function focusErrors(root) {
  root.querySelector(".regie-errors")?.focus();
}
