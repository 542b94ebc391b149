"""The form of a menu: a row for each greeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.models import Media, Menu, TimeFrame
from tenants.generic.rows import WAS, Row, Rows, RowsForm


class GreetingForm(forms.Form):
    """When what is said."""

    frame = forms.ModelChoiceField(TimeFrame.objects.none(), label=_("Time frame"))
    sound = forms.ModelChoiceField(Media.objects.none(), label=_("Greeting"))

    def __init__(self, *args: Any, frames: Any, sounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("frame", frames), ("sound", sounds)):
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]


GREETINGS = Rows(
    GreetingForm,
    _("Greeting"),
    _("Add a greeting"),
    _(
        "Said once in a call, before the menu. Of several time frames that hold the most "
        "specific one counts."
    ),
)


def greeting_rows(menu: Menu) -> list[Row]:
    """The stored greetings; each time frame has one."""
    return [
        {WAS: str(g.frame_id), "frame": g.frame_id, "sound": g.media_id}
        for g in menu.greetings.all()
    ]


class MenuForm(RowsForm, forms.ModelForm[Menu]):
    """A menu and its greetings."""

    rows: ClassVar[Mapping[str, Rows]] = {"greetings": GREETINGS}

    class Meta:
        model = Menu
        fields: ClassVar = [
            "name",
            "prompt",
            "again",
            "invalid",
            "greeting",
            "tries",
            "timeout",
            "no_key",
            "other_key",
            "repeat_key",
            "by_extension",
            "dialled",
            "digits",
            "digit_seconds",
        ]

    def initial_rows(self) -> Mapping[str, list[Row]]:
        """The stored greetings."""
        if self.instance._state.adding:
            return {}
        return {"greetings": greeting_rows(self.instance)}

    def row_kwargs(self) -> dict[str, Any]:
        """What can be chosen in a row."""
        return {"frames": TimeFrame.objects.shared(), "sounds": Media.objects.all()}

    def greetings(self) -> list[tuple[TimeFrame, Media]]:
        """What was entered."""
        return [(row["frame"], row["sound"]) for row in self.row_data("greetings")]
