"""The units and the container file call commands that exist."""

import re
from pathlib import Path

import pytest

from tocsin.cli import COMMANDS

DEPLOY = Path(__file__).parents[2] / "deploy"
CALL = re.compile(r"/opt/tocsin/bin/tocsin ([a-z]+)|\"tocsin\", \"([a-z]+)\"")


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*[!r]")), ids=lambda path: path.name)
def test_deployed_commands_exist(path):
    called = {one or other for one, other in CALL.findall(path.read_text(encoding="utf-8"))}
    assert called <= {command.NAME for command in COMMANDS}
    assert called or 'ENTRYPOINT ["tocsin"]' in path.read_text(encoding="utf-8")
