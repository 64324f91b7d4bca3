// A button that replays the game, [data-replay]; #replay shows the result.
import { LANGUAGE } from '../lib/language.js';
import { whenever } from '../lib/pages.js';

const plural = (count, word) => `${count.toLocaleString(LANGUAGE)} ${word}${count === 1 ? '' : 's'}`;

function paragraph(text, kind) {
  const element = document.createElement('p');
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

function verdict(report) {
  const played = `${plural(report.ticks, 'tick')} and ${plural(report.interventions, 'intervention')}`;
  const millis = report.durationMillis;
  const took = millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`;
  if (report.matches) return `Replay matches: ${plural(report.digestsCompared, 'digest')} of ${played} compared in ${took}.`;
  if (!report.firstDifference) {
    const { tick: at, handle, expected: remembered, actual: written } = report.memory.firstDifference;
    return `First difference in what @${handle} remembers of tick ${at}: stored “${remembered}”, replayed “${written}”.`;
  }
  const { tick, intervention, expected, actual } = report.firstDifference;
  const where = tick === 0 && !intervention ? 'the start' : intervention ? `intervention ${intervention} after tick ${tick}` : `tick ${tick}`;
  return `First difference at ${where}: stored digest ${expected}, replayed ${actual}.`;
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
