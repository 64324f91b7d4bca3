// <form data-sends> is submitted on every change; without scripts it has a button.
// <a data-download="name" data-accept="text/csv" href="/api/…"> downloads the API's response in that format.
import { whenever } from '../lib/pages.js';
import { notify } from '../lib/notices.js';

whenever('form[data-sends]', (form) => form.addEventListener('change', () => form.requestSubmit()));

async function download(link) {
  const response = await fetch(link.href, { headers: { Accept: link.dataset.accept } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const address = URL.createObjectURL(await response.blob());
  const hidden = Object.assign(document.createElement('a'), { href: address, download: link.dataset.download });
  hidden.click();
  URL.revokeObjectURL(address);
}

whenever('a[data-download]', (link) => {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    download(link).catch((problem) => notify(`The file could not be saved. ${problem.message}`, 'bad'));
  });
});
