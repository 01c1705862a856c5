// Keyboard and manners; every page works without this file.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing) {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
  if (window.matchMedia("(max-width: 860px)").matches) {
    document.querySelectorAll("[data-fold-on-phone]").forEach((folded) => { folded.open = false; });
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  const said = event.target.querySelector("[data-announce]");
  if (said) document.getElementById("announcer").textContent = said.dataset.announce;
});
