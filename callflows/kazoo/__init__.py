"""Callflows of Kazoo: their documents in and out, without a database.

Documented at https://docs.2600hz.com/supported/applications/callflow/. A callflow there
is `{"name", "numbers", "patterns", "flow": {"module", "data", "children"}, "metadata"}`;
what its data point at are ids of CouchDB, whose names stand in `metadata`.

What is taken in remembers under the key `kazoo` how it stood there, so that it goes out
as it came: see `memory`.
"""

from callflows.kazoo.giving import give
from callflows.kazoo.reading import Refused, read
from callflows.kazoo.report import Report, Row, State, Target
from callflows.kazoo.taking import Taken, take

__all__ = [
    "Refused",
    "Report",
    "Row",
    "State",
    "Taken",
    "Target",
    "give",
    "read",
    "take",
]
