"""The five stories of the main job, lived in the rehearsal's page in a real browser, pressed as a person presses.

The same stories for the other drivers are in `tests/stories.py`.
"""

from bot.rehearsal.opening import TIMEZONE
from tests.rehearsal.conftest import in_browser
from tests.rehearsal.hands import Hands
from tests.rehearsal.page import Page
from tests.stories import OPENER, OPTIONS, WORDS

pytestmark = in_browser

ELSEWHERE = "Australia/Lord_Howe"
ANSWERS = {"Safe to be honest": "Mostly safe", "How is your energy?": "Good"}
BETTER = {"Safe to be honest": "Very safe", "How is your energy?": "Strong"}
CONCERN = {
    "What is it about?": "Privacy broken",
    "What happened?": WORDS,
    "What would you like?": "That something is done",
    "Who may be affected?": "One other person",
}
ANSWER = "I hear how much that hurt."


async def test_an_administrator_sets_the_group_up_again(page: Page, hands: Hands) -> None:
    await page.be("ada")
    await hands.slash("setup show")
    await hands.sees("Settings", TIMEZONE)
    roles = {"moderators": "Moderators", "facilitators": "Facilitators"}
    await hands.slash("setup start", {**OPTIONS, **roles, "timezone": ELSEWHERE, "country": "AU"})
    await hands.sees("Saved", "2 moderators take concerns", "It works as it is")
    await hands.press("Show settings")
    await hands.sees("Settings", ELSEWHERE, "Country: AU")
    await hands.choose("Choose a setting to change it", "Fewest answers")
    await hands.submit({"Fewest answers": "6"})
    await hands.sees("Settings", "Fewest answers: 6", ELSEWHERE)


async def test_a_member_agrees_and_is_counted_once(page: Page, hands: Hands) -> None:
    await page.be("fay")
    await hands.slash("facilitate agreement status")
    await hands.sees("Version 1 is in force", "Nobody has agreed")
    await page.be("mia")
    await hands.press("I agree")
    await hands.sees("You have agreed to version 1")
    await hands.press("I agree")
    await hands.sees("You had agreed to version 1 before")
    await hands.slash("agreement")
    await hands.sees("You have agreed to this version", "13. Nothing here silences you.")
    await page.be("fay")
    await hands.slash("facilitate agreement status")
    await hands.sees("Version 1: 1 member", "Who they are is not shown to anyone")


async def test_a_checkin_is_answered_changed_and_closed(page: Page, hands: Hands) -> None:
    await start_checkin(page, hands)
    await page.be("mia")
    await hands.press("Check in privately")
    await hands.submit(ANSWERS)
    await hands.sees("Your answers are in")
    await hands.press("Change my answers")
    await hands.submit(BETTER)
    await hands.sees("Your answers are changed")
    await hands.press("Check in privately")
    await hands.sees("You have answered this check-in already")
    await page.press("Let them answer")
    assert await page.note() == "8 invented members have answered."
    for way in ("+ 1 day", "+ 1 day", "+ 1 hour"):
        await page.press(way)
    await hands.sees("what the group answered", "5 to 9 answers", "few answered Not safe or A little")
    await hands.sees_no("Check in privately")


async def test_a_concern_about_a_moderator_reaches_the_other_and_comes_back(page: Page, hands: Hands) -> None:
    code = await review(page, hands, "Mara")
    await hands.sees("Before you send it", "Otto", WORDS)
    await hands.press("Send")
    await hands.sees("Sent. Thank you")
    for _ in range(4):
        await page.press("+ 1 hour")
    await mara_meets_nothing(page, hands)
    await page.be("otto", "direct")
    await hands.press("Open")
    await hands.sees("What they wrote", WORDS, "You see words, not a name")
    await hands.press("Reply")
    await hands.submit({"Begin by listening": OPENER, "Your words": ANSWER})
    await hands.sees("What was said since", OPENER, ANSWER)
    await page.be("noor")
    await hands.slash("concern")
    await hands.press("I have a code")
    await hands.submit({"The code of your concern": code})
    await hands.sees(OPENER, ANSWER)
    await mara_meets_nothing(page, hands)


async def test_a_restart_loses_nothing(page: Page, hands: Hands) -> None:
    await start_checkin(page, hands)
    await page.be("mia")
    await hands.press("Check in privately")
    await hands.fill({"How is your energy?": "Low"})
    await restart(page)
    await hands.submit({"Safe to be honest": "Mixed"})
    await hands.sees("Your answers are in")
    await restart(page)
    await hands.press("Change my answers")
    await hands.submit(BETTER)

    code = await review(page, hands, "Nobody of them")
    await restart(page)
    await hands.press("Urgent")
    await hands.sees("Sent. Thank you")
    assert await hands.code() == code
    await page.be("otto", "moderators")
    await restart(page)
    await hands.press("Open")
    await hands.sees("What they wrote", WORDS)
    await restart(page)
    await hands.press("Acknowledge")
    await hands.sees("What they wrote", "expect news by")

    await page.press("+ 1 week")
    await page.be("mia")
    await hands.sees("too few answers to show")
    await hands.sees_no("Check in privately")


async def start_checkin(page: Page, hands: Hands) -> None:
    """Fay starts the check-in that is offered first."""
    await page.be("fay")
    await hands.slash("facilitate checkin start")
    await hands.sees("Weekly pulse is posted in #group")


async def review(page: Page, hands: Hands, about: str) -> str:
    """Noor writes a concern and looks at it before sending; the code on her screen is returned."""
    await page.be("noor")
    await hands.slash("concern")
    await hands.press("Share a concern")
    await hands.choose("Choose here", about)
    await hands.submit(CONCERN)
    await hands.sees("Before you send it")
    return await hands.code()


async def mara_meets_nothing(page: Page, hands: Hands) -> None:
    """The moderator whom it is about: no news, no card, no case, in the channel and in direct messages."""
    assert await page.tab.locator("[data-key='person-mara']").inner_text() == "Mara"
    await page.be("mara", "moderators")
    await hands.sees_no("Open")
    await hands.slash("moderate cases")
    await hands.sees("Your concerns", "Nothing waits for you")
    await page.be("mara", "direct")
    await hands.sees_nothing()


async def restart(page: Page) -> None:
    """The bot loses whatever it had in mind; the screen stays as it is."""
    await page.press("Restart the bot")
    assert await page.note() == "The bot was restarted. Go on where you were: nothing is lost."
