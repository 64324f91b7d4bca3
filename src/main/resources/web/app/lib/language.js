// Words and numbers follow the language of the page, whatever the browser's is, or a page would be in two languages.
// The time zone, and whether a day has twice twelve hours, are the viewer's.
export const LANGUAGE = document.documentElement.lang || 'en';

const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions();

/** A format for points in time. */
export const timeFormat = (options) => new Intl.DateTimeFormat(LANGUAGE, { ...options, hourCycle });
