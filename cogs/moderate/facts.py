"""What a case's page says about it in short: what it is about, what is next, who is in it. Not what was said in it."""

from collections.abc import Iterator, Sequence

from bot.core.case import Account, Case, Closing, State, is_barred
from bot.core.case_readers import named_for_staff
from bot.core.identity import MemberId
from bot.services.case_views import Joined, ReadableCase
from bot.ui.long_text import day_mark, plain_name, quoted, shortened
from bot.ui.words import Words
from cogs.concern.content import concern_content

_MOST_NAMED = 10
_EXCERPT = 200


def next_step(words: Words, one: ReadableCase) -> str:
    """What is to be done, and by when; before everything else."""
    case = one.case
    said = [words(f"case-next-{one.next.what}", day=day_mark(one.next.day))] if one.next else []
    said += [words("case-overdue")] if one.is_overdue else []
    if case.state is State.ASKING:
        said.insert(0, words("case-asking-since"))
    if case.looker is not None and case.state is State.WAITING:
        said.insert(0, words("case-second-look", member=case.looker))
    return "\n".join(said)


def about(words: Words, case: Case, account: Account) -> str:
    """What was ticked in the form, and who it is about."""
    content = concern_content(words.language)
    said = [words("case-category", category=content.category(account.category))]
    if account.about is not None:
        said.append(words("case-about", name=plain_name(account.about.name), member=account.about.member_id))
    if takers := _mentions_of_picked(case, account):
        said.append(words("case-about-takers", people=takers))
    said += [
        words("case-also-about", name=plain_name(one.name), member=one.member_id)
        for one in named_for_staff(case)[-_MOST_NAMED:]
    ]
    said.append(words("case-wish", wish=content.wish(account.wish)))
    said.append(words("case-affected", affected=content.affects(account.affected)))
    if case.reporter_name:
        said.append(words("case-from", name=plain_name(case.reporter_name)))
    return "\n".join(said)


def people(words: Words, one: ReadableCase) -> str:
    """Who has it, who reads it, what else is known of it."""
    return "\n".join(_people(words, one))


def _people(words: Words, one: ReadableCase) -> Iterator[str]:
    case = one.case
    yield words("case-state", state=words(f"cases-state-{case.state.value}"))
    yield words("case-assigned", member=case.assigned) if case.assigned else words("case-assigned-nobody")
    yield words("case-readers", people=_mentions(case, case.readers))
    if later := _mentions(case, case.later):
        yield words("case-later", people=later)
    if one.release is not None:
        yield words(f"case-release-{one.release.value}")
    if one.is_blocked:
        yield words("case-blocked-now")
    if one.matter:
        yield words("case-matter", labels=labels(one.matter))


def _mentions_of_picked(case: Case, account: Account) -> str:
    """Those who take concerns and were picked before the form; who was picked in it stands there already."""
    in_form = None if account.about is None else account.about.member_id
    return ", ".join(f"<@{one}>" for one in case.picked if one != in_form)


def _mentions(case: Case, members: Sequence[MemberId]) -> str:
    return ", ".join(f"<@{one}>" for one in members if not is_barred(case, one))


def labels(matter: Sequence[Joined]) -> str:
    """The labels of joined cases."""
    return ", ".join(one.case.label for one in matter)


def ending(words: Words, closing: Closing) -> str:
    """With what it was closed."""
    outcome = concern_content(words.language).outcome(closing.outcome)
    said = [words("case-closed", day=day_mark(closing.day), member=closing.by, outcome=outcome)]
    if closing.reached:
        said += [words("case-closed-reached"), *_excerpt(closing.reached)]
    if closing.heard is not None:
        said.append(words("case-closed-heard" if closing.heard else "case-closed-not-heard"))
        said += _excerpt(closing.why_not) if closing.why_not else []
    return "\n".join(said)


def _excerpt(text: str) -> list[str]:
    return quoted(shortened(text, _EXCERPT))
