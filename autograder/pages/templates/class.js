"use strict";
// The page reads without this. It sorts tables, and narrows down the table of students.
const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const valueOf = (cell) => cell.dataset.v ?? cell.textContent.trim();

for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const numbers = head.classList.contains("num") || head.classList.contains("drawn");
      const before = head.getAttribute("aria-sort");
      const down = before ? before === "ascending" : numbers;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = [...table.tBodies[0].rows].map((row) => {
        const value = valueOf(row.cells[column]);
        const key = numbers ? parseFloat(value) : value;
        return { row, empty: value === "" || Number.isNaN(key), key };
      });
      const sign = down ? -1 : 1;
      keyed.sort((a, b) => (a.empty || b.empty ? a.empty - b.empty
        : sign * (numbers ? a.key - b.key : order.compare(a.key, b.key))));
      const sorted = document.createDocumentFragment();
      for (const { row } of keyed) sorted.append(row);
      table.tBodies[0].append(sorted);
    });
  });
}

const rows = [...document.querySelector("#class tbody").rows].map((row) => ({
  row, text: row.textContent.toLowerCase(), groups: row.dataset.g.split(" "), status: row.dataset.s,
  full: "full" in row.dataset,
}));
const form = document.querySelector(".filter");
const search = document.querySelector("#search");
const status = document.querySelector("#status");
const again = document.querySelector("#all");
let group = "";

const shows = {
  "": () => true, look: (one) => one.groups.includes("look"), lost: (one) => !one.full, full: (one) => one.full,
};

function narrow() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = shows[status.value] ?? ((one) => one.status === status.value);
  let left = 0;
  for (const one of rows) {
    const kept = chosen(one) && (!group || one.groups.includes(group)) && words.every((word) => one.text.includes(word));
    one.row.hidden = !kept;
    left += kept;
  }
  again.hidden = !(group || words.length || status.value);
  document.querySelector("#count").textContent = `${left} of ${rows.length} students`;
}

for (const button of document.querySelectorAll(".only")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    group = button.dataset.key;
    search.value = status.value = "";
    narrow();
    document.querySelector("#students").scrollIntoView();
    again.focus({ preventScroll: true });
  });
}
again.addEventListener("click", () => {
  group = search.value = status.value = "";
  narrow();
  search.focus();
});
form.addEventListener("submit", (event) => event.preventDefault());
search.addEventListener("input", narrow);
status.addEventListener("change", narrow);
form.hidden = false;
narrow();
