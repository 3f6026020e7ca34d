"""Makes a stranger's picture anew out of what is seen on it, and of nothing else. Only for the process that does so.

Of the file that came, no byte is copied: neither place and camera, nor names, comments, previews, colour profiles or
what hides behind the end of the picture or below its transparent parts.
"""

import io
from typing import Final

from PIL import GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
from PIL.Image import DecompressionBombError, Resampling, Transpose

from bot.core.picture import LONGEST_EDGE, MOST_KEPT, MOST_PIXELS, Unfit

_FORMATS: Final = (
    PngImagePlugin.PngImageFile.format,
    JpegImagePlugin.JpegImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    GifImagePlugin.GifImageFile.format,
)
_SHARP: Final = frozenset({"PNG", "GIF"})
"""What screens are copied as: writing stays sharp where it can be kept so."""
_WITH_TABLE: Final = frozenset({"1", "P", "PA"})
_QUALITIES: Final = (85, 70, 50, 30)
_PAPER: Final = (255, 255, 255)
_ORIENTATION: Final = 0x0112
"""EXIF's tag for how the camera was held (CIPA DC-008, 4.6.5)."""
_TURNS: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def cleaned(data: bytes) -> bytes:
    """The picture as a JPEG or PNG that says nothing besides, or `Unfit` in bytes.

    Raises:
        Exception: whatever Pillow makes of a broken file.
    """
    # Pillow refuses twice as many as it is told, before it decodes any.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    try:
        opened = Image.open(io.BytesIO(data), formats=[str(one) for one in _FORMATS])
    except DecompressionBombError:
        return Unfit.TOO_MANY_PIXELS.value
    turn, sharp = _turn(opened), opened.format in _SHARP
    smaller = _in_colours(opened)
    smaller.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Resampling.LANCZOS)
    seen = _on_paper(smaller)
    return _written(seen if turn is None else seen.transpose(turn), sharp=sharp)


def _turn(image: Image.Image) -> Transpose | None:
    """What brings the picture upright."""
    try:
        return _TURNS.get(int(image.getexif().get(_ORIENTATION, 0)))
    except Exception:  # noqa: BLE001 - what is written beside a picture may be broken; the picture is not
        return None


def _in_colours(image: Image.Image) -> Image.Image:
    """A picture with a table of colours without it: made smaller with the table, letters lose parts of themselves."""
    if image.mode not in _WITH_TABLE:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_paper(image: Image.Image) -> Image.Image:
    """The first picture of it in plain colours on a sheet of its own; below transparent parts lies white."""
    sheet = Image.new("RGB", image.size, _PAPER)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        sheet.paste(layer, mask=layer)
    else:
        sheet.paste(_in_eight_bits(image).convert("RGB"))
    return sheet


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture of 16 bits in 8; Pillow would cut off all that is brighter than its darkest 256th."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _written(image: Image.Image, *, sharp: bool) -> bytes:
    """As a PNG where that is small enough, otherwise as the best JPEG that is.

    Raises:
        ValueError: none is.
    """
    out = io.BytesIO()
    if sharp:
        image.save(out, "PNG")
        if out.tell() <= MOST_KEPT:
            return out.getvalue()
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() <= MOST_KEPT:
            return out.getvalue()
    raise ValueError
