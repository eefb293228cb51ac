"""What languages are called, for people; the codes are ISO 639-1."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    **{"ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bs": "Bosnian", "ca": "Catalan"},
    **{"cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish"},
    **{"et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "he": "Hebrew"},
    **{"hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian"},
    **{"is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh"},
    **{"ko": "Korean", "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian"},
    **{"mt": "Maltese", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian"},
    **{"pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak"},
    **{"sl": "Slovene", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish"},
    **{"uk": "Ukrainian", "und": "of no known language", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese"},
}


def name_language(code: str) -> str:
    """Return the English name of a language, its code where the table has none."""
    return NAMES.get(code, code)
