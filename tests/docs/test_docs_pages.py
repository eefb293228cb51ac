"""The pages say nothing of commands, options, settings or pages that do not exist."""

import re

import pytest
from docs_pages import DOCS, ROOT, list_command_lines, list_pages, load_nav, split_words

from tocsin.pipeline.watching import LOGIN_PREFIX
from tocsin.settings import SETTINGS_VARIABLE, Settings

PAGES = list_pages()
LONGEST_PAGE_LINES = 500
# Set where tocsin is tested, not where it is used.
OUR_VARIABLES = frozenset({SETTINGS_VARIABLE, "TOCSIN_SHARED"})


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def slug_of(heading):
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.replace("`", "").lower()).strip())


def test_every_page_of_the_nav_exists(make_reference):
    made = {f"reference/{name}.md" for name in make_reference.PAGES}
    missing = [page for page in load_nav() if page not in made and not (DOCS / page).is_file()]
    assert missing == []


def test_every_page_is_in_the_nav(make_reference):
    written = {path.relative_to(DOCS).as_posix() for path in PAGES if DOCS in path.parents}
    made = {f"reference/{name}.md" for name in make_reference.PAGES}
    assert written | made == set(load_nav())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_is_short(page):
    assert len(page.read_text("utf-8").splitlines()) < LONGEST_PAGE_LINES


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_options_exist(page, commands):
    for line in list_command_lines(page):
        words = split_words(line)
        if words[0].startswith("-"):
            name, options = None, words
        else:
            name, options = words[0], words[1:]
            if " ".join(words[:2]) in commands:
                name, options = " ".join(words[:2]), words[2:]
            assert name in commands, f"tocsin {line}"
        options = [word.partition("=")[0] for word in options if re.match(r"--?[a-z]", word)]
        assert [option for option in options if option not in commands[name]] == [], f"tocsin {line}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_options_in_running_text_exist(page, commands):
    known = frozenset().union(*commands.values())
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = [span for span in re.findall(r"`([^`\n]+)`", text) if re.match(r"--[a-z]", span)]
    assert [span for span in named if span.split()[0] not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_variables_are_settings(page):
    known = {f"TOCSIN_{name.upper()}" for name in Settings.model_fields} | OUR_VARIABLES
    named = re.findall(r"\bTOCSIN_[A-Z_]*[A-Z]\b", page.read_text("utf-8"))
    # Logins are named after sources, so they are no settings.
    assert [v for v in named if v not in known and not v.startswith(LOGIN_PREFIX)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_resolve(page, reference):
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        if linked.parent == DOCS / "reference":
            assert linked.stem in reference, target
            content = reference[linked.stem]
        else:
            assert linked.exists(), target
            content = linked.read_text("utf-8") if anchor else ""
        if anchor:
            headings = re.findall(r"^#+ (.+)$", content, re.MULTILINE)
            assert anchor in {slug_of(heading) for heading in headings}, target


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_of_the_repository_that_are_named_exist(page):
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:src|tests|scripts|evals|bench|docs)/[\w./-]+)`", text)
    assert [path for path in named if "yours" not in path and not (ROOT / path).exists()] == []


def test_errors_that_the_page_explains_are_errors_of_the_code():
    page = (DOCS / "how-to" / "when-something-is-wrong.md").read_text("utf-8")
    code = " ".join(path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py")))
    # A message may be cut into several literals, and hold values where the page has dots or a number.
    code = re.sub(r'"\s+f?"', "", code)
    rows = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    pieces = [piece.strip() for row in rows for piece in re.split(r"\.\.\.|0x|\(", row) if piece.strip(" )")]
    assert len(rows) > 10
    assert [piece for piece in pieces if piece not in code] == []


def test_architecture_names_every_package_and_the_training():
    page = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    packages = {path.parent.name for path in (ROOT / "src" / "tocsin").glob("*/__init__.py")}
    assert [name for name in sorted(packages) if f"`{name}`" not in page] == []
    assert "`training/`" in page
    assert (ROOT / "training").is_dir()


def test_architecture_names_files_that_exist():
    page = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`([\w/]+\.py)`", page)
    assert named
    assert [name for name in named if not [*(ROOT / "src" / "tocsin").rglob(name)]] == []


def test_what_the_desk_does_not_know_is_told():
    from tocsin.desk.pages import PAGES as DESK_PAGES

    page = (DOCS / "how-to" / "query-and-export.md").read_text("utf-8")
    known = {entry.name for desk_page in DESK_PAGES for entry in desk_page.filters}
    assert ("as_of" in known) != ("knows no `as_of`" in page)


def test_readme_runs_the_main_job(commands):
    lines = list_command_lines(ROOT / "README.md")
    assert any(split_words(line)[0] == "demo" for line in lines)
