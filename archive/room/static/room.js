// Small help for those who have scripts; every page works without.
"use strict";

// A region chosen: show the next level at once.
for (const name of ["province", "regency", "district"]) {
  const choice = document.querySelector(`.filters select[name="${name}"]`);
  if (choice) choice.addEventListener("change", () => choice.form.requestSubmit());
}
