"""System prompts: replaced by sounds of the account, and put back.

Nothing is published: the nodes look among the account's own prompts first
(`pbxportal.lib.names.prompt_language`), and calls hear what is there from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from callflows.models import Media, Prompt
from callflows.models.prompt import known_prompt, prompt_stem
from callflows.prompt_languages import ENGLISH
from callflows.services.media import create_media
from callflows.system_prompts import BY_NAME, SystemPrompt, search
from pbxportal.lib import confined, transcode
from tenants.actor import Actor, acting, required
from tenants.services import objects

_ORIGINALS = ".originals"
# Of what Asterisk's sounds are stored as, what sounds best first.
_KINDS = ("wav16", "wav", "g722", "gsm")
_MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class PromptRow:
    """A system prompt, and what the account has made of it."""

    system: SystemPrompt
    own: Prompt | None

    @property
    def media(self) -> Media | None:
        """The account's own sound."""
        return self.own.media if self.own else None


def prompts(text: str = "") -> list[PromptRow]:
    """All system prompts with these words, in the order in which people meet them."""
    own = {each.name: each for each in Prompt.objects.select_related("media")}
    return [PromptRow(each, own.get(each.name)) for each in search(text)]


def own_sounds() -> dict[str, str]:
    """Names of the sounds that calls hear in place of system prompts, by prompt."""
    return dict(Prompt.objects.values_list("name", "media__name"))


def find(name: str) -> PromptRow | None:
    """The system prompt of that name, if there is one."""
    if name not in BY_NAME:
        return None
    own = Prompt.objects.select_related("media").filter(name=name).first()
    return PromptRow(BY_NAME[name], own)


@transaction.atomic
def replace_prompt(
    name: str, media: Media | None = None, sound: IO[bytes] | None = None
) -> Prompt:
    """Lets calls hear a sound of the account in place of a system prompt.

    `sound` is a new one, which becomes one of the account's media. Raises
    ValidationError by field; one of the two is needed.
    """
    known_prompt(name)
    made = _made(name, sound) if sound is not None and media is None else None
    own = media or made
    if own is None or (media is not None and sound is not None):
        text = _("Choose one of the account's sounds, or a new file; not both.")
        raise ValidationError({"sound": text})
    prompt = Prompt.objects.filter(name=name).first() or Prompt(name=name)
    prompt.media = own
    actor = required()
    try:
        objects.save(prompt)
    except ValidationError:
        if made is not None:
            transcode.remove(made.stem(actor.account.slug))
        raise
    transaction.on_commit(partial(place, actor, name))
    return prompt


def _made(name: str, sound: IO[bytes]) -> Media:
    return create_media(called(name), sound)


def called(name: str) -> str:
    """What a sound in a prompt's place is called, unless people give it a name."""
    return _("System prompt %(name)s") % {"name": name}


@transaction.atomic
def put_back(name: str) -> None:
    """Lets calls hear the system prompt again; the account keeps its sound."""
    prompt = Prompt.objects.filter(name=name).first()
    if prompt is not None:
        objects.delete(prompt)
        transaction.on_commit(partial(place, required(), name))


def place(actor: Actor, name: str) -> None:
    """Makes the account's file what its row says, whoever has changed it last."""
    slug = actor.account.slug
    with acting(actor):
        prompt = Prompt.objects.select_related("media").filter(name=name).first()
    stem = prompt_stem(slug, name)
    if prompt is None:
        transcode.remove(stem)
    else:
        transcode.lead(stem, prompt.media.stem(slug))


def holding(media: UUID) -> Iterable[Prompt]:
    """System prompts in whose place the sound is heard."""
    return Prompt.objects.filter(media=media)


def original(name: str) -> Path:
    """What Asterisk says, as a WAV file, for people to listen to.

    Raises FileNotFoundError where the portal has not got the nodes' sounds.
    """
    known_prompt(name)
    made = Path(settings.MEDIA_DIR) / _ORIGINALS / f"{name}.wav"
    if not made.is_file():
        _decode(_sound_of_asterisk(name), made)
    return made


def _sound_of_asterisk(name: str) -> Path:
    folder = Path(settings.SOUNDS_DIR) / ENGLISH
    for kind in _KINDS:
        path = folder / f"{name}.{kind}"
        if path.is_file():
            return path
    raise FileNotFoundError(folder / name)


def _decode(source: Path, made: Path) -> None:
    made.parent.mkdir(parents=True, exist_ok=True)
    waiting = made.with_name(f"{uuid4().hex}.wav")
    kind = {"wav16": "wav"}.get(source.suffix[1:], source.suffix[1:])
    command = ("ffmpeg", "-nostdin", "-loglevel", "error", "-f", kind)
    try:
        confined.run((*command, "-i", f"file:{source}", f"file:{waiting}"), _MOST_BYTES)
    except confined.Stopped as error:
        waiting.unlink(missing_ok=True)
        raise FileNotFoundError(source) from error
    waiting.replace(made)
