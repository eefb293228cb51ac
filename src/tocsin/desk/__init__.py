"""The desk: the register on pages that every browser can read, over a store that is never written."""

from tocsin.desk.app import create_app
from tocsin.desk.base import DeskSettings
from tocsin.desk.serving import serve

__all__ = ["DeskSettings", "create_app", "serve"]
