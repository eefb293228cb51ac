"""Briefs of a shift: gathered from the register, said in lines, every line with its words."""

from tocsin.pipeline.briefing.making import SECTIONS, make_brief

__all__ = ["SECTIONS", "make_brief"]
