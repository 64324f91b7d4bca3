// <form data-training-experiment data-api="POST …"> leads to the experiments of the game for which one was created.
import { whenever } from '../lib/pages.js';

whenever('form[data-training-experiment]', (form) => {
  form.addEventListener('api-done', ({ detail }) => location.assign(`/console/experiments?game=${encodeURIComponent(detail.game)}`));
});
