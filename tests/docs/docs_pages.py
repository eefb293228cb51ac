"""What the tests of the docs read: pages, their fenced blocks, and the commands written in them."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = frozenset({"sh", "console", "bash"})
PLACEHOLDERS = ("CABLE", "DRONES")
"""Words that stand for the ids of incidents in what a page promises."""
OUTSIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


@dataclass(frozen=True)
class Block:
    language: str
    text: str


def load_nav():
    """Return the pages of the nav, in order, as paths below docs."""
    nav = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]
    return tuple(re.findall(r"^ +- .+: (\S+\.md)$", nav, re.MULTILINE))


def list_pages():
    """Return every page somebody wrote: docs without the reference, and the pages beside the code."""
    written = [path for path in sorted(DOCS.rglob("*.md")) if DOCS / "reference" not in path.parents]
    return [*written, *(ROOT / name for name in OUTSIDE)]


def read_blocks(path):
    """Return the fenced blocks of a page."""
    return [Block(*match) for match in FENCE.findall(path.read_text("utf-8"))]


def list_command_lines(path):
    """Return every `tocsin ...` line a page tells people to type, in fences and in running text."""
    text = path.read_text("utf-8")
    lines = []
    for block in read_blocks(path):
        if block.language in SHELL:
            lines += [line.removeprefix("$ ") for line in block.text.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"`(tocsin [^`]+)`", FENCE.sub("", text).replace("\n", " "))
    found = []
    for line in lines:
        # A line may hold several commands, an environment, a path to the program.
        for part in re.split(r"&&|\|\||[;|]", line):
            match = re.search(r"(?:^|[\s/(])tocsin (\S.*)", part)
            if match:
                found.append(match[1].strip())
    return found


def split_words(line):
    """Return the words of a command line as a shell would."""
    return shlex.split(line, comments=True)


def make_pattern(promise, known):
    """Return a pattern for the lines promised, and the name of each id it captures."""
    parts = []
    for line in promise.splitlines():
        if line.strip() == "...":
            parts.append(r"(?:[^\n]*\n)*?")
            continue
        words = re.sub(r"\s+", " ", line.strip())
        pattern = re.escape(words).replace(r"\ ", r"\s+").replace(re.escape("..."), r"[^\n]*?")
        for name in PLACEHOLDERS:
            if name in known:
                pattern = pattern.replace(name, re.escape(known[name]))
            elif name in pattern:
                pattern = pattern.replace(name, f"(?P<{name}>i[0-9a-f]+)", 1)
        parts.append(rf"[^\S\n]*{pattern}[^\S\n]*\n")
    return re.compile("^" + "".join(parts), re.MULTILINE)
