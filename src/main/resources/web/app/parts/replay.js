// A button that replays the game, [data-replay]; #replay tells what came of it.
import { whenever } from '../lib/pages.js';

const plural = (count, word) => `${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`;

function paragraph(text, kind) {
  const told = document.createElement('p');
  told.textContent = text;
  if (kind) told.className = kind;
  return told;
}

function verdict(report) {
  const played = `${plural(report.ticks, 'tick')} and ${plural(report.interventions, 'intervention')}`;
  const millis = report.durationMillis;
  const took = millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`;
  if (report.matches) return `The same, byte for byte: ${plural(report.digestsCompared, 'digest')} of ${played} compared in ${took}.`;
  const { tick, intervention, expected, actual } = report.firstDifference;
  const where = tick === 0 && !intervention ? 'the opening' : intervention ? `intervention ${intervention} after tick ${tick}` : `tick ${tick}`;
  return `Different from ${where} on: journaled was the digest ${expected}, replayed is ${actual}.`;
}

whenever('[data-replay]', (button) => {
  button.addEventListener('api-done', ({ detail: report }) => {
    const place = document.getElementById('replay');
    place.querySelectorAll('p').forEach((old) => old.remove());
    place.dataset.matches = report.matches;
    place.append(paragraph(verdict(report)));
    if (report.note) place.append(paragraph(report.note, 'soft'));
    place.hidden = false;
  });
});
