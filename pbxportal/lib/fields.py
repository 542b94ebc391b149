"""Model fields that Django lacks."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class TextJSONField(models.JSONField):
    """JSON kept as it was written: PostgreSQL's `json`, not `jsonb`.

    `jsonb` reorders keys, so a document that is opened and saved unchanged would not be
    the same text again.
    """

    # An empty object is a document like others: nothing is missing.
    empty_values = (None, "")

    def db_type(self, connection: Any) -> str:
        return "json"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        # psycopg2 parses `json` itself, but hands `jsonb` over as text to Django.
        return json.loads(value, cls=self.decoder) if isinstance(value, str) else value

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        # The stock method hands a `jsonb` over, which PostgreSQL then makes `json`.
        return None if value is None else json.dumps(value, cls=self.encoder)
