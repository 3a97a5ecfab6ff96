// Finds what a person would point at: the visible element of a role with this name. Not a full computation of accessible
// names (axe checks those); keys shown beside a name (kbd) are no part of it. A name that fits exactly goes before one
// that only begins with the words. While a modal dialog is open, what lies below it cannot be pointed at. Arguments: role,
// name. Gives the element or null.
const [role, name] = arguments;
const selectors = {
  button: "button, [role=button], summary, input[type=submit]",
  link: "a[href], [role=link]",
  field:
    "input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [role=textbox], [role=combobox], [role=searchbox], [role=spinbutton]",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch], [role=menuitemcheckbox]",
  radio: "input[type=radio], [role=radio], [role=menuitemradio]",
  tab: "[role=tab]",
  option: "[role=option], option",
  menuitem: "[role^=menuitem]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  dialog: "dialog[open], [role=dialog], [role=alertdialog]",
};
const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const said = (element) => {
  const copy = element.cloneNode(true);
  for (const silent of copy.querySelectorAll("kbd, [aria-hidden=true]")) silent.remove();
  return plain(copy.textContent);
};
const named = (element) => {
  const by = element.getAttribute("aria-labelledby");
  if (by) {
    return plain(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  }
  const label = plain(element.getAttribute("aria-label"));
  if (label) return label;
  const labels = plain([...(element.labels ?? [])].map(said).join(" "));
  if (labels) return labels;
  const is_field = element.matches("input, textarea, select");
  return (is_field ? "" : said(element)) || plain(element.title) || plain(element.placeholder);
};
const shown = (element) =>
  element.getClientRects().length > 0 && element.closest("[inert], [aria-hidden=true]") === null;
const modal = [...document.querySelectorAll("dialog[open]")].filter((one) => one.matches(":modal")).at(-1);
const within = role === "dialog" ? document : (modal ?? document);
const all = [...within.querySelectorAll(selectors[role] ?? `[role=${role}]`)].filter(shown);
return (
  all.find((element) => named(element) === name) ??
  all.find((element) => named(element).startsWith(name)) ??
  null
);
