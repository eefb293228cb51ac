import re
from itertools import product
from pathlib import Path

import pytest

import tocsin.desk

FOLDER = Path(tocsin.desk.__file__).parent
SHEET = (FOLDER / "static" / "desk.css").read_text(encoding="utf-8")
TEXTS = ("ink", "soft", "accent", "counts", "claims", "intent", "none")
WASHES = {"counts": "counts-wash", "claims": "claims-wash", "intent": "intent-wash", "none": "none-wash"}


def read_palettes():
    blocks = re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    return {"light": light, "dark": dark}


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "text"), list(product(("light", "dark"), TEXTS)))
def test_text_can_be_read_on_every_ground(theme, text):
    palette = read_palettes()[theme]
    grounds = [
        "paper",
        "panel",
        *([WASHES[text]] if text in WASHES else []),
        *(["said", "here"] if text == "ink" else []),
    ]
    for ground in grounds:
        assert contrast(palette[text], palette[ground]) >= 4.5, ground


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_notice_can_be_read(theme):
    palette = read_palettes()[theme]
    assert contrast(palette["ink"], palette["claims-wash"]) >= 4.5


def test_style_and_script_load_nothing():
    script = (FOLDER / "static" / "desk.js").read_text(encoding="utf-8")
    for source in (SHEET, script):
        assert not re.search(r"https?:|//\w+\.\w|@import|url\(|fetch\(|import\s", source)
    assert "innerHTML" not in script


def test_movement_is_only_for_those_who_do_not_mind_it():
    outside = SHEET.replace(
        "@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }", ""
    )
    assert "scroll-behavior" not in outside
    assert "animation" not in outside
    assert "transition" not in outside
