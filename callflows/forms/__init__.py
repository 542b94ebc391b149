"""Forms of what a call meets."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.models import Callflow, Media, WebAddress
from callflows.models.callflow import DIALLABLE
from callflows.services.media import MOST_TEXT, Words
from callflows.services.web_addresses import check_url
from pbxportal.lib import speech


class NewCallflowForm(forms.ModelForm[Callflow]):
    """A callflow's name and numbers."""

    numbers = forms.CharField(
        label=_("Numbers"),
        required=False,
        help_text=_("Extensions and numbers that lead here, separated by blanks."),
    )

    class Meta:
        model = Callflow
        fields: ClassVar = ["name"]

    def clean_numbers(self) -> list[str]:
        """Each number checked by itself."""
        numbers: list[str] = self.cleaned_data["numbers"].split()
        for number in numbers:
            DIALLABLE(number)
        return numbers

    def _post_clean(self) -> None:
        """The service saves; the instance must keep what is stored until then."""


class CallflowForm(NewCallflowForm):
    """Name, numbers and the document as JSON."""

    draft = forms.JSONField(
        label=_("Document"), widget=forms.Textarea(attrs={"rows": 16})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

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

    def clean_draft(self) -> dict[str, Any]:
        """A document is an object with a module, or empty."""
        draft = self.cleaned_data["draft"]
        if not isinstance(draft, dict):
            raise forms.ValidationError(_("A callflow is a JSON object."))
        return draft


class WebAddressForm(forms.ModelForm[WebAddress]):
    """Where a customer's program listens."""

    class Meta:
        model = WebAddress
        fields: ClassVar = ["name", "url", "seconds"]

    def clean_url(self) -> str:
        """Refuses what may not be reached from here."""
        url: str = self.cleaned_data["url"]
        try:
            check_url(url)
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return url


SOUND_HELP = _("WAV, MP3, Ogg or WebM; up to 50 MB and 15 minutes.")


def sound_input() -> forms.FileInput:
    """A field for a sound file, into which the page's recorder can put one."""
    kinds = ".wav,.mp3,.ogg,.oga,.opus,.webm"
    return forms.FileInput(attrs={"accept": kinds, "data-recorder": ""})


class MediaForm(forms.Form):
    """A sound and its name: a file or a text; who changes it need not replace it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    sound = forms.FileField(
        label=_("Sound file"),
        required=False,
        widget=sound_input(),
        help_text=SOUND_HELP,
    )
    text = forms.CharField(
        label=_("Or a text to be spoken"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    voice = forms.ChoiceField(label=_("Voice"), required=False)

    def __init__(self, *args: Any, instance: Media | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        if instance is not None:
            self.fields["sound"].label = _("New sound file")
            for name in ("name", "text", "voice"):
                if stored := getattr(instance, name):
                    self.initial.setdefault(name, stored)
        self._offer_voices()

    def _offer_voices(self) -> None:
        if voices := speech.voices():
            self.fields["voice"].choices = list(voices.items())  # type: ignore[attr-defined]
            # What a browser sends of a choice that nobody has touched.
            self.initial.setdefault("voice", next(iter(voices)))
        else:
            del self.fields["text"], self.fields["voice"]

    def clean(self) -> dict[str, Any]:
        """What replaces the sound, if anything does, as `sound`."""
        data = super().clean() or self.cleaned_data
        said = {"text", "voice"} & set(self.changed_data) if data.get("text") else set()
        if data.get("sound") and "text" in said:
            self.add_error("text", _("Choose a file or write a text, not both."))
        elif not data.get("sound") and said:
            data["sound"] = Words(data["text"], data.get("voice", ""))
        elif not data.get("sound") and self.instance is None and not self.errors:
            self.add_error("sound", _("Choose a file, or write a text."))
        return data
