"""Forms of what a call meets."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.models import Callflow, TimeFrame
from callflows.models.callflow import DIALLABLE


class CallflowForm(forms.ModelForm[Callflow]):
    """A callflow's name, numbers and document."""

    numbers = forms.CharField(
        label=_("Numbers"),
        required=False,
        help_text=_("Extensions and numbers that lead here, separated by blanks."),
    )
    draft = forms.JSONField(
        label=_("Document"), widget=forms.Textarea(attrs={"rows": 16})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Callflow
        fields: ClassVar = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        flow = kwargs.get("instance")
        initial: dict[str, Any] = {
            "revision": 1,
            "draft": {"module": "hangup", "data": {}},
        }
        if flow is not None:
            numbers = flow.numbers.values_list("number", flat=True)
            initial = {
                "revision": flow.revision,
                "draft": flow.draft,
                "numbers": " ".join(numbers),
            }
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_numbers(self) -> list[str]:
        """Each number checked by itself."""
        numbers: list[str] = self.cleaned_data["numbers"].split()
        for number in numbers:
            DIALLABLE(number)
        return numbers

    def clean_draft(self) -> dict[str, Any]:
        """A document is an object with a module, or empty."""
        draft = self.cleaned_data["draft"]
        if not isinstance(draft, dict):
            raise forms.ValidationError(_("A callflow is a JSON object."))
        return draft

    def _post_clean(self) -> None:
        """The service saves; the instance must keep what is stored until then."""


class MediaForm(forms.Form):
    """A sound and its name."""

    name = forms.CharField(label=_("Name"), max_length=120)
    sound = forms.FileField(
        label=_("Sound file"),
        help_text=_("WAV: one channel, 16 bits, 8000 Hz; up to 20 MB."),
    )


class TimeFrameForm(forms.ModelForm[TimeFrame]):
    """A name, days of the week and hours; more rules and dates go over REST."""

    WEEKDAYS = (
        ("mon", _("Monday")),
        ("tue", _("Tuesday")),
        ("wed", _("Wednesday")),
        ("thu", _("Thursday")),
        ("fri", _("Friday")),
        ("sat", _("Saturday")),
        ("sun", _("Sunday")),
    )

    weekdays = forms.MultipleChoiceField(
        label=_("Days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    start = forms.TimeField(label=_("From"), initial=time(9))
    end = forms.TimeField(
        label=_("To"),
        initial=time(17),
        help_text=_("An earlier time than the first one is on the next day."),
    )

    class Meta:
        model = TimeFrame
        fields: ClassVar = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        frame = kwargs.get("instance")
        if frame is not None and len(frame.rules) == 1:
            kwargs["initial"] = {**frame.rules[0], **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self.instance.rules = [
                {
                    "weekdays": data["weekdays"],
                    "start": f"{data['start']:%H:%M}",
                    "end": f"{data['end']:%H:%M}",
                }
            ]
        return data
