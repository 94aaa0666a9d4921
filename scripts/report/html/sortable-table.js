/** Runs in the reader's browser: the table of people sorts by any column and shows who matches the filter. */
const table = document.querySelector("#people");
const body = table.tBodies[0];
const rows = [...body.rows];
const filter = document.querySelector("#filter");
const status = document.querySelector("#shown");

for (const [index, button] of table.querySelectorAll("th button").entries()) {
  button.addEventListener("click", () => sortBy(index, button.parentElement));
}
filter.addEventListener("input", showMatching);

function sortBy(index, head) {
  const isDescending = head.getAttribute("aria-sort") !== "descending";
  for (const other of table.querySelectorAll("th")) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
  const sign = isDescending ? -1 : 1;
  rows.sort((a, b) => sign * compare(a.cells[index].dataset.value, b.cells[index].dataset.value));
  body.append(...rows);
}

function compare(a, b) {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b) : difference;
}

function showMatching() {
  const words = filter.value.toLowerCase();
  for (const row of rows) row.hidden = !row.dataset.words.includes(words);
  const shown = rows.filter((row) => !row.hidden).length;
  status.textContent = `${shown} of ${rows.length} people shown`;
}
