"""What a language must bring so that its news can be read."""

from dataclasses import dataclass

from tocsin.languages.cues import CueWords
from tocsin.languages.frames import FrameWords
from tocsin.languages.hedges import HedgeWords
from tocsin.languages.placewords import PlaceWords
from tocsin.languages.postures import PostureWords
from tocsin.languages.timewords import TimeWords
from tocsin.languages.topicwords import TopicWords
from tocsin.languages.triggers import TriggerWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language that reading works with; each part comes from a data file beside it."""

    code: str
    cues: CueWords
    frames: FrameWords
    hedges: HedgeWords
    places: PlaceWords
    times: TimeWords
    topic: TopicWords
    triggers: TriggerWords
    postures: PostureWords
