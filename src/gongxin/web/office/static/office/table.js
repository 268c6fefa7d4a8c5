// Tables by keyboard: j and k move, Enter opens, x marks, / goes to the filter. Everything works without it too.
(function () {
  "use strict";
  const typing = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox" && element.type !== "radio";
  const rows = () => Array.from(document.querySelectorAll("[data-rows] > *"));
  const here = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (place) => {
    const all = rows();
    const row = all[Math.max(0, Math.min(place, all.length - 1))];
    const target = row && (row.querySelector("a") || row.querySelector("button, input"));
    if (target) { target.focus(); row.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !rows().length) { return; }
    const box = here() >= 0 && rows()[here()].querySelector("input[type=checkbox]");
    const filter = document.querySelector("[data-filter] input, [data-filter] select");
    if (event.key === "j") { go(here() + 1); }
    else if (event.key === "k") { go(here() - 1); }
    else if (event.key === "x" && box) { box.click(); }
    else if (event.key === "/" && filter) { filter.focus(); }
    else if (/^[1-9]$/.test(event.key) && here() >= 0) {
      const choice = rows()[here()].querySelectorAll("input[type=radio]")[event.key - 1];
      if (!choice) { return; }
      choice.click();
    } else { return; }
    event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      document.querySelectorAll("[data-rows] input[type=checkbox]").forEach((box) => { box.checked = event.target.checked; });
    }
  });
})();
