"""Bytes to text, or one line on why they are no text."""

from tocsin.errors import DocumentError

_SNIFFED_BYTES = 8192
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode_text(raw: bytes) -> str:
    """Return the text of UTF-8 bytes (or UTF-16 with its mark); anything else is an error."""
    if not raw.strip():
        raise DocumentError("is empty; wanted text")
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    if encoding == "utf-8" and b"\0" in raw[:_SNIFFED_BYTES]:
        raise DocumentError("is no text (it holds NUL bytes); wanted plain text, HTML or JSONL")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"is not UTF-8 (byte 0x{error.object[error.start]:02x} at {error.start}); "
            "convert it first, for example with iconv -f latin1 -t utf-8"
        ) from None


def check_size(size: int, max_bytes: int) -> None:
    """Refuse what is larger than the limit."""
    if size > max_bytes:
        raise DocumentError(
            f"has {size:,} bytes, more than the limit of {max_bytes:,}; split it or raise max_input_bytes"
        )
