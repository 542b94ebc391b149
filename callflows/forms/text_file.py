"""A text that is uploaded as a file, or comes along as it is."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


class TextFileForm(forms.Form):
    """`text` is what counts, wherever it comes from.

    Who inherits adds the field `text`, and says in `largest` how many bytes a file
    may have and in `missing` what is told when there is neither.
    """

    file = forms.FileField(label=_("File"), required=False)
    largest: ClassVar[int]
    missing: ClassVar[Any] = _("Choose a file.")

    def clean(self) -> dict[str, Any]:
        """The text of the file, if one was sent."""
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if file is None:
            if not data.get("text") and not self.errors:
                self.add_error("file", self.missing)
            return data
        if file.size > self.largest:
            self.add_error("file", _("The file is larger than 1 MB."))
            return data
        try:
            data["text"] = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("This is no text in UTF-8."))
        return data
