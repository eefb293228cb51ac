"""The desk: the register on pages that every browser can read, over a store that is never written."""

from tocsin.desk.base import DeskSettings

__all__ = ["DeskSettings"]
