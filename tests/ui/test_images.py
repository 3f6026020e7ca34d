"""Strangers' pictures are made anew beside the bot: nothing but what is seen survives, and no picture does harm."""

import asyncio
import io
import secrets
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from random import Random

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.core.picture import LONGEST_EDGE, MOST_KEPT, Kind, Unfit, kind_of
from bot.ui.images.cleaning import cleaned
from bot.ui.images.room import ImageRoom
from tests import photographs as photo
from tests.ui.processes import living


@asynccontextmanager
async def open_room(patience: float = 20.0, program: str = "bot.ui.images.worker") -> AsyncGenerator[ImageRoom]:
    room = ImageRoom(patience, program)
    try:
        yield room
    finally:
        await room.close()
        assert living() == []


def is_like(data: bytes, seen: Image.Image) -> bool:
    """Whether the two look the same, but for what a JPEG loses."""
    found = photo.opened(data).convert("RGB")
    other = seen.convert("RGB").resize(found.size)
    return max(ImageStat.Stat(ImageChops.difference(found, other)).mean) < 6  # of 255


def told_by(data: bytes) -> list[str]:
    """The secrets that can be found in a file, as they are or in what Pillow unpacks from it."""
    opened = photo.opened(data)
    opened.load()
    unpacked = repr((opened.info, dict(opened.getexif()), opened.getexif().get_ifd(0x8825))).encode()
    return [one for one in photo.SECRETS if any(form in data or form in unpacked for form in photo.forms_of(one))]


@pytest.mark.parametrize("make", [photo.jpeg, photo.png, photo.webp, photo.gif])
async def test_nothing_but_what_is_seen_survives(make: Callable[[], bytes]) -> None:
    sent = make()
    async with open_room() as room:
        clean = await room.clean(sent)
    assert isinstance(clean, bytes)
    # The file that came does tell it all: otherwise this test would prove nothing.
    assert told_by(sent)
    assert photo.BEHIND_THE_END in sent
    assert told_by(clean) == []
    assert photo.BEHIND_THE_END not in clean
    opened = photo.opened(clean)
    assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not opened.getexif()
    assert is_like(clean, photo.scene())


def test_each_kind_tells_something_that_this_file_looks_for() -> None:
    assert set(told_by(photo.jpeg())) == set(photo.SECRETS)
    assert set(told_by(photo.png())) == set(photo.SECRETS)
    assert set(told_by(photo.webp())) >= {photo.CAMERA, photo.AUTHOR, photo.PLACE}
    assert told_by(photo.gif()) == [photo.COMMENT]


def test_a_preview_of_what_was_cut_off_goes() -> None:
    sent = photo.with_preview(photo.jpeg())
    assert b"the preview" in sent
    clean = cleaned(sent)
    assert b"the preview" not in clean
    assert clean.count(Kind.JPEG.value) == 1


def test_what_hides_below_transparent_parts_goes() -> None:
    hidden = photo.scene(mode="RGBA")
    hidden.putalpha(Image.new("L", hidden.size, 0))
    clean = cleaned(photo.png(hidden))
    assert photo.opened(photo.png(hidden)).getpixel((3, 3)) == (200, 30, 30, 0)
    assert photo.opened(clean).convert("RGB").getcolors() == [(320 * 200, (255, 255, 255))]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_though_the_note_about_it_is_gone(orientation: int) -> None:
    upright = photo.scene()
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(turns[orientation]) if orientation in turns else upright
    clean = cleaned(photo.jpeg(stored, orientation))
    assert photo.opened(clean).size == upright.size
    assert is_like(clean, upright)
    assert not photo.opened(clean).getexif()


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_notes_do_not_spoil_the_picture() -> None:
    out = io.BytesIO()
    photo.scene().save(out, "JPEG", exif=b"Exif\0\0II*\0" + b"\xff" * 40)
    assert is_like(cleaned(out.getvalue()), photo.scene())


def grey_of_16_bits() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (300, 200), 40_000).save(out, "PNG")
    return out.getvalue()


def of_four_inks() -> bytes:
    out = io.BytesIO()
    photo.scene(mode="CMYK").save(out, "JPEG", quality=95)
    return out.getvalue()


def test_unusual_colours_are_seen_as_they_were() -> None:
    assert is_like(cleaned(grey_of_16_bits()), Image.new("L", (300, 200), 40_000 // 256))
    assert is_like(cleaned(of_four_inks()), photo.scene())
    for mode in ("1", "L", "LA", "P", "RGBA"):
        assert is_like(cleaned(photo.png(photo.scene(mode=mode))), photo.scene(mode=mode)), mode


def test_of_a_moving_picture_the_first_is_kept() -> None:
    clean = cleaned(photo.gif(photo.scene(), Image.new("RGB", (320, 200), (0, 255, 0))))
    assert kind_of(clean) is Kind.PNG
    assert is_like(clean, photo.scene())


@pytest.mark.parametrize("make", [photo.jpeg, photo.png])
def test_a_large_picture_is_made_smaller_in_its_own_shape(make: Callable[[Image.Image], bytes]) -> None:
    clean = cleaned(make(photo.scene((4000, 1000))))
    assert photo.opened(clean).size == (LONGEST_EDGE, 400)
    assert is_like(clean, photo.scene())


def test_even_what_cannot_be_packed_fits_the_largest_size_at_rest() -> None:
    noise = Image.frombytes("RGB", (1600, 1600), secrets.token_bytes(1600 * 1600 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    clean = cleaned(out.getvalue())
    assert (kind_of(clean), len(clean) <= MOST_KEPT) == (Kind.JPEG, True)


async def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (5001, 5000)).save(out, "PNG")
    async with open_room() as room:
        assert await room.clean(photo.bomb()) is Unfit.TOO_MANY_PIXELS
        assert await room.clean(out.getvalue()) is Unfit.TOO_MANY_PIXELS
        assert isinstance(await room.clean(photo.jpeg()), bytes)


TIFF = io.BytesIO()
photo.scene().save(TIFF, "TIFF")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        TIFF.getvalue(),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        photo.jpeg()[: len(photo.jpeg()) // 2],
        photo.png()[:300],
        photo.png()[:-1000].replace(b"IDAT", b"IDAX"),
        Kind.JPEG.value + b"\0" * 500,
        Kind.PNG.value + b"\0" * 500,
    ],
    ids=str.split("empty zero html svg tiff eps half-a-jpeg half-a-png no-data only-a-head-j only-a-head-p"),
)
async def test_what_is_no_picture_of_the_four_kinds_cannot_be_read(data: bytes) -> None:
    async with open_room() as room:
        assert await room.clean(data) is Unfit.UNREADABLE


async def test_each_picture_has_a_process_of_its_own_that_knows_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_TOKEN", "secret")
    async with open_room() as room:
        task = asyncio.create_task(room.clean(photo.jpeg(photo.scene((3000, 3000)))))
        while not living():  # noqa: ASYNC110 - nobody tells of the beginning of a process
            await asyncio.sleep(0.001)
        [process] = living()
        assert not any(name.startswith("COMMON_GROUND") for name in process.environ())
        assert isinstance(await task, bytes)
        async with asyncio.timeout(20):
            while living():  # noqa: ASYNC110 - the same of its end
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("program", ["dies", "hangs", "lies", "overflows"])
async def test_whatever_becomes_of_the_process_the_picture_could_not_be_read(program: str) -> None:
    async with open_room(patience=0.8, program=f"tests.ui.bad_workers.{program}") as room:
        for _ in range(2):
            assert await room.clean(photo.jpeg()) is Unfit.UNREADABLE


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep these limits in part")
@pytest.mark.parametrize("program", ["devours", "toils"])
async def test_a_picture_can_use_up_neither_memory_nor_time(program: str) -> None:
    async with open_room(patience=60, program=f"tests.ui.bad_workers.{program}") as room:
        assert await room.clean(photo.jpeg()) is Unfit.UNREADABLE


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say who goes first")
async def test_where_memory_runs_out_it_goes_before_the_bot() -> None:
    look = "import bot.ui.images.worker as w; w.tie_hands(); print(open('/proc/self/oom_score_adj').read())"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", look, stdout=asyncio.subprocess.PIPE)
    assert int((await process.communicate())[0]) == 1000


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_file_that_was_tampered_with_gives_a_clean_picture_or_none() -> None:
    random = Random(7)
    found = [photo_or_none(tampered(make(), random)) for make in (photo.jpeg, photo.png, photo.webp, photo.gif) * 60]
    clean = [one for one in found if one is not None]
    assert clean
    assert [told_by(one) for one in clean if told_by(one) or photo.BEHIND_THE_END in one] == []


def tampered(sent: bytes, random: Random) -> bytes:
    """A file with some bytes changed, and perhaps cut off."""
    data = bytearray(sent)
    for _ in range(random.randint(1, 6)):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data[: random.choice((len(data), random.randrange(len(data))))])


def photo_or_none(data: bytes) -> bytes | None:
    try:
        clean = cleaned(data)
    except Exception:  # noqa: BLE001 - whatever Pillow makes of it; the process answers that it cannot
        return None
    return None if clean == Unfit.TOO_MANY_PIXELS.value else clean


async def beats_during(work: Awaitable[object]) -> int:
    """How often the event loop comes round while something is done."""
    beats = 0
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.sleep(0)
        beats += 1
    return beats


async def cleaned_here(data: bytes) -> bytes:
    return cleaned(data)


async def test_the_bot_goes_on_while_a_picture_is_made() -> None:
    large = photo.jpeg(photo.scene((4000, 3000)))
    assert await beats_during(cleaned_here(large)) < 5
    async with open_room() as room:
        assert await beats_during(room.clean(large)) > 100
