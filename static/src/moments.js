/**
 * Moments as the person wants to see them. The server has written how into <html>:
 * `data-timezone`, `data-dates` and `data-times` (pbxportal/lib/formats.py has the keys).
 */

const DATES = {
  ymd: (p) => `${p.year}-${p.month}-${p.day}`,
  dmy: (p) => `${p.day}/${p.month}/${p.year}`,
  "dmy-dots": (p) => `${p.day}.${p.month}.${p.year}`,
  mdy: (p) => `${p.month}/${p.day}/${p.year}`,
  "day-month": (p) => `${Number(p.day)} ${p.name} ${p.year}`,
  "month-day": (p) => `${p.name} ${Number(p.day)}, ${p.year}`,
};

/** What <html> says; empty where the page says nothing. */
function told() {
  const root = globalThis.document?.documentElement;
  return { lang: root?.lang, ...root?.dataset };
}

function parts(iso, { timezone, lang }, form) {
  const zone = timezone ? { timeZone: timezone } : {};
  const format = new Intl.DateTimeFormat(lang || "en", { ...form, ...zone });
  const found = format.formatToParts(new Date(iso));
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}

/** @returns {string} `17:05` or `5:05 PM` */
export function clock(iso, seen = told()) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const { hour, minute } = parts(iso, { ...seen, lang: "en" }, form);
  const h = Number(hour);
  return seen.times === "12" ? `${h % 12 || 12}:${minute} ${h < 12 ? "AM" : "PM"}` : `${hour}:${minute}`;
}

/** @returns {string} the date, `2026-12-31` or in the person's order */
export function day(iso, seen = told()) {
  const form = { year: "numeric", month: "2-digit", day: "2-digit" };
  const numbers = parts(iso, { ...seen, lang: "en" }, form);
  const { month: name } = parts(iso, seen, { month: "short" });
  return (DATES[seen.dates] ?? DATES.ymd)({ ...numbers, name });
}

/** @returns {string} date and time */
export function moment(iso, seen = told()) {
  return `${day(iso, seen)} ${clock(iso, seen)}`;
}
