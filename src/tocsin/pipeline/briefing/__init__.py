"""The brief of a shift."""

from tocsin.pipeline.briefing.making import make_brief

__all__ = ["make_brief"]
