// Price lists. <form data-price-list data-api="POST …"> leads to the difference that was answered;
// <form data-price-file="/api/…"> sends the file of its field "file" and leads there, too.
import { whenever } from '../lib/pages.js';
import { call } from '../lib/api.js';

const show = ({ id }) => location.assign(`/console/ai-models/prices?sync=${encodeURIComponent(id)}`);

whenever('form[data-price-list]', (form) => form.addEventListener('api-done', (event) => show(event.detail)));

whenever('form[data-price-file]', (form) => {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button.primary');
    if (button.hasAttribute('aria-busy')) return;
    const problem = form.querySelector('[data-problem]');
    problem.textContent = '';
    button.setAttribute('aria-busy', 'true');
    try {
      show(await call('POST', form.dataset.priceFile, await form.elements.file.files[0].text()));
    } catch (refused) {
      problem.textContent = refused.message;
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
});
