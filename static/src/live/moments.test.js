import assert from "node:assert/strict";
import { test } from "node:test";

import { clock, day, moment } from "../moments.js";

const AT = "2026-12-31T23:05:00Z";

test("a moment is shown in the zone and the order of the person", () => {
  const seen = { timezone: "Asia/Tokyo", dates: "dmy-dots", times: "24", lang: "en" };
  assert.equal(moment(AT, seen), "01.01.2027 08:05");
});

test("each order of dates has its own form", () => {
  const shown = ["ymd", "dmy", "mdy", "day-month", "month-day", undefined].map((dates) =>
    day(AT, { timezone: "UTC", dates, lang: "en" }),
  );
  assert.deepEqual(shown, ["2026-12-31", "31/12/2026", "12/31/2026", "31 Dec 2026", "Dec 31, 2026", "2026-12-31"]);
});

test("twelve hours have no hour nought", () => {
  const at = (hour) => clock(`2026-12-31T${hour}:05:00Z`, { timezone: "UTC", times: "12" });
  assert.deepEqual(["00", "09", "12", "23"].map(at), ["12:05 AM", "9:05 AM", "12:05 PM", "11:05 PM"]);
});
