"""The version of tocsin: its one home."""

__version__ = "0.1.0"
