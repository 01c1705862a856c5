// The editor redraws itself as one chooses: the form is posted as it stands, and what the server made of it takes its
// place. An answer that a newer question overtook is dropped; what one is typing meanwhile stays. Without this file the
// same buttons post the same form.
"use strict";
(() => {
  const form = document.querySelector("form.editor");
  if (!form) return;
  const QUIETLY = /^(add-|remove|choose:|try)/;
  let running = null;
  let waiting = null;

  const redraw = async (button, parts) => {
    clearTimeout(waiting);
    if (running) running.abort();
    const mine = (running = new AbortController());
    const fields = new URLSearchParams(new FormData(form));
    fields.set("do", button ? button.value : "try");
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { "HX-Request": "true" }, signal: mine.signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      swap(new DOMParser().parseFromString(await answer.text(), "text/html"), parts || ["rules", "targets"]);
      if (button) follow(button.value);
    } catch (error) {
      if (mine.signal.aborted) return;
      // The page cannot be redrawn in place: the button does what it does without this file.
      if (button) { button.dataset.plainly = "1"; button.click(); }
    } finally {
      if (running === mine) form.removeAttribute("aria-busy");
    }
  };

  const swap = (fresh, parts) => {
    const at = document.activeElement;
    const kept = at && at.id && { id: at.id, isTyping: at.matches("input[type=text], textarea"), value: at.value, start: at.selectionStart, end: at.selectionEnd };
    parts.forEach((id) => {
      const [before, after] = [document.getElementById(id), fresh.getElementById(id)];
      if (before && after) before.replaceWith(document.importNode(after, true));
    });
    const field = kept && document.getElementById(kept.id);
    if (field && field !== document.activeElement) {
      field.focus({ preventScroll: true });
      if (kept.isTyping) {
        field.value = kept.value;
        field.setSelectionRange(kept.start, kept.end);
      }
    }
    const counted = [...document.querySelectorAll(".findings [data-announce]")].map((one) => one.dataset.announce);
    document.getElementById("announcer").textContent = counted.join(" ");
  };

  // The keyboard goes on where something was added, and stays near where something was taken away.
  const follow = (act) => {
    const [what, name] = act.split(":");
    const inside = (selector) => [...document.querySelectorAll(`[id="${name}"] ${selector}`)].pop();
    const last = what === "add-target" ? [...document.querySelectorAll("#targets [id$='-form']")].pop()
      : what.startsWith("add-") ? inside(".condition select")
      : what === "remove" ? document.getElementById(`add-condition-${name.replace(/-\d+$/, "")}`) : null;
    if (last) last.focus({ preventScroll: what === "remove" });
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !QUIETLY.test(button.value) || button.dataset.plainly) return;
    event.preventDefault();
    redraw(button);
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.closest("#rules") || ["unit", "stock_or_flow", "direction", "region"].includes(field.id)) redraw();
    else if (/^t\d+-(form|parts)$/.test(field.id)) redraw();
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea.rule-text")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => redraw(null, [`${event.target.id.replace(/-text$/, "")}-findings`]), 600);
  });
  // A button takes what stands in the field one is still in: leaving the field would redraw the page under the button.
  form.addEventListener("mousedown", (event) => {
    const button = event.target.closest("button[name=do]");
    if (button && QUIETLY.test(button.value)) event.preventDefault();
  });
})();
