// The panel beside the document, bulk choosing and busy forms; every page works without this file.
"use strict";
(() => {
  let chosen = null;
  const living = () => document.querySelector(".living");
  const panel = () => document.getElementById("panel");

  const close = () => {
    const root = living();
    if (!root || !root.classList.contains("has-panel")) return false;
    root.classList.remove("has-panel");
    document.querySelectorAll(".fig[aria-current], .fig-chosen").forEach((figure) => {
      figure.removeAttribute("aria-current");
      figure.classList.remove("fig-chosen");
      chosen = chosen || figure;
    });
    panel().replaceChildren();
    if (chosen) chosen.focus({ preventScroll: true });
    chosen = null;
    return true;
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    const figure = event.target.closest(".fig");
    if (!figure) return;
    document.querySelectorAll(".fig[aria-current], .fig-chosen").forEach((other) => {
      other.removeAttribute("aria-current");
      other.classList.remove("fig-chosen");
    });
    figure.setAttribute("aria-current", "true");
    chosen = figure;
    panel().setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "panel") return;
    panel().removeAttribute("aria-busy");
    panel().scrollTop = 0;
    living().classList.add("has-panel");
    panel().focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && close()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-panel]") && close()) event.preventDefault();
  });

  const count = (name) => {
    const boxes = [...document.querySelectorAll(`input[type=checkbox][name="${name}"]`)];
    const ticked = boxes.filter((box) => box.checked).length;
    document.querySelectorAll(`[data-count-of="${name}"]`).forEach((place) => {
      place.textContent = ticked ? place.dataset.some.replace("%s", ticked) : place.dataset.none;
    });
    document.querySelectorAll(`[data-check-all="${name}"]`).forEach((all) => {
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    });
  };
  document.addEventListener("change", (event) => {
    const name = event.target.dataset.checkAll;
    if (name) document.querySelectorAll(`input[type=checkbox][name="${name}"]`).forEach((box) => { box.checked = event.target.checked; });
    if (name || event.target.type === "checkbox") count(name || event.target.name);
  });
  document.addEventListener("submit", (event) => {
    const busy = event.target.dataset.busy;
    if (!busy) return;
    const said = document.createElement("p");
    said.className = "busy";
    said.setAttribute("role", "status");
    said.textContent = busy;
    event.target.append(said);
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".check-all").forEach((label) => { label.hidden = false; });
    document.querySelectorAll("[data-check-all]").forEach((all) => count(all.dataset.checkAll));
  });
})();
