// What the viewer has typed into forms of the API and not saved yet.

const FORMS = 'form[data-api]:not([data-test])';

/** Whether a field differs from what the page came with. */
export function isEdited(field) {
  if (['checkbox', 'radio'].includes(field.type)) return field.checked !== field.defaultChecked;
  if (field.tagName === 'SELECT') {
    const usual = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.value !== (usual?.value ?? '');
  }
  return field.value !== field.defaultValue;
}

const isUnsaved = (form) =>
  [...form.elements].some((field) => field.name && field.type !== 'hidden' && 'value' in field && field.tagName !== 'BUTTON' && isEdited(field));

/** Whether a part of the page holds unsaved edits. */
export function hasEdits(part, forms = FORMS) {
  return (part.matches?.(forms) && isUnsaved(part)) || [...part.querySelectorAll(forms)].some(isUnsaved);
}

/** Takes what is in the form for saved. */
export function settle(form) {
  for (const field of form.elements) {
    if (field.tagName === 'SELECT') for (const option of field.options) option.defaultSelected = option.selected;
    else if (['checkbox', 'radio'].includes(field.type)) field.defaultChecked = field.checked;
    else if (field.type !== 'file' && 'defaultValue' in field) field.defaultValue = field.value;
  }
}

addEventListener('beforeunload', (event) => {
  if (hasEdits(document)) event.preventDefault();
});

// A dialog that closes has been saved or given up: it opens with what is saved. Escape alone gives nothing up.
document.addEventListener('cancel', (event) => {
  if (event.target.matches('dialog') && hasEdits(event.target) && !window.confirm('Discard the changes?')) event.preventDefault();
}, { capture: true });
document.addEventListener('close', ({ target }) => {
  if (target.matches('dialog')) target.querySelectorAll('form').forEach((form) => form.reset());
}, { capture: true });
