"""Who said what: content put in someone's mouth, with the chain of voices before it."""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.model.document import Span


class Form(StrEnum):
    """How the content is worded."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class SpeakerKind(StrEnum):
    """How well the text identifies a voice."""

    NAMED = "named"
    ROLE = "role"
    COLLECTIVE = "collective"
    ANONYMOUS = "anonymous"
    HIDDEN = "hidden"
    AUTHOR = "author"


class SpeechAct(StrEnum):
    """What the speaker does by saying it; the status of what is inside depends on it."""

    SAY = "say"
    CONFIRM = "confirm"
    ADMIT = "admit"
    ACCUSE = "accuse"
    ALLEGE = "allege"
    SUSPECT = "suspect"
    BELIEVE = "believe"
    DENY = "deny"
    REFUSE = "refuse"
    THREATEN = "threaten"
    WARN = "warn"
    PROMISE = "promise"
    PLAN = "plan"
    PROPOSE = "propose"
    DEMAND = "demand"
    ASK = "ask"
    PREDICT = "predict"
    FEAR = "fear"
    HOPE = "hope"
    PRAISE = "praise"
    CONDEMN = "condemn"
    DECLINE = "decline"


NOTABLE_ACTS = frozenset(
    {
        SpeechAct.THREATEN,
        SpeechAct.ACCUSE,
        SpeechAct.ADMIT,
        SpeechAct.CONFIRM,
        SpeechAct.DENY,
        SpeechAct.WARN,
        SpeechAct.DEMAND,
        SpeechAct.CONDEMN,
        SpeechAct.REFUSE,
        SpeechAct.PROMISE,
    }
)
"""Acts that move a dispute; a watch officer wants to hear of them first, and not of the daily say-so."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One voice and the cue that introduces it; `speaker` is None for a hidden voice."""

    speaker: Span | None
    cue: Span | None
    name: str | None = None
    actor_id: str | None = None
    kind: SpeakerKind = SpeakerKind.NAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Content in one or more pieces, and the voices it came through, outermost first."""

    id: str
    content: tuple[Span, ...]
    form: Form
    act: SpeechAct
    posture: str | None = None
    posture_modality: str | None = None
    attributions: tuple[Attribution, ...]

    def __post_init__(self) -> None:
        if not self.content or not self.attributions:
            raise ValueError("a statement needs content and at least one attribution")

    @property
    def voices(self) -> tuple[Attribution, ...]:
        """Return the voices, outermost first, each once: "she said she feared" is one, with the inner cue."""
        inner = (*self.attributions[1:], None)
        return tuple(
            one
            for one, after in zip(self.attributions, inner, strict=True)
            if after is None
            or one.name is None
            or one.name != after.name
            or one.kind is SpeakerKind.ANONYMOUS
        )
