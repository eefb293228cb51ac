"""A server of feeds on loopback that misbehaves on purpose, and keeps account of what it served and when.

Every feed has a port of its own, so that each is a host to whoever asks. Feed number n behaves as KINDS[n % 20];
most bad ones come round after some requests. Items carry a token that no other item has.
"""

import asyncio
import contextlib
import gzip
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

KINDS = (
    "rss",
    "atom",
    "jsonfeed",
    "pages",
    "sitemap",
    "slow",
    "errors",
    "retry_after",
    "endless",
    "loop",
    "private",
    "malformed",
    "charset",
    "dates",
    "entities",
    "bomb",
    "copies",
    "mutating",
    "skew",
    "conditional",
)
START = datetime(2025, 11, 3, 8, 0, tzinfo=UTC)
BAD_TIMES = 2
RETRY_SECONDS = 2
PER_SERVE = 40
PRIVATE = (
    "http://10.1.2.3/feed",
    "http://169.254.169.254/latest",
    "http://[::ffff:127.0.0.9]:1/x",
    "file:///etc/passwd",
)
POLISH = (
    "Ministerstwo poinformowało w poniedziałek, że kabel {token} został przecięty w nocy, a prokuratura "
    "wszczęła śledztwo w sprawie uszkodzenia. Rzecznik powiedział dziennikarzom, że nikt nie został zatrzymany."
)
ENGLISH = (
    "Officials of the port authority said on Monday that the cable {token} had been inspected after a fault was "
    "reported. A spokeswoman told reporters that {token} was damaged by an anchor and that the police had opened "
    "an investigation. The ministry {word} sabotage, and named nobody. Repairs of {token} would take a week, the "
    "operator said, while traffic was carried by other routes. The coast guard had seen three vessels near the "
    "place in the night before. Their masters were questioned, and one of them denied that his ship had dragged "
    "its anchor over {token}. The prosecutor in the capital said that it was too early to say who was to blame."
)


@dataclass
class Served:
    """One request as the server saw it, in seconds of its clock."""

    path: str
    start: float
    end: float = 0.0
    status: int = 0
    is_open: bool = True


@dataclass
class Feed:
    """One feed: what it holds, how it behaves, what was asked of it."""

    number: int
    items: int
    kind: str
    port: int = 0
    asked: int = 0
    good: int = 0
    not_before: float = 0.0
    log: list[Served] = field(default_factory=list)
    impolite: list[str] = field(default_factory=list)

    @property
    def shown(self):
        """How many items the feed lists by now: more with every good answer."""
        return min(self.items, PER_SERVE * max(self.good, 1))

    @property
    def is_final(self):
        """Whether everything the feed will ever say was said."""
        return self.good >= 3 and self.shown == self.items and (self.kind != "mutating" or self.good >= 6)

    def is_bad_item(self, index):
        """Every tenth item cannot be taken in: empty, or its page is not there, or robots are asked not to."""
        return index % 10 == 9

    def list_good(self):
        """The tokens of the items that must be stored."""
        return [self.token(i) for i in range(self.items) if not self.is_bad_item(i)]

    def list_bad(self):
        return [i for i in range(self.items) if self.is_bad_item(i)]

    def is_changed(self, index):
        return self.kind == "mutating" and index % 5 == 0 and not self.is_bad_item(index)

    def token(self, index):
        return f"KX{self.number:03d}Q{index:04d}Z"

    def text(self, index):
        if self.kind == "jsonfeed" and index % 4 == 1:
            return "\n\n".join([POLISH.format(token=self.token(index))] * 4)
        word = "confirmed" if self.is_changed(index) and self.good >= 4 else "alleged"
        accents = " Señor Müller of Łódź was there." if self.kind == "charset" else ""
        return ENGLISH.format(token=self.token(index), word=word) + accents

    def has_pages(self):
        return self.kind in ("pages", "sitemap")


class FeedServer:
    """Runs in a thread of its own until stopped."""

    def __init__(self, *, feeds, items, pause):
        each = items // feeds
        self.feeds = [Feed(number=n, items=each, kind=KINDS[n % len(KINDS)]) for n in range(feeds)]
        self.pause = pause
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def __enter__(self):
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=10)

    def address(self, feed):
        return f"http://127.0.0.1:{feed.port}/feed"

    @property
    def is_final(self):
        return all(feed.is_final for feed in self.feeds)

    def misbehave_again(self):
        """Begin anew with what is wrong: those that were killed may have had the first of it."""
        for feed in self.feeds:
            feed.asked = 0

    def forget_waits(self):
        """Drop what is asked of clients by Retry-After: one that was killed on the answer cannot know of it."""
        for feed in self.feeds:
            feed.not_before = 0.0

    def list_impolite(self):
        return [line for feed in self.feeds for line in feed.impolite]

    def count_requests(self):
        return sum(len(feed.log) for feed in self.feeds)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self):
        self._stop = asyncio.Event()
        servers = []
        for feed in self.feeds:
            server = await asyncio.start_server(
                lambda r, w, feed=feed: self._answer(feed, r, w), "127.0.0.1", 0, backlog=64
            )
            feed.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, feed, reader, writer):
        served = None
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            lines = head.decode("latin-1").split("\r\n")
            path = lines[0].split(" ")[1]
            headers = {
                name.casefold(): value.strip()
                for name, _, value in (line.partition(":") for line in lines[1:] if line)
            }
            served = self._note(feed, path)
            gone = asyncio.ensure_future(reader.read())
            answer = asyncio.ensure_future(self._write(feed, path, headers, writer, served))
            await asyncio.wait({gone, answer}, return_when=asyncio.FIRST_COMPLETED)
            served.end, served.is_open = served.end or time.monotonic(), False
            for task in (gone, answer):
                task.cancel()
            await asyncio.gather(gone, answer, return_exceptions=True)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, asyncio.LimitOverrunError):
            pass
        finally:
            if served is not None and served.is_open:
                served.end, served.is_open = time.monotonic(), False
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _note(self, feed, path):
        now = time.monotonic()
        served = Served(path=path, start=now)
        if feed.log:
            last = feed.log[-1]
            if last.is_open:
                feed.impolite.append(f"{feed.kind} {path}: asked while {last.path} was under way")
            # From the last byte written: nobody can have had the answer before that.
            elif now - last.end < self.pause - 0.02:
                feed.impolite.append(f"{feed.kind} {path}: {now - last.end:.3f} s after {last.path}")
        if now < feed.not_before - 0.02 and path == "/feed":
            feed.impolite.append(
                f"{feed.kind}: asked {feed.not_before - now:.2f} s before Retry-After was over"
            )
        feed.log.append(served)
        return served

    async def _write(self, feed, path, headers, writer, served):
        if path == "/robots.txt":
            await self._send(writer, served, 200, b"User-agent: *\nDisallow: /closed/\n", "text/plain")
        elif path.startswith(("/open/", "/closed/")):
            await self._send_page(feed, path, writer, served)
        else:
            await self._send_feed(feed, headers, writer, served)

    async def _send(self, writer, served, status, body, media_type, extra=()):
        served.status = status
        lines = [
            f"HTTP/1.1 {status} X",
            f"content-type: {media_type}",
            f"content-length: {len(body)}",
            "connection: close",
            *(f"{name}: {value}" for name, value in extra),
        ]
        served.end, served.is_open = time.monotonic(), False
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    async def _send_page(self, feed, path, writer, served):
        index = int(path.rpartition("/")[2])
        if feed.is_bad_item(index):
            await self._send(writer, served, 404 if index % 20 == 9 else 410, b"gone", "text/html")
            return
        body = "".join(f"<p>{escape(part)}</p>" for part in feed.text(index).split(". "))
        page = (
            f"<!doctype html><html lang=en><head><title>{feed.token(index)} inspected</title></head><body>"
            f"<nav><a href=/>Home</a></nav><article><h1>{feed.token(index)} inspected</h1>{body}</article></body></html>"
        )
        await self._send(writer, served, 200, page.encode(), "text/html; charset=utf-8")

    async def _send_feed(self, feed, headers, writer, served):
        feed.asked += 1
        if feed.asked <= BAD_TIMES and await self._misbehave(feed, writer, served):
            return
        body, media_type, extra = self._make_feed(feed)
        tag = f'"{feed.number}-{feed.shown}-{feed.good >= 4}"'
        # Counted when the whole answer is out: a client that is killed before asks for it again.
        if feed.kind == "conditional" and headers.get("if-none-match") == tag:
            feed.good += 1
            await self._send(writer, served, 304, b"", media_type)
            return
        await self._send(writer, served, 200, body, media_type, (*extra, ("etag", tag)))
        feed.good += 1

    async def _misbehave(self, feed, writer, served):
        match feed.kind:
            case "slow":
                served.status = 200
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\n")
                for _ in range(600):
                    writer.write(b"x-a: b\r\n")
                    await writer.drain()
                    await asyncio.sleep(0.1)
            case "errors":
                await self._send(writer, served, (500, 503)[feed.asked % 2], b"broken", "text/html")
            case "retry_after":
                feed.not_before = time.monotonic() + RETRY_SECONDS
                extra = [("retry-after", RETRY_SECONDS)]
                await self._send(writer, served, 429, b"later", "text/plain", extra)
            case "endless":
                served.status = 200
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\n\r\n<rss><channel>")
                while True:
                    writer.write(b"<item><title>again</title></item>" * 2000)
                    await writer.drain()
            case "loop":
                await self._send(writer, served, 302, b"", "text/plain", [("location", "/feed")])
                feed.asked -= 1
                feed.loops = getattr(feed, "loops", 0) + 1
                feed.asked += feed.loops % 6 == 0
            case "private":
                target = PRIVATE[(feed.number // len(KINDS) + feed.asked) % len(PRIVATE)]
                await self._send(writer, served, 301, b"", "text/plain", [("location", target)])
            case "malformed":
                body, media_type, _ = self._make_feed(feed)
                await self._send(writer, served, 200, body[: len(body) * 2 // 3], media_type)
            case "entities":
                bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
                    f'<!ENTITY a{n} "{("&a" + (str(n - 1) if n else "") + ";") * 10}">' for n in range(9)
                )
                outside = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">'
                doctype = bomb if feed.asked % 2 else outside
                body = doctype + "]><rss version='2.0'><channel><title>&a8;&x;</title></channel></rss>"
                await self._send(writer, served, 200, body.encode(), "application/rss+xml")
            case "bomb":
                body = gzip.compress(b"<rss>" + b" " * 50_000_000, 9)
                await self._send(writer, served, 200, body, "application/xml", [("content-encoding", "gzip")])
            case _:
                return False
        return True

    def _make_feed(self, feed):
        match feed.kind:
            case "atom":
                return self._make_atom(feed).encode(), "application/atom+xml", ()
            case "jsonfeed":
                return self._make_json(feed).encode(), "application/feed+json", ()
            case "sitemap":
                return self._make_sitemap(feed).encode(), "application/xml", ()
            case "charset":
                # Says Latin-1 and is UTF-8, or says UTF-8 and is Windows-1250.
                text = self._make_rss(feed)
                if feed.number % 40 < 20:
                    return text.encode(), "application/rss+xml; charset=iso-8859-1", ()
                text = text.replace('version="1.0"', 'version="1.0" encoding="windows-1250"', 1).replace(
                    "ñ", "n"
                )
                return text.encode("cp1250"), "application/rss+xml; charset=utf-8", ()
            case "bomb":
                packed = gzip.compress(self._make_rss(feed).encode())
                return packed, "application/rss+xml", (("content-encoding", "gzip"),)
            case "skew":
                ahead = datetime.now(tz=UTC) + timedelta(hours=3)
                return (
                    self._make_rss(feed).encode(),
                    "application/rss+xml",
                    (("date", format_datetime(ahead)),),
                )
            case "malformed":
                text = self._make_rss(feed).replace("<channel>", "<channel><title>Fish & Chips</title>", 1)
                return text.encode(), "application/rss+xml", ()
        return self._make_rss(feed).encode(), "application/rss+xml; charset=utf-8", ()

    def _make_rss(self, feed):
        parts = [
            '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>Feed {feed.number}</title><language>en-us</language>"
        ]
        for index in range(feed.shown):
            parts.append(self._make_rss_item(feed, index, guid=f"guid-{index}"))
            if feed.kind == "copies" and index % 3 == 0 and not feed.is_bad_item(index):
                parts.append(self._make_rss_item(feed, index, guid=f"again-{index}"))
        return "".join([*parts, "</channel></rss>"])

    def _make_rss_item(self, feed, index, *, guid):
        moment = START + timedelta(minutes=37 * index)
        date = f"<pubDate>{format_datetime(moment)}</pubDate>"
        if feed.kind == "dates":
            dates = ("", "<pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate>", "<pubDate>soon</pubDate>", date)
            date = dates[index % 4]
        if feed.kind == "skew":
            date = f"<pubDate>{format_datetime(datetime(2099, 1, 1, 3, tzinfo=UTC))}</pubDate>"
        closed = "closed" if index % 30 == 29 else "open"
        link = f"<link>http://127.0.0.1:{feed.port}/{closed}/{index}</link>"
        if feed.has_pages():
            body = ""
        elif feed.is_bad_item(index):
            body, link = "", ""
        else:
            body = f"<content:encoded><![CDATA[<p>{escape(feed.text(index))}</p>]]></content:encoded>"
        title = f"<title>{feed.token(index)} inspected</title>" if not feed.is_bad_item(index) else ""
        return f'<item><guid isPermaLink="false">{guid}</guid>{title}{link}{date}{body}</item>'

    def _make_atom(self, feed):
        parts = [f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed {feed.number}</title><id>f</id>']
        for index in range(feed.shown):
            body = "" if feed.is_bad_item(index) else escape(feed.text(index))
            moment = (START + timedelta(minutes=41 * index)).isoformat()
            parts.append(
                f"<entry><id>urn:{index}</id><updated>{moment}</updated><published>{moment}</published>"
                f'<content type="text">{body}</content></entry>'
            )
        return "".join([*parts, "</feed>"])

    def _make_json(self, feed):
        items = [
            {
                "id": index,
                "date_published": (START + timedelta(minutes=43 * index)).isoformat(),
                "content_text": "" if feed.is_bad_item(index) else feed.text(index),
            }
            for index in range(feed.shown)
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items})

    def _make_sitemap(self, feed):
        news = "http://www.google.com/schemas/sitemap-news/0.9"
        parts = [f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{news}">']
        for index in range(feed.shown):
            closed = "closed" if index % 30 == 29 else "open"
            moment = (START + timedelta(minutes=47 * index)).isoformat()
            parts.append(
                f"<url><loc>http://127.0.0.1:{feed.port}/{closed}/{index}</loc><news:news>"
                f"<news:publication_date>{moment}</news:publication_date>"
                f"<news:title>{feed.token(index)} inspected</news:title></news:news></url>"
            )
        return "".join([*parts, "</urlset>"])
