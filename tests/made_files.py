"""Documents and web archives as bytes, small ones made for a test."""

import io
import zipfile
from collections.abc import Sequence

import docx
from pypdf import PdfReader, PdfWriter
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_ESCAPED = {ord(character): f"\\{character}" for character in r"()\\"}


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF file with the lines of each page, in Latin-1, one below the other."""
    return placed(*([(72, 720 - 14 * n, line) for n, line in enumerate(lines)] for lines in pages))


def placed(*pages: Sequence[tuple[int, int, str]]) -> bytes:
    """A PDF file with lines, in Latin-1, at their places on each page: so far from the left and from the foot."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    for n, lines in enumerate(pages):
        shown = "".join(f"1 0 0 1 {x} {y} Tm ({line.translate(_ESCAPED)}) Tj\n" for x, y, line in lines)
        stream = f"BT /F 12 Tf\n{shown}ET"
        page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R"
        objects += [
            f"<< {page} /Resources << /Font << /F 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    made += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{made}startxref\n{made.index('xref')}\n%%EOF\n".encode("latin-1")


def epub(*chapters: str, spine: bool = True) -> bytes:
    """An EPUB book with the chapters (bodies of XHTML), its files in another order; spine: whether it has one."""
    names = [f"text/{chr(ord('z') - n)} 1.xhtml" for n in range(len(chapters))]
    items = "".join(f'<item id="c{n}" href="{name.replace(" ", "%20")}"/>' for n, name in enumerate(names))
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters))) if spine else ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        book.writestr(
            "OPS/book.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{order}</spine></package>',
        )
        for name, chapter in sorted(zip(names, chapters, strict=True)):
            book.writestr(f"OPS/{name}", f"<html><head><title>No.</title></head><body>{chapter}</body></html>")
    return out.getvalue()


def mail(text: str, *, subject: str = "Rain") -> bytes:
    """An e-mail with this text."""
    return f"From: Ana Ruiz <ana@lund.example>\nSubject: {subject}\n\n{text}".encode()


def mailbox(*mails: bytes) -> bytes:
    """A mailbox of these e-mails."""
    return b"".join(b"From ana@lund.example Wed Mar  4 10:00:00 2026\n%s\n\n" % message for message in mails)


def locked(raw: bytes) -> bytes:
    """The PDF file under a password."""
    writer = PdfWriter(PdfReader(io.BytesIO(raw)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document with the paragraphs, and a table after them."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def warc(
    *answers: tuple[str, str, bytes], status: str = "200 OK", type: str = "response", packed: bool = False
) -> bytes:
    """A web archive with a record each of (address, content type, body)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, content, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", content)], protocol="HTTP/1.0")
        writer.write_record(writer.create_warc_record(address, type, payload=io.BytesIO(body), http_headers=headers))
    return out.getvalue()
