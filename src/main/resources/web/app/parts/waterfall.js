// <table data-waterfall>: bars with data-tip have tooltips, links with data-turn open their page in the
// drawer. Without scripts the links open the page itself.
import htmx from 'htmx.org';
import { whenever } from '../lib/pages.js';

const GAP = 8;

function tooltip() {
  const tip = Object.assign(document.createElement('div'), { className: 'tip', hidden: true });
  tip.setAttribute('aria-hidden', 'true');
  document.body.append(tip);
  return {
    show(text, { left, bottom }) {
      tip.textContent = text;
      tip.hidden = false;
      tip.style.left = `${Math.max(GAP, Math.min(left, innerWidth - tip.offsetWidth - GAP))}px`;
      const below = bottom + GAP + tip.offsetHeight < innerHeight;
      tip.style.top = `${below ? bottom + GAP : bottom - tip.offsetHeight - 3 * GAP}px`;
    },
    hide() {
      tip.hidden = true;
    },
  };
}

const tip = tooltip();

async function open(link) {
  const drawer = document.getElementById('drawer');
  await htmx.ajax('GET', link.href, { target: '#drawer-content', select: '#turn', swap: 'innerHTML' });
  tip.hide();
  drawer.showModal();
  drawer.scrollTop = 0;
}

function describe(row) {
  return [...row.querySelectorAll('[data-tip]')].map((bar) => bar.dataset.tip).join('\n');
}

whenever('[data-waterfall]', (table) => {
  table.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target.closest('tr')?.querySelector('a[data-turn]');
    if (!link) return;
    event.preventDefault();
    open(link);
  });
  table.addEventListener('pointerover', ({ target }) => {
    if (target.matches('[data-tip]')) tip.show(target.dataset.tip, target.getBoundingClientRect());
    else tip.hide();
  });
  table.addEventListener('pointerleave', () => tip.hide());
  table.addEventListener('focusin', ({ target }) => {
    const row = target.closest('tr');
    const text = describe(row);
    if (text && target.matches(':focus-visible')) tip.show(text, row.querySelector('.lane').getBoundingClientRect());
  });
  table.addEventListener('focusout', () => tip.hide());
});
