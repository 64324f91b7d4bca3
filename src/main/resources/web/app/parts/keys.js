// Secrets that are shown once. <form data-issues> shows the secret of its answer in the dialog "issued", which clears it when closed; <button data-copies="id"> copies the field with that id.
import { whenever } from '../lib/pages.js';
import { notify } from '../lib/notices.js';

const MINUTES = 16;

whenever('form[data-issues]', (form) => {
  form.addEventListener('api-done', ({ detail }) => {
    const dialog = document.getElementById('issued');
    const field = dialog.querySelector('#secret');
    field.value = detail.secret;
    dialog.querySelectorAll('[data-base]').forEach((base) => { base.textContent = location.origin + base.dataset.base; });
    dialog.addEventListener('close', () => { field.value = ''; }, { once: true });
    form.reset();
    dialog.showModal();
    field.select();
  });
});

whenever('button[data-copies]', (button) => {
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      notify('Copied.');
    } catch {
      notify('The browser does not let pages copy here: copy the selected text by hand.', 'bad');
    }
  });
});

// The initial value of a time field, in the viewer's time zone: <input type="datetime-local" data-instant="…Z">.
whenever('input[data-instant]', (input) => {
  const instant = new Date(input.dataset.instant);
  input.defaultValue = new Date(instant - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, MINUTES);
});
