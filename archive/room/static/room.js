// Small help for those who have scripts; every page works without.
"use strict";

// A region chosen: show the next level at once.
for (const name of ["province", "regency", "district"]) {
  const choice = document.querySelector(`.filters select[name="${name}"]`);
  if (choice) choice.addEventListener("change", () => choice.form.requestSubmit());
}

// A list of choices closes when one looks elsewhere.
for (const list of document.querySelectorAll("details.choices")) {
  document.addEventListener("click", (event) => { if (!list.contains(event.target)) list.open = false; });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { list.open = false; list.querySelector("summary").focus(); }
  });
}

// What scrolls sideways can be scrolled by keys, too.
function letScroll() {
  for (const box of document.querySelectorAll("table, .scroll, .chart")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("load", letScroll);
addEventListener("resize", letScroll);
