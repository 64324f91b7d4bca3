// <button data-api="POST …" data-opens="/console/calls/"> opens the page of what was made: this address and the id in the answer.
import { whenever } from '../lib/pages.js';

whenever('[data-opens]', (element) => {
  element.addEventListener('api-done', ({ detail }) => location.assign(element.dataset.opens + detail.id));
});
