"use strict";
(() => {
  const { name, rows } = JSON.parse(document.getElementById("table").textContent);
  const form = document.getElementById("sheet"), rater = document.getElementById("rater");
  const told = document.getElementById("told"), memory = "itemwright-sheet-" + name;
  const items = [...document.querySelectorAll(".item")];

  const verdict = (id) => (form.querySelector(`input[name="verdict-${id}"]:checked`) || { value: "" }).value;
  const reason = (id) => form.querySelector(`textarea[name="reason-${id}"]`).value.trim();
  const open = () => items.filter((item) => !verdict(item.dataset.id));

  // A private window may refuse storage; then the page only forgets on reload.
  const keep = () => {
    const given = items.map(({ dataset: { id } }) => [id, verdict(id), reason(id)]);
    try { localStorage.setItem(memory, JSON.stringify({ rater: rater.value, given })); } catch { return; }
  };
  const recall = () => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(memory)); } catch { return; }
    if (!kept) return;
    rater.value = kept.rater;
    for (const [id, choice, why] of kept.given) {
      const radio = form.querySelector(`input[name="verdict-${id}"][value="${choice}"]`);
      if (radio) radio.checked = true;
      const text = form.querySelector(`textarea[name="reason-${id}"]`);
      if (text) text.value = why;
    }
  };
  const show = () => {
    const left = open();
    for (const item of items) item.classList.toggle("rated", !left.includes(item));
    document.getElementById("done").textContent = items.length - left.length;
    const next = document.getElementById("next");
    next.hidden = !left.length;
    if (left.length) next.href = "#" + left[0].id;
  };
  const cell = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);
  const file = () => rows.map((row, n) => {
    const given = n ? [verdict(row[0]), harmless(reason(row[0]))] : row.slice(-2);
    return [...row.slice(0, -2), ...given].map(cell).join(",");
  }).join("\n") + "\n";

  const save = () => {
    const left = open();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file()], { type: "text/csv;charset=utf-8" }));
    const by = rater.value.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    link.download = `ratings-${name}${by ? "-" + by : ""}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    told.textContent = left.length ? `Saved; ${left.length} still open.` : "Saved; all rated.";
  };

  recall();
  show();
  document.getElementById("bar").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("input", () => { keep(); show(); told.textContent = ""; });
  document.getElementById("save").addEventListener("click", save);
})();
