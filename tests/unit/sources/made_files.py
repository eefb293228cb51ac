"""Files of many kinds as the tests make them: small, and with nothing in them that they do not need."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_pdf(pages, *, facts="", extra=b"", trailer=""):
    """Return a PDF with the given lines on each page; `facts` goes into its description."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    kids = []
    for number, lines in enumerate(pages):
        page, content = 10 + 2 * number, 11 + 2 * number
        kids.append(f"{page} 0 R")
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        drawn = lines if isinstance(lines, bytes) else _draw(lines)
        objects[content] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    if facts:
        objects[4] = f"<< {facts} >>".encode()
        trailer += " /Info 4 0 R"
    return _write_pdf(objects, trailer) + extra


def _draw(lines):
    steps = ["BT /F1 11 Tf 14 TL 72 770 Td"]
    for line in lines:
        escaped = line.replace("\\", "\\\\").replace("(", r"\(").replace(")", r"\)")
        steps.append(f"({escaped}) Tj T*")
    return "\n".join([*steps, "ET"]).encode("cp1252")


def _write_pdf(objects, trailer):
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += f"trailer\n<< /Size {size} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def make_docx(paragraphs, *, core=None, body=None, name="word/document.xml"):
    """Return a DOCX with the given paragraphs; `body` is XML in their place."""
    made = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    xml = body or f'<w:document xmlns:w="{W}"><w:body>{made}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
        if core:
            archive.writestr("docProps/core.xml", core)
    return stream.getvalue()


def make_warc(records, *, packed=False):
    """Return a web archive of (kind, address, http head or None, body[, media type]) records."""
    import gzip

    out = b""
    for kind, address, head, body, *media in records:
        block = (head.replace("\n", "\r\n").encode() + b"\r\n\r\n" if head else b"") + body
        media_type = media[0] if media else "application/http; msgtype=response"
        lines = [
            "WARC/1.1",
            f"WARC-Type: {kind}",
            f"WARC-Target-URI: {address}",
            "WARC-Date: 2025-12-03T04:05:06Z",
            f"WARC-Record-ID: <urn:uuid:0000-{len(out)}>",
            f"Content-Type: {media_type}",
            f"Content-Length: {len(block)}",
        ]
        record = "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
        out += gzip.compress(record) if packed else record
    return out
