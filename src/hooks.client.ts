import { overwriteGetLocale } from '#runtime';

// The server has already chosen; the page carries the choice.
overwriteGetLocale(() => (document.documentElement.lang === 'en' ? 'en' : 'ja'));
