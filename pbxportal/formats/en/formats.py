"""Formats of Django's localisation, by the person's choice (`pbxportal.lib.formats`).

Names that Django doesn't have are for the `date` filter of templates: `SECONDS_FORMAT`.
A language that is added needs such a module; it may say the same.
"""

from pbxportal.lib.formats import DIGITS, live

DATE_FORMAT = SHORT_DATE_FORMAT = live(lambda f: f.dates)
TIME_FORMAT = live(lambda f: f.clock())
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = live(lambda f: f"{f.dates} {f.clock()}")

SECONDS_FORMAT = live(lambda f: f.clock(":s"))
DATETIME_SECONDS_FORMAT = live(lambda f: f"{f.dates} {f.clock(':s')}")
WEEKDAY_FORMAT = live(lambda f: f"D {f.dates}")
WEEKDAY_TIME_FORMAT = live(lambda f: f"D {f.clock()}")
WEEKDAY_SECONDS_FORMAT = live(lambda f: f"D {f.clock(':s')}")
WEEKDAY_DATETIME_FORMAT = live(lambda f: f"D {f.dates} {f.clock()}")

DECIMAL_SEPARATOR = live(lambda f: DIGITS[f.digits][0])
THOUSAND_SEPARATOR = live(lambda f: DIGITS[f.digits][1])
NUMBER_GROUPING = 3
