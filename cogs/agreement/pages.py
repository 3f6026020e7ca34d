"""The agreement's messages: posts, answers to presses, the preview, the counts. Not here: what they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.core.agreement import Standing, Version
from bot.core.identity import ChannelId, RoleId
from bot.services.agreed_role import RoleEnds
from bot.services.agreement_health import PostedAgain
from bot.services.agreements import MyAgreement, Outdated
from bot.services.publishing_agreements import AgreementStatus, PostGone, Proposal, Published
from bot.services.server_records import Server
from bot.ui.page import Accent, Button, Buttons, Page, Part, Style, Text
from bot.ui.words import Words
from cogs.agreement.texts import change_texts, published_at, version_texts


def accept_id(number: int) -> str:
    """The custom_id of *I agree* on the post of a version."""
    return f"agreement:accept:{number}"


def page_id(number: int, page: int) -> str:
    """The custom_id by which one post of a version is known as ours."""
    return f"agreement:mine:{number}-{page}"


def note(markdown: str, *buttons: Button, accent: Accent = Accent.NEUTRAL) -> Page:
    """A short message."""
    parts: tuple[Part, ...] = (Text(markdown), Buttons(buttons)) if buttons else (Text(markdown),)
    return Page(parts, accent)


def posts(words: Words, server: Server, version: Version) -> list[Page]:
    """A version as it stands in the channel; the last message has *I agree*."""
    texts = version_texts(words, server, version)
    pages: list[Page] = []
    for index, text in enumerate(texts):
        mine = Button(words("agreement-button-mine"), page_id(version.number, index))
        if index + 1 < len(texts):
            pages.append(note(text, mine))
        else:
            pages.append(note(_with_role(words, server, text), _agree(words, accept_id(version.number)), mine))
    return pages


def superseded_posts(words: Words, server: Server, version: Version, by: int) -> list[Page]:
    """The same posts once another version is in force: still readable, no longer to be agreed to."""
    said = words("agreement-superseded", version=by)
    mine = words("agreement-button-mine")
    return [
        note(f"{said}\n{text}", Button(mine, page_id(version.number, index)), accent=Accent.CARE)
        for index, text in enumerate(version_texts(words, server, version))
    ]


def taken_back_post(words: Words, number: int, index: int, in_force: int) -> Page:
    """What stands in the place of one post of a version that was taken back."""
    key = "agreement-back-post" if in_force else "agreement-back-post-none"
    said = words(key, version=number, in_force=in_force)
    return note(said, Button(words("agreement-button-mine"), page_id(number, index)), accent=Accent.CARE)


def _with_role(words: Words, server: Server, text: str) -> str:
    role_id = server.settings.agreed_role
    return text if role_id is None else f"{text}\n\n{words('agreement-visible', role=role_id)}"


def _agree(words: Words, custom_id: str) -> Button:
    return Button(words("agreement-button-agree"), custom_id, Style.SUCCESS)


def _agree_here(words: Words, number: int) -> Button:
    """*I agree* on a private message, which the answer then replaces."""
    return _agree(words, f"agreement:agree:{number}")


@lru_cache(maxsize=512)
def accepted_page(words: Words, number: int, *, already: bool, role_follows: bool) -> Page:
    """The answer to *I agree*. Made once for each version and language: hundreds may press within a second."""
    key = "agreement-already" if already else "agreement-accepted"
    return note(words(f"{key}-role" if role_follows else key, version=number), accent=Accent.GOOD)


def outdated_pages(words: Words, outdated: Outdated) -> list[Page]:
    """A newer version exists: what changed, and its own button."""
    number = outdated.in_force.number
    if outdated.changes is None:
        key = "agreement-outdated-taken-back" if outdated.taken_back else "agreement-outdated-unknown"
        texts = [words(key, version=number, pressed=outdated.pressed)]
    else:
        texts = change_texts(words, outdated.changes)
        texts[0] = f"{words('agreement-outdated', version=number, pressed=outdated.pressed)}\n\n{texts[0]}"
        texts[-1] = f"{texts[-1]}\n\n{words('agreement-outdated-ask', version=number)}"
    if outdated.role is not None:
        texts[-1] = f"{texts[-1]}\n{words('agreement-visible', role=outdated.role)}"
    return [*map(note, texts[:-1]), note(texts[-1], _agree_here(words, number), accent=Accent.CARE)]


def mine_pages(words: Words, server: Server, mine: MyAgreement) -> list[Page]:
    """The agreement in force for one member: where they stand, what changed since they agreed, the whole text."""
    number = mine.in_force.number
    said = words(f"agreement-mine-{mine.standing.value}", version=number, accepted=mine.accepted or 0)
    texts = version_texts(words, server, mine.in_force, introduced=mine.standing is not Standing.AGREED)
    if mine.changes is None:
        texts[0] = f"{said}\n\n{texts[0]}"
    else:
        changed = change_texts(words, mine.changes)
        texts = [f"{said}\n\n{changed[0]}", *changed[1:], *texts]
    accent = Accent.GOOD if mine.standing is Standing.AGREED else Accent.CARE
    last = note(_with_role(words, server, texts[-1]), *_my_buttons(words, mine), accent=accent)
    return [*(note(text, accent=accent) for text in texts[:-1]), last]


def _my_buttons(words: Words, mine: MyAgreement) -> Iterable[Button]:
    if mine.standing is not Standing.AGREED:
        yield _agree_here(words, mine.in_force.number)
    yield Button(words("agreement-button-suggest"), "agreement-suggest:begin")
    if mine.standing is not Standing.NOT_AGREED:
        yield Button(words("agreement-button-withdraw"), "agreement:withdraw")


def withdraw_page(words: Words, *, has_role: bool) -> Page:
    """Asks before withdrawing."""
    return note(
        words("agreement-withdraw-ask-role" if has_role else "agreement-withdraw-ask"),
        Button(words("agreement-button-withdraw-confirm"), "agreement:withdrawn", Style.DANGER),
        Button(words("agreement-button-keep"), "agreement:keep"),
        accent=Accent.CARE,
    )


def withdrawn_page(words: Words, in_force: int, *, has_role: bool) -> Page:
    """What withdrawing did, and the way back."""
    said = words("agreement-withdrawn-role" if has_role else "agreement-withdrawn")
    return note(said, _agree_here(words, in_force))


def preview_pages(words: Words, public: Words, proposal: Proposal) -> list[Page]:
    """The posts exactly as members will see them (buttons asleep), then the question."""
    shown = [_asleep(page) for page in posts(public, proposal.server, proposal.version)]
    return [*shown, _question(words, proposal)]


def _asleep(page: Page) -> Page:
    return replace(page, parts=[_asleep_part(part) for part in page.parts])


def _asleep_part(part: Part) -> Part:
    if not isinstance(part, Buttons):
        return part
    return Buttons([replace(button, disabled=True) for button in part.buttons if isinstance(button, Button)])


def _question(words: Words, proposal: Proposal) -> Page:
    number, settings = proposal.version.number, proposal.server.settings
    former = proposal.version.former
    key = "agreement-preview-next" if former else "agreement-preview-first"
    said = [words(key, version=number, former=former, channel=proposal.version.channel_id)]
    if settings.mandated_reporters == "unset":
        said.append(words("agreement-preview-reporting-unset"))
    return note(
        "\n".join(said),
        Button(words("agreement-button-publish"), f"agreement:publish:{proposal.digest}", Style.PRIMARY),
        Button(words("agreement-button-cancel"), "agreement:cancel"),
    )


def published_page(words: Words, published: Published) -> Page:
    """What became of a publication."""
    version = published.version
    if not version.posted:
        return note(words("agreement-published-later", version=version.number), accent=Accent.CARE)
    key = "agreement-published" if published.pinned else "agreement-published-not-pinned"
    accent = Accent.GOOD if published.pinned else Accent.CARE
    return note(words(key, version=version.number, channel=version.channel_id), accent=accent)


def post_gone_page(words: Words, gone: PostGone) -> Page:
    """There is nothing to publish, but the post is gone: offers to post it again."""
    said = words("agreement-unchanged-post-gone", version=gone.version.number)
    return note(said, _again(words), accent=Accent.CARE)


def _again(words: Words) -> Button:
    return Button(words("agreement-button-again"), "agreement:again", Style.PRIMARY)


def posted_again_page(words: Words, posted: PostedAgain) -> Page:
    """What became of posting a version again."""
    version = posted.version
    key = "agreement-again" if posted.pinned else "agreement-again-not-pinned"
    key = key if posted.is_whole else "agreement-again-later"
    accent = Accent.GOOD if posted.pinned else Accent.CARE
    return note(words(key, version=version.number, channel=version.channel_id), accent=accent)


def role_ends_page(words: Words, ends: RoleEnds) -> Page:
    """For a member who agreed to an older version: the role goes, and how to keep it."""
    said = words("agreement-role-ends", role=ends.role_id, version=ends.in_force, moment=int(ends.when.timestamp()))
    return note(said, Button(words("agreement-button-mine"), "agreement:mine", Style.PRIMARY), accent=Accent.CARE)


def status_page(words: Words, server: Server, status: AgreementStatus) -> Page:
    """Counts per version."""
    said = [words("agreement-status-title"), *_standing_lines(words, server, status), *_count_lines(words, status)]
    parts: list[Part] = [Text("\n".join(said))]
    if status.counts:
        parts.append(Text(words("agreement-status-who")))
    if status.is_there is False and status.under_way is None:
        parts.append(Buttons([_again(words)]))
    return Page(parts)


def _standing_lines(words: Words, server: Server, status: AgreementStatus) -> Iterable[str]:
    version = status.in_force
    if version is not None:
        published = published_at(server, version)
        yield words("agreement-status-in-force", version=version.number, published=published)
        if status.is_there is None:
            yield words("agreement-status-post-unknown", channel=version.channel_id)
        elif not status.is_there:
            yield words("agreement-status-post-gone", channel=server.settings.group_channel)
    elif status.under_way is None:
        yield words("agreement-status-none")
    if status.under_way is not None:
        yield words("agreement-status-under-way", version=status.under_way.number)


def _count_lines(words: Words, status: AgreementStatus) -> Sequence[str]:
    if not status.counts:
        return [words("agreement-status-nobody")]
    return [f"- {words('agreement-status-count', version=number, count=n)}" for number, n in status.counts]


def role_trouble_page(words: Words, role_id: RoleId, why: str) -> Page:
    """For the staff: the role cannot be given."""
    return note(words(f"agreement-role-trouble-{why}", role=role_id), accent=Accent.CARE)


def not_posted_page(words: Words, number: int, channel_id: ChannelId, why: str) -> Page:
    """For the staff: a version could not be posted and was taken back."""
    return note(words(f"agreement-not-posted-{why}", version=number, channel=channel_id), accent=Accent.CARE)
