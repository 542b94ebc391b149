"""Fields that several apps' forms share."""

from __future__ import annotations

import re
from typing import Any

from django import forms


class WordsField(forms.CharField):
    """A list of words: typed with commas or blanks between them, or given as a list."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            value = " ".join(str(word) for word in value)
        text = super().to_python(value) or ""
        return text.replace(",", " ").split()

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or []))


class LinesField(forms.CharField):
    """A list of texts: typed one a line, or with commas between them, or given as a list."""

    widget = forms.Textarea
    _ENDS = re.compile(r"[\n,;]")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        text = super().to_python(value) or ""
        return [line for each in self._ENDS.split(text) if (line := each.strip())]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != (initial or []))
