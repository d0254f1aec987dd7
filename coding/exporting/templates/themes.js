// Shows the quotes that fit what was chosen. Without it everything is there to read.
"use strict";
const form = document.getElementById("filter");
const output = form.querySelector("output");
const quotes = [...document.querySelectorAll(".quote")];
const groups = [...document.querySelectorAll(".group")];

function fits(quote, key, wanted) {
  const value = quote.dataset[key];
  return key === "area" ? value.split(", ").includes(wanted) : value === wanted;
}

function show() {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  let shown = 0;
  for (const quote of quotes) {
    quote.hidden = !wanted.every(([key, value]) => fits(quote, key, value));
    shown += !quote.hidden;
  }
  for (const group of groups) {
    group.hidden = !group.querySelector(".quote:not([hidden])");
  }
  output.textContent = `${output.dataset.label} ${shown} / ${quotes.length}`;
}

form.addEventListener("change", show);
form.addEventListener("reset", () => setTimeout(show));
form.addEventListener("submit", (event) => event.preventDefault());
for (const link of document.querySelectorAll(".matrix a")) {
  link.addEventListener("click", () => form.reset());
}
form.hidden = quotes.length === 0;
show();
