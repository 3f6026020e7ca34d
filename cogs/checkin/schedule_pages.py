"""The private pages of schedules: one that is looked at, one that is changed, the list. Not here: forms and words."""

from collections.abc import Sequence
from datetime import date

from bot.services.schedule_input import RHYTHMS, rhythm_choice, weekdays_of
from bot.services.schedule_views import Shown
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Style, Text
from bot.ui.words import Words
from cogs.checkin.schedule_ids import FEATURE, custom_id
from cogs.checkin.schedule_words import label, listed, next_openings, plan_lines, rhythm_label, what

ON_A_PAGE = 10
_DAYS = range(7)
_MOST_OPTIONS = 25


def schedule_page(words: Words, shown: Shown, note: str = "") -> Page:
    """A saved schedule as it is in force."""
    facts = shown.known.facts
    parts: list[Part] = [Text(note)] if note else []
    parts += [Text(f"{words('checkin-schedule-heading')}\n{plan_lines(words, shown)}"), Divider()]
    if facts.pause is not None:
        parts.append(Text(words(f"checkin-schedule-paused-{facts.pause.value}")))
    parts += [Text(next_openings(words, shown)), Buttons(_acts(words, shown))]
    if facts.skipped:
        parts.append(_skipped(words, shown))
    parts.append(Buttons((_button(words, "end", shown), Button(words("checkin-schedule-button-list"), list_id(0)))))
    return Page(parts, Accent.CARE if facts.pause is not None else Accent.NEUTRAL)


def _acts(words: Words, shown: Shown) -> list[Button]:
    is_paused = shown.known.facts.pause is not None
    acts = [_button(words, "edit", shown, Style.PRIMARY), _button(words, "resume" if is_paused else "pause", shown)]
    if shown.openings and not is_paused:
        acts.append(_skip(words, shown, shown.openings[0][0].on))
    return acts


def _skip(words: Words, shown: Shown, on: date) -> Button:
    said = words("checkin-schedule-button-skip", date=on.isoformat())
    return Button(said, custom_id("skip", shown.known.schedule_id, on.isoformat()))


def _skipped(words: Words, shown: Shown) -> Choice:
    options = [Option(on.isoformat(), on.isoformat()) for on in shown.known.facts.skipped[:_MOST_OPTIONS]]
    said = words("checkin-schedule-choose-skipped")
    return Choice(custom_id("unskip", shown.known.schedule_id), said, options)


def plan_page(words: Words, shown: Shown, note: str = "") -> Page:
    """A schedule that is being made or changed; nothing on it holds before *Save*."""
    facts = shown.known.facts
    heading = words("checkin-schedule-heading")
    if facts.proposed is not None:
        heading = words(f"checkin-schedule-heading-{'new' if facts.plan is None else 'changed'}")
    parts: list[Part] = [Text(note)] if note else []
    parts += [Text(f"{heading}\n{plan_lines(words, shown)}"), Divider(), Text(next_openings(words, shown))]
    if shown.objection is not None:
        parts.append(Text(words("checkin-schedule-objection", why=_objection(words, shown))))
    parts += [_rhythms(words, shown), _weekdays(words, shown)]
    parts.append(Buttons([_button(words, name, shown) for name in ("times", "place", "holidays")]))
    parts.append(Buttons(list(_ends(words, shown))))
    return Page(parts, Accent.NEUTRAL if shown.objection is None else Accent.CARE)


def _ends(words: Words, shown: Shown) -> Sequence[Button]:
    is_change = shown.known.facts.proposed is not None
    save = custom_id("save", shown.known.schedule_id)
    can_save = is_change and shown.objection is None
    buttons = [Button(words("checkin-schedule-button-save"), save, Style.SUCCESS, disabled=not can_save)]
    if is_change:
        buttons.append(_button(words, "discard", shown))
    if shown.known.facts.plan is not None:
        buttons.append(_button(words, "end", shown))
        buttons.append(Button(words("checkin-schedule-button-list"), list_id(0)))
    return buttons


def _objection(words: Words, shown: Shown) -> str:
    found, plan = shown.objection, shown.known.shown
    if found is None:
        return ""
    return words(f"checkin-schedule-flaw-{found.flaw.value}", channel=plan.channel, date=str(found.on or ""))


def _rhythms(words: Words, shown: Shown) -> Choice:
    chosen = rhythm_choice(shown.known.shown.rhythm)
    options = [Option(rhythm_label(words, each), each, default=each == chosen) for each in RHYTHMS]
    said = words("checkin-schedule-choose-rhythm")
    return Choice(custom_id("rhythm", shown.known.schedule_id), said, options)


def _weekdays(words: Words, shown: Shown) -> Choice:
    chosen = weekdays_of(shown.known.shown.rhythm)
    options = [Option(words(f"weekday-{each}"), str(each), default=each in chosen) for each in _DAYS]
    said = words("checkin-schedule-choose-days")
    return Choice(custom_id("days", shown.known.schedule_id), said, options, maximum=len(options))


def end_page(words: Words, shown: Shown) -> Page:
    """Asks before a schedule is ended."""
    keep = Button(words("checkin-schedule-button-keep"), custom_id("show", shown.known.schedule_id))
    end = custom_id("ended", shown.known.schedule_id)
    buttons = (Button(words("checkin-schedule-button-end-confirm"), end, Style.DANGER), keep)
    return Page((Text(words("checkin-schedule-end-ask", what=what(words, shown))), Buttons(buttons)), Accent.DANGER)


def note_page(words: Words, key: str) -> Page:
    """A sentence and the way to the list."""
    return Page((Text(words(key)), Buttons((Button(words("checkin-schedule-button-list"), list_id(0)),))))


def clear_page(words: Words, unreadable: int) -> Page:
    """Asks before what cannot be read is removed."""
    buttons = (
        Button(words("checkin-schedule-button-clear-confirm"), f"{FEATURE}:cleared", Style.DANGER),
        Button(words("checkin-schedule-button-clear-keep"), list_id(0)),
    )
    return Page((Text(words("checkin-schedule-clear-ask", count=unreadable)), Buttons(buttons)), Accent.DANGER)


def list_page(words: Words, every: Sequence[Shown], first: int, names: Sequence[str], unreadable: int) -> Page:
    """Every schedule, ten at a time; `names` are those of their channels. `unreadable`: how many cannot be shown."""
    if not unreadable:
        return Page(_listed(words, every, first, names) if every else (Text(words("checkin-schedule-list-none")),))
    above = [*_listed(words, every, first, names), Divider()] if every else []
    clear = Button(words("checkin-schedule-button-clear"), f"{FEATURE}:clear")
    said = Text(words("checkin-schedule-unreadable", count=unreadable))
    return Page((*above, said, Buttons((clear,))), Accent.CARE)


def _listed(words: Words, every: Sequence[Shown], first: int, names: Sequence[str]) -> list[Part]:
    first = first if first < len(every) else 0
    here = every[first : first + ON_A_PAGE]
    lines = "\n".join(listed(words, shown) for shown in here)
    options = [
        Option(label(words, shown, name), shown.known.schedule_id.hex())
        for shown, name in zip(here, names[first:], strict=False)
    ]
    parts: list[Part] = [Text(f"{words('checkin-schedule-list')}\n{lines}")]
    parts.append(Choice(f"{FEATURE}:chosen", words("checkin-schedule-choose"), options))
    if len(every) > ON_A_PAGE:
        at = {"from": first + 1, "to": first + len(here), "all": len(every)}
        parts += [Text(words("checkin-schedule-list-page", **at)), Buttons(_paging(words, first, len(every)))]
    return parts


def _paging(words: Words, first: int, count: int) -> Sequence[Button]:
    earlier, later = max(0, first - ON_A_PAGE), first + ON_A_PAGE
    return (
        Button(words("checkin-schedule-button-earlier"), list_id(earlier, "earlier"), disabled=first == 0),
        Button(words("checkin-schedule-button-later"), list_id(later, "later"), disabled=later >= count),
    )


def list_id(first: int, which: str = "all") -> str:
    """The custom_id of a button to the list, from its so-manieth line."""
    return f"{FEATURE}:list:{which}.{first}"


def _button(words: Words, name: str, shown: Shown, style: Style = Style.SECONDARY) -> Button:
    return Button(words(f"checkin-schedule-button-{name}"), custom_id(name, shown.known.schedule_id), style)
