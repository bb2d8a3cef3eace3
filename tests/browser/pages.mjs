// The pages of the site, and who opens them.

/** [person, address, name] of each page that is looked at. */
export const pages = [
  [null, "/sign-in", "sign-in"],
  [null, "/design", "design"],
  ["officer", "/", "officer-home"],
  ["officer", "/report", "officer-report"],
  ["officer", "/campaign", "officer-campaign"],
  ["officer", "/totals", "officer-totals"],
  ["officer", "/notices", "notices"],
  ["agency", "/", "agency-home"],
  ["agency", "/plans", "plans"],
  ["agency", "/campaign", "campaign"],
  ["agency", "/campaign/form", "form"],
  ["agency", "/board", "board"],
  ["agency", "/review/AG-16", "review"],
  ["agency", "/totals", "totals"],
  ["agency", "/totals/talks", "total"],
  ["agency", "/consolidated", "consolidated"],
  ["leader", "/", "leader-home"],
  ["leader", "/overview", "overview"],
  ["administrator", "/", "administrator-home"],
  ["administrator", "/admin", "admin"],
  ["administrator", "/admin/people", "admin-people"],
  ["administrator", "/admin/units", "admin-units"],
  ["administrator", "/admin/audit", "admin-audit"],
  ["administrator", "/admin/installation", "admin-installation"],
  ["administrator", "/account", "account"],
];

/** The ten that are drawn for looking at. */
export const main = [
  "officer-home", "officer-report", "plans", "campaign", "board", "review", "totals", "consolidated", "overview", "admin-units",
];
