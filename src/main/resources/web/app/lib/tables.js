// <input type="search" data-filters="id"> shows only the rows (or cards) of that element that contain every word typed.
import { whenever } from './pages.js';

whenever('input[data-filters]', (input) => {
  const count = document.querySelector(`[data-count="${input.dataset.filters}"]`);
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    // Queried each time, because rows may have been replaced.
    const rows = [...document.getElementById(input.dataset.filters).querySelectorAll('[data-row]')];
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    if (count) count.textContent = `${shown} of ${rows.length}`;
  };
  input.addEventListener('input', filter);
  document.addEventListener('htmx:afterSettle', filter);
  filter();
});

// Where a phone shows rows as cards, a cell tells its column itself: data-label, for the style sheet.
whenever('tbody, tfoot', (body) => {
  const table = body.closest('table:not(.waterfall, .desk)');
  if (!table?.tHead) return;
  const labels = [...table.tHead.rows[0].cells].map((cell) => (cell.querySelector('.visually-hidden') ? '' : cell.dataset.label ?? cell.textContent.trim()));
  for (const row of body.rows) {
    [...row.cells].forEach((cell, index) => {
      if (cell.tagName === 'TD' && labels[index]) cell.dataset.label = labels[index];
    });
  }
});

// Makes overflowing elements scrollable by keyboard.
whenever('.scroll', (area) => {
  new ResizeObserver(() => {
    if (area.scrollWidth > area.clientWidth || area.scrollHeight > area.clientHeight) area.tabIndex = 0;
    else area.removeAttribute('tabindex');
  }).observe(area);
});
