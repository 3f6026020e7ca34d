"""Pictures as cameras, telephones and screens make them: with all that they tell besides what is seen on them."""

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, PngImagePlugin

CAMERA = "Kalypso X100"
AUTHOR = "Mia Beispiel"
COMMENT = "for my sponsor only"
PLACE = "48.137154 N"
PREVIEW_RED = (250, 10, 20)
BEHIND_THE_END = b"what was cut off the screenshot"
SECRETS = (CAMERA, AUTHOR, COMMENT, PLACE)
"""None of them may be found in a clean picture, however it is written."""

_ORIENTATION, _MAKE, _ARTIST, _USER_COMMENT = 0x0112, 0x010F, 0x013B, 0x9286
_GPS = 0x8825


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes into a picture."""
    found = Image.Exif()
    found[_ORIENTATION] = orientation
    found[_MAKE] = CAMERA
    found[_ARTIST] = AUTHOR
    found[_USER_COMMENT] = COMMENT
    found.get_ifd(_GPS).update({1: "N", 2: (48.0, 8.0, 13.75), 29: PLACE})
    return found


def xmp() -> bytes:
    """The same once more, as programs write it."""
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>{AUTHOR}</creator><at>{PLACE}</at></x:xmpmeta>".encode()


def colour_profile() -> bytes:
    """An ICC profile, as far as it matters here: it names the device."""
    return b"\0\0\2\x0clcms\4\0\0\0mntrRGB XYZ " + CAMERA.encode()


def scene(size: tuple[int, int] = (320, 200), mode: str = "RGB") -> Image.Image:
    """Something to be seen: red on the left, blue on the right."""
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((30, 30, 200), (size[0] // 2, 0, *size))
    return picture.convert(mode)


def jpeg(picture: Image.Image | None = None, orientation: int = 1) -> bytes:
    """As a telephone has it: with EXIF, a place, XMP, a comment, a colour profile, and something behind its end."""
    out = io.BytesIO()
    (picture or scene()).save(
        out,
        "JPEG",
        exif=exif(orientation),
        xmp=xmp(),
        comment=COMMENT.encode(),
        icc_profile=colour_profile(),
        quality=90,
    )
    return out.getvalue() + BEHIND_THE_END


def png(picture: Image.Image | None = None) -> bytes:
    """As a program on a screen has it: text chunks plain and packed, EXIF, XMP, a chunk of its own, and a rest."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", AUTHOR)
    notes.add_text("Comment", COMMENT, zip=True)
    notes.add_itxt("Location", PLACE)
    notes.add_text("XML:com.adobe.xmp", xmp().decode())
    notes.add(b"coRd", CAMERA.encode())
    out = io.BytesIO()
    (picture or scene()).save(out, "PNG", pnginfo=notes, exif=exif(), icc_profile=colour_profile())
    return out.getvalue() + BEHIND_THE_END


def webp(picture: Image.Image | None = None) -> bytes:
    """With EXIF, XMP and a colour profile."""
    out = io.BytesIO()
    (picture or scene()).save(out, "WEBP", exif=exif(), xmp=xmp(), icc_profile=colour_profile())
    return out.getvalue() + BEHIND_THE_END


def gif(*pictures: Image.Image) -> bytes:
    """Moving, with a comment."""
    first, *rest = pictures or (scene(),)
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=rest, comment=COMMENT.encode())
    return out.getvalue() + BEHIND_THE_END


def with_preview(data: bytes) -> bytes:
    """A JPEG with a small picture in its EXIF, as cameras write it: it may show what was cut off the large one."""
    small = io.BytesIO()
    Image.new("RGB", (32, 32), PREVIEW_RED).save(small, "JPEG", comment=b"the preview")
    block = b"Exif\0\0II*\0\x08\0\0\0" + _directory(small.getvalue())
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


def _directory(preview: bytes) -> bytes:
    """An empty first directory and a second one with the preview (TIFF 6.0, EXIF 2.32, 4.5.5)."""
    second = 8 + 2 + 4
    start = second + 2 + 2 * 12 + 4
    entries = struct.pack("<HHII", 0x0201, 4, 1, start) + struct.pack("<HHII", 0x0202, 4, 1, len(preview))
    return struct.pack("<HI", 0, second) + struct.pack("<H", 2) + entries + struct.pack("<I", 0) + preview


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small PNG that says it has many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def forms_of(secret: str) -> Iterator[bytes]:
    """The ways in which a word can be written into a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "ascii"):
        yield secret.encode(encoding)


def opened(data: bytes) -> Image.Image:
    """What the bytes show."""
    return Image.open(io.BytesIO(data))
