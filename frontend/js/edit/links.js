// How links are written.
const WEB = /^(?:https?:\/\/|mailto:|www\.|\/(?!\/)|#)/i;

// What stands between the brackets for a page: its title, or its address where the title can't stand there.
export const linkable = ({ title, slug }) => (/[|[\]#]|\\$/.test(title) ? slug : title);

export function pageLink(target, label) {
  const to = target.replace(/[[\]|\n]/g, " ").trim();
  const shown = label.replace(/[[\]|\n]/g, " ").trim();
  return shown && shown !== to ? `[[${to}|${shown}]]` : `[[${to}]]`;
}

const escaped = (text) => text.replace(/[\\[\]]/g, "\\$&").replace(/\s+/g, " ");

// A link to an address of the web, or null when it is none.
export function webLink(target, label) {
  if (!WEB.test(target)) return null;
  const address = (/^www\./i.test(target) ? `https://${target}` : target).replace(/ /g, "%20");
  if (!label && /^https?:/i.test(address) && !/[()<>*_]/.test(address)) return address;
  const safe = /[()]/.test(address) ? `<${address.replace(/[<>]/g, encodeURIComponent)}>` : address.replace(/[<>]/g, encodeURIComponent);
  return `[${escaped(label || target)}](${safe})`;
}
