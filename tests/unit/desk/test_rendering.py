import dataclasses
import re

import pytest
from jinja2 import meta, nodes

from tocsin.desk.frame import ErrorContext, Frame
from tocsin.desk.pages import PAGES
from tocsin.desk.rendering import WORDS, make_environment

TEMPLATES = [(page.template, page.context) for page in PAGES] + [("error.html", ErrorContext)]
WORD_NAMES = {word.__name__ for word in WORDS}


def parse(template):
    environment = make_environment()
    return environment.parse(environment.loader.get_source(environment, template)[0])


@pytest.mark.parametrize(("template", "context"), TEMPLATES)
def test_template_uses_the_documented_keys_and_no_others(template, context):
    tree = parse(template)
    own = {node.name for node in tree.find_all(nodes.Macro)} | {
        node.target for node in tree.find_all(nodes.Import)
    }
    used = meta.find_undeclared_variables(tree) - WORD_NAMES - own - {"frame"}
    assert used == {field.name for field in dataclasses.fields(context)}


def test_layout_uses_every_key_of_the_frame_or_a_page_does():
    environment = make_environment()
    sources = [environment.loader.get_source(environment, name)[0] for name in environment.list_templates()]
    used = set(re.findall(r"\bframe\.(\w+)", "\n".join(sources)))
    assert used == {field.name for field in dataclasses.fields(Frame)}


@pytest.mark.parametrize("context", [context for _, context in TEMPLATES] + [Frame])
def test_every_key_is_explained(context):
    for field in dataclasses.fields(context):
        assert field.metadata["help"].endswith("."), field.name


@pytest.mark.parametrize("name", make_environment().list_templates())
def test_template_has_no_inline_script_or_style(name):
    environment = make_environment()
    source = environment.loader.get_source(environment, name)[0]
    assert not re.search(
        r"<style|\sstyle=|\son\w+=|javascript:|<script(?! type=\"module\" src=\"/static)", source
    )
    assert "|safe" not in source.replace(" ", "")
    assert "://" not in source
