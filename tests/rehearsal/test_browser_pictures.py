"""Pictures and files in the rehearsal's page are as on Discord: shown whole and described, and there to be kept."""

from bot.app import CommonGround
from bot.core.identity import ChannelId
from bot.rehearsal.simulator import Simulation
from bot.rehearsal.simulator.patches import in_bot
from bot.ui.charts.chart import Chart, ChartRow
from bot.ui.charts.room import ChartRoom
from bot.ui.page import Page as Post
from bot.ui.page import Picture, Text
from tests import photographs as photo
from tests.rehearsal.conftest import in_browser
from tests.rehearsal.hands import Hands
from tests.rehearsal.page import Page
from tests.rehearsal.test_browser_stories import review

pytestmark = in_browser

WIDTH = 900
WORDS = "Belonging, in three rounds: good rose from some to most"
CHART = Chart(
    "Weekly pulse",
    ("few", "some", "about half or more", "most"),
    "low or very low",
    "good or very good",
    ("5 Jan", "12 Jan", "19 Jan"),
    (ChartRow("Belonging", "10 to 14 answers", (1, 1, 0), (1, 2, 3)),),
)


async def test_a_posted_trend_is_seen_and_described(page: Page, group: Simulation) -> None:
    room = ChartRoom()
    data = await room.draw(CHART)
    await room.close()
    assert data is not None
    bot, channel = group.bot, ChannelId(group.world.channel("group").id)
    assert isinstance(bot, CommonGround)
    post = Post((Text("### The last rounds"), Picture(data, "trend.png", WORDS)))
    await in_bot(group.world.env, lambda: bot.messenger.post(channel, post, "trend"))
    await group.settle()
    await page.be("mia")
    picture = page.frame.get_by_role("img", name=WORDS)
    await picture.scroll_into_view_if_needed()
    assert await picture.evaluate("picture => picture.naturalWidth") == WIDTH
    box = await picture.bounding_box()
    assert box is not None
    assert box["width"] > WIDTH / 3


async def test_a_photograph_is_chosen_and_shown_upright_before_anything_is_sent(page: Page, hands: Hands) -> None:
    await review(page, hands, "Nobody of them")
    await hands.press("Add a picture")
    await hands.attach("at-home.jpg", "image/jpeg", photo.jpeg(photo.scene((200, 320)), orientation=6))
    await hands.submit({})
    picture = page.frame.get_by_role("img", name="The picture that you added")
    await picture.scroll_into_view_if_needed()
    assert await picture.evaluate("picture => [picture.naturalWidth, picture.naturalHeight]") == [320, 200]


async def test_a_member_takes_their_data_away_as_a_file(page: Page, hands: Hands) -> None:
    await page.be("noor")
    await hands.slash("privacy")
    await hands.press("Show my data")
    file = page.frame.get_by_role("button", name="Download my-data.txt")
    await file.scroll_into_view_if_needed()
    async with page.tab.expect_download() as downloading:
        await file.click()
    path = await (await downloading.value).path()
    assert "Nothing about concerns is shown or erased here" in path.read_text("utf-8")
