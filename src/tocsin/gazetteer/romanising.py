"""Write Cyrillic names in Latin letters as news does, by the tables of Ukrainian, Russian and Belarusian."""

import re

# Ukrainian: the Cabinet's table of 2010; Russian: BGN/PCGN 1947 as in news; Belarusian: that of 2023.
PLAIN = "абвгдезиклмнопрстуф"
COMMON = dict(zip(PLAIN, "abvgdeziklmnoprstuf", strict=True)) | {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ы": "y",
    "ь": "",
    "ъ": "",
    "’": "",
    "'": "",
}
UKRAINIAN = COMMON | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i"}
UKRAINIAN |= {"є": "ie", "й": "i", "ю": "iu", "я": "ia"}
UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
RUSSIAN = COMMON | {"ё": "yo", "й": "y", "э": "e", "ю": "yu", "я": "ya", "щ": "shch"}
BELARUSIAN = COMMON | {"г": "h", "ё": "io", "й": "i", "і": "i", "ў": "u", "э": "e", "ю": "iu", "я": "ia"}
# "Bilyi" and "Belyy", "Zhovtnevyi", "Krasny": adjectives end as in the English press.
ENDINGS = ((re.compile(r"(?:iy|yy|ii|yi)\b"), "y"),)
CYRILLIC = re.compile("[\u0400-\u052f]")
ONLY_UKRAINIAN = re.compile("[іїєґ]")
ONLY_BELARUSIAN = re.compile("[ў]")
ONLY_RUSSIAN = re.compile("[ыэъё]")


def romanise(name: str, *, country: str) -> set[str]:
    """Return the Latin spellings of a Cyrillic name in a country by its ISO alpha-2 code, folded in case."""
    lower = name.casefold()
    spellings: set[str] = set()
    if country == "UA" and not ONLY_RUSSIAN.search(lower):
        spellings.add(_write(lower, UKRAINIAN, UKRAINIAN_FIRST))
    if country == "BY" and not ONLY_UKRAINIAN.search(lower.replace("і", "")):
        spellings.add(_write(lower, BELARUSIAN, UKRAINIAN_FIRST))
    if not ONLY_UKRAINIAN.search(lower) and not ONLY_BELARUSIAN.search(lower):
        spellings.add(_write(lower, RUSSIAN, {}))
    shortened = {pattern.sub(short, spelling) for spelling in spellings for pattern, short in ENDINGS}
    return {spelling for spelling in spellings | shortened if spelling.replace(" ", "").isascii()}


def _write(name: str, letters: dict[str, str], first: dict[str, str]) -> str:
    words = re.split(r"([\s-]+)", name.replace("зг", "zgh") if letters is UKRAINIAN else name)
    return "".join(_write_word(word, letters, first) for word in words if word)


def _write_word(word: str, letters: dict[str, str], first: dict[str, str]) -> str:
    opening = first.get(word[0], letters.get(word[0], word[0]))
    return opening + "".join(letters.get(sign, sign) for sign in word[1:])
