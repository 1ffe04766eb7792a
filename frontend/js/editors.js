/* A field with `data-prose` becomes an editor. Its script is large, so that only a page that has
   such a field fetches it. */

/** Fetch the editor when something inside `root` asks for it; once. */
export function fetchEditor(root) {
  const field = root.querySelector("textarea[data-prose][data-prose-script]");
  if (!field) return;
  if (window.regieProse) window.regieProse(root);
  else if (!document.querySelector("script[data-prose]")) {
    const script = document.createElement("script");
    script.src = field.dataset.proseScript;
    script.dataset.prose = "";
    document.head.append(script);
  }
}
