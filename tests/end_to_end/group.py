"""What several stories begin with: a group that is set up, through the same commands as a real one."""

from tests.stage import Screen, Stage

OPTIONS = {
    "moderators": "moderators",
    "facilitators": "facilitators",
    "moderator_channel": "moderators",
    "group_channel": "group",
    "timezone": "Europe/London",
    "outside_contact": "The Harbour Trust, 020 7946 0018",
}


async def set_up(stage: Stage, **changes: str) -> Screen:
    """An administrator sets the group up; the report is returned."""
    return await stage.person("ada").slash("setup start", **{**OPTIONS, **changes})


async def enrol(stage: Stage, *names: str) -> None:
    """Moderators press *I take concerns* on the standing post."""
    for name in names:
        standing = (stage.posts("moderators"))[0]
        await stage.person(name).press(standing, "I take concerns")


async def ready(stage: Stage, **changes: str) -> None:
    """A group that is set up, with two moderators who take concerns."""
    await set_up(stage, **changes)
    await enrol(stage, "mara", "otto")
