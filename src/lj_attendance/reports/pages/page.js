// Sorts and searches the tables of a page. Without it every table is still there to read.
"use strict";
(function () {
  const valueOf = (row, place) => row.cells[place].dataset.value ?? row.cells[place].textContent.trim();
  const compare = (one, two) => {
    if (one === "" || two === "") { return one === two ? 0 : one === "" ? 1 : -1; }
    const numbers = [Number(one), Number(two)];
    if (!numbers.some(Number.isNaN)) { return numbers[0] - numbers[1]; }
    return one.localeCompare(two, "en-GB", { sensitivity: "base", numeric: true });
  };

  function sortBy(table, header, place) {
    const up = header.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) { other.removeAttribute("aria-sort"); }
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const empty = (row) => valueOf(row, place) === "";
    const rows = Array.from(body.rows);
    rows.sort((a, b) => {
      if (empty(a) || empty(b)) { return compare(valueOf(a, place), valueOf(b, place)); }
      const order = compare(valueOf(a, place), valueOf(b, place));
      return up ? order : -order;
    });
    body.append(...rows);
  }

  function makeSortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach((header, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => sortBy(table, header, place));
    });
  }

  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'\u2019]/g, "").toLowerCase();

  function makeSearchable(table, number) {
    const line = document.createElement("p");
    line.className = "find";
    const label = document.createElement("label");
    const field = document.createElement("input");
    const count = document.createElement("span");
    field.type = "search";
    field.id = "find-" + number;
    label.htmlFor = field.id;
    label.textContent = "Find in this table: ";
    count.setAttribute("role", "status");
    const rows = Array.from(table.tBodies[0].rows);
    const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !words.every((word) => texts.get(row).includes(word));
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = words.length ? " " + shown + " of " + rows.length + " rows" : "";
    });
    line.append(label, field, count);
    (table.closest(".scroll") ?? table).before(line);
  }

  // On paper nothing can be opened: what is closed on the screen is printed too.
  const closed = new Set();
  window.addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("details:not([open])")) {
      closed.add(each);
      each.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const each of closed) { each.open = false; }
    closed.clear();
  });

  document.querySelectorAll("table.sortable").forEach((table, number) => {
    makeSortable(table);
    if (table.tBodies[0].rows.length > 10) { makeSearchable(table, number); }
  });
})();
