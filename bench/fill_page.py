"""Write the measured figures into docs/explanation/speed.md, between its marks, from the file of results.

    python bench/fill_page.py [bench/results/speed.json] [docs/explanation/speed.md]

A section that is absent, was measured at another size or on a machine that others used says so itself.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
QUIET = 0.1
"""Where others used less than this of one processor, the machine was quiet."""

Section = dict[str, Any]
Lines = list[str]


def write_reading(found: Any) -> Lines:
    """Return the table of stages and peers."""
    lines = [
        f"{found['documents']:,} documents of the corpus, {found['words']:,} words, each file by its share; "
        f"{found['rounds']} rounds, every stage in each.",
        "",
        "| | words a second | bare spaCy = 1 | least and most | by the clock |",
        "|---|---|---|---|---|",
    ]
    for name, row in found["rates"].items():
        spread = f"{row['of_bare_least']:.2f}-{row['of_bare_most']:.2f}"
        clock = f"{row['of_bare_by_clock']:.2f}" if "of_bare_by_clock" in row else ""
        lines.append(f"| {name} | {row['words_per_second']:,} | {row['of_bare']:.2f} | {spread} | {clock} |")
    return lines


def write_corpus(found: Any) -> Lines:
    """Return the line of the pass over the corpus."""
    return [
        f"{found['documents']:,} documents, {found['words']:,} words, {found['workers']} processes, `--all`: "
        f"{found['seconds']:.0f} s of the clock, {found['words_per_second']:,} words a second, "
        f"{found['peak_mb_all_processes']:,} MB in all processes at the worst moment."
    ]


def write_triage(found: Any) -> Lines:
    """Return the lines of the mixed stream."""
    return [
        f"{found['documents']:,} documents ({found['on_topic']} on topic), {found['words']:,} words, "
        f"{found['rounds']} rounds: **{found['times_faster']:.1f} times** deep reading alone "
        f"({found['times_faster_least']:.1f}-{found['times_faster_most']:.1f}; by the clock "
        f"{found['times_faster_by_clock']:.1f}); {found['put_aside']} put aside. Counted events of on-topic "
        f"documents: {found['counted_events']}, with triage {found['counted_events_with_triage']}; of "
        f"off-topic ones {found['counted_off_topic']} and {found['counted_off_topic_with_triage']}."
    ]


def write_dask(found: Any) -> Lines:
    """Return the lines of one worker and two."""
    seconds = "; ".join(
        f"{workers} worker{'s' if workers != '1' else ''}: {', '.join(f'{one:.1f}' for one in spent)} s"
        for workers, spent in found["seconds"].items()
    )
    return [
        f"{found['documents']:,} documents, start-up left out. {seconds}. Two are "
        f"**{found['times_faster']:.2f} times** one ({found['times_faster_least']:.2f}-"
        f"{found['times_faster_most']:.2f}); two processes of bare spaCy do "
        f"{found['two_bare_processes']:.2f} times what one does on this machine."
    ]


def write_growth(found: Any) -> Lines:
    """Return the table of documents read before."""
    lines = [
        "| documents read | processor ms a document | bare parse = 1 (each) | first = 1 | memory, MB |",
        "|---|---|---|---|---|",
    ]
    for row in found:
        each = ", ".join(f"{one:.2f}" for one in row["of_parse_each"])
        lines.append(
            f"| {row['documents']:,} | {row['ms']:.1f} | {row['of_parse']:.2f} ({each}) "
            f"| {row['ratio']:.3f} | {row['rss_mb']:,} |"
        )
    return lines


def write_register(found: Any) -> Lines:
    """Return the table of registers of growing size."""
    lines = [
        "| incidents | report, processor ms (median, 95th percentile) | by the clock | judgement | first = 1 "
        "| file, MB |",
        "|---|---|---|---|---|---|",
    ]
    for row in found:
        cpu = f"{row['report_cpu_median_ms']:.0f}, {row['report_cpu_p95_ms']:.0f}"
        clock = f"{row['report_wall_median_ms']:.0f}, {row['report_wall_p95_ms']:.0f}"
        lines.append(
            f"| {row['incidents']:,} | {cpu} | {clock} | {row['judgement_cpu_median_ms']:.0f} "
            f"| {row['ratio']:.2f} | {row['file_mb']:,} |"
        )
    return lines


def write_desk(found: Any) -> Lines:
    """Return the table of pages."""
    lines = [
        f"{found['incidents']:,} incidents, one process:",
        "",
        "| page | first, ms | processor ms | by the clock |",
        "|---|---|---|---|",
    ]
    return lines + [
        f"| `{name}` | {row['first_ms']:.0f} | {row['cpu_ms']:.0f} | {row['wall_ms']:.0f} |"
        for name, row in found["pages"].items()
    ]


def write_start(found: Any) -> Lines:
    """Return the table of commands."""
    rows = {name: row for name, row in found.items() if isinstance(row, dict)}
    lines = ["| command | processor s | MB |", "|---|---|---|"]
    lines += [f"| `{name}` | {row['cpu_s']:.2f} | {row['peak_mb']} |" for name, row in rows.items()]
    return [*lines, "", f"Installed: {found['package_mb']} MB, and {found['needed_mb']} MB of what it needs."]


def write_kills(found: Any) -> Lines:
    """Return which ways of coding gave the same rows."""
    same = [way for way, is_same in found["same_as_1_process"].items() if is_same]
    other = [way for way, is_same in found["same_as_1_process"].items() if not is_same]
    rows = ", ".join(f"{count:,} {table}" for table, count in found["rows"].items())
    line = f"{rows}: the same hash as from one process by {'; '.join(same) or 'none'}."
    return [line + (f" DIFFERENT: {'; '.join(other)}." if other else "")]


WRITERS: dict[str, Callable[[Any], Lines]] = {
    "reading": write_reading,
    "corpus": write_corpus,
    "triage": write_triage,
    "dask": write_dask,
    "growth": write_growth,
    "register": write_register,
    "desk": write_desk,
    "start": write_start,
    "kills": write_kills,
}


def describe_run(section: Section) -> str:
    """Return when and under what load a section was measured, and whether it is to be measured again."""
    if "at" not in section:
        return "*An earlier run, on a machine that others used; not measured since the code changed.*"
    others = section["others"]
    quiet = "on a quiet machine" if others < QUIET else f"while others used {others} processors"
    size = "" if section.get("size") == "full" else f" At {section.get('size')} size, not the full one."
    return f"*Measured {section['at'][:10]} {quiet}, in {section['seconds']} s.{size}*"


def fill(page: str, sections: dict[str, Section]) -> str:
    """Return the page with what is between each pair of marks written anew."""

    def write(match: "re.Match[str]") -> str:
        name = match.group(1)
        section = sections.get(name)
        if not section or not section.get("found"):
            lines = ["*Not measured yet.*"]
        else:
            lines = [*WRITERS[name](section["found"]), "", describe_run(section)]
        return f"<!-- {name}: begin -->\n" + "\n".join(lines) + f"\n<!-- {name}: end -->"

    return re.sub(r"<!-- (\w+): begin -->\n.*?<!-- \1: end -->", write, page, flags=re.DOTALL)


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "results" / "speed.json"
    page = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent / "docs" / "explanation" / "speed.md"
    results = json.loads(source.read_text("utf-8"))["sections"]
    page.write_text(fill(page.read_text("utf-8"), results), "utf-8")
