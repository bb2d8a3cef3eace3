// The pages of the site, and who opens them.

/** [person, address, name] of each page that is looked at. */
export const pages = [
  [null, "/sign-in", "sign-in"],
  [null, "/design", "design"],
  [null, "/api", "api"],
  ["officer", "/", "officer-home"],
  ["officer", "/report", "officer-report"],
  ["officer", "/campaign", "officer-campaign"],
  ["officer", "/campaign/tasks/1", "officer-task"],
  ["officer", "/totals", "officer-totals"],
  ["officer", "/units?q=ph%C6%B0%E1%BB%9Dng%20tr%C3%BAc%20b%E1%BA%A1ch", "units"],
  ["officer", "/units/00004%402008?on=2026-12-01", "unit-history"],
  ["officer", "/notices", "notices"],
  ["agency", "/", "agency-home"],
  ["agency", "/plans", "plans"],
  ["agency", "/campaign", "campaign"],
  ["agency", "/campaign/form", "form"],
  ["agency", "/campaign/tasks/1", "task"],
  ["agency", "/campaign/tasks/new", "new-task"],
  ["agency", "/board", "board"],
  ["agency", "/board/tasks", "board-tasks"],
  ["agency", "/review/AG-16", "review"],
  ["agency", "/totals", "totals"],
  ["agency", "/totals/talks", "total"],
  ["agency", "/consolidated", "consolidated"],
  ["leader", "/", "leader-home"],
  ["leader", "/overview", "overview"],
  ["leader", "/overview?as-of=2026-12-31", "overview-of-a-day"],
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
