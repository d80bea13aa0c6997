import type { Language } from '#kernel/actor.ts';

/** One mail's content, before it is set in text and in HTML. */
export type Letter = {
  language: Language;
  greeting: string;
  lead: string;
  code?: string;
  facts?: readonly { label: string; value: string }[];
  quote?: string;
  link?: { label: string; href: string };
  notes: readonly string[];
  signature: string;
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const lines = (text: string): string => escape(text).replace(/\n/g, '<br>');

/** The plain half of a mail. */
export function asText(letter: Letter): string {
  const parts = [
    letter.greeting,
    letter.lead,
    letter.code,
    letter.facts?.map((fact) => `${fact.label}: ${fact.value}`).join('\n'),
    letter.quote
      ?.split('\n')
      .map((line) => `> ${line}`)
      .join('\n'),
    letter.link && `${letter.link.label}\n${letter.link.href}`,
    letter.notes.join('\n'),
    `-- \n${letter.signature}`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** The HTML half: no pictures, no remote parts, readable in light and dark. */
export function asHtml(letter: Letter): string {
  const row = (fact: { label: string; value: string }) =>
    `<tr><td style="padding:2px 16px 2px 0;color:#5a6672;white-space:nowrap;vertical-align:top">${escape(fact.label)}</td><td style="padding:2px 0">${escape(fact.value)}</td></tr>`;
  return `<!doctype html><html lang="${letter.language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:24px;font:15px/1.7 'Hiragino Sans','Yu Gothic UI','Noto Sans JP',Meiryo,system-ui,sans-serif">
<div style="max-width:36em">
<p>${lines(letter.greeting)}</p>
<p>${lines(letter.lead)}</p>
${letter.code ? `<p style="font-size:28px;font-weight:700;letter-spacing:.2em;margin:16px 0">${escape(letter.code)}</p>` : ''}
${letter.facts ? `<table role="presentation" style="border-collapse:collapse;margin:16px 0">${letter.facts.map(row).join('')}</table>` : ''}
${letter.quote ? `<blockquote style="margin:16px 0;padding:4px 0 4px 16px;border-left:3px solid #8ab4bf">${lines(letter.quote)}</blockquote>` : ''}
${letter.link ? `<p style="margin:20px 0"><a href="${escape(letter.link.href)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#00607a;color:#ffffff;font-weight:700;text-decoration:none">${escape(letter.link.label)}</a></p>` : ''}
<p style="color:#5a6672;font-size:13px">${letter.notes.map(lines).join('<br>')}</p>
<p style="color:#5a6672;font-size:13px;border-top:1px solid #d8dde2;padding-top:12px">${lines(letter.signature)}</p>
</div></body></html>`;
}
