"""Languages that can be read, one folder a language: its words are data, its loader is shared."""

from functools import cache
from importlib.resources import files

from tocsin.errors import InputError
from tocsin.languages.base import Language
from tocsin.languages.cues import CueWords, load_cues
from tocsin.languages.frames import FrameWords, load_frames
from tocsin.languages.hedges import HedgeWords, load_hedges
from tocsin.languages.placewords import PlaceWords, load_places
from tocsin.languages.postures import PostureWords, load_postures
from tocsin.languages.timewords import TimeWords, load_times
from tocsin.languages.topicwords import TopicWords, load_topic
from tocsin.languages.triggers import TriggerWords, load_triggers

LANGUAGES: tuple[str, ...] = ("en",)

__all__ = [
    "LANGUAGES",
    "CueWords",
    "FrameWords",
    "HedgeWords",
    "Language",
    "PlaceWords",
    "PostureWords",
    "TimeWords",
    "TopicWords",
    "TriggerWords",
    "load_language",
]


@cache
def load_language(code: str) -> Language:
    """Return the words of a language that can be read."""
    if code not in LANGUAGES:
        raise InputError(f"unknown language {code!r}; known: {', '.join(LANGUAGES)}")
    folder = files("tocsin.languages") / code
    return Language(
        code=code,
        cues=load_cues(folder / "cues.toml"),
        frames=load_frames(folder / "frames.toml"),
        hedges=load_hedges(folder / "hedges.toml"),
        places=load_places(folder / "places.toml"),
        times=load_times(folder / "times.toml"),
        postures=load_postures(folder / "postures.toml"),
        topic=load_topic(folder / "topic.toml"),
        triggers=load_triggers(folder / "triggers.toml"),
    )
