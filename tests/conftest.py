"""What holds for every test: no property is judged by the clock on the wall, which tells of the machine alone."""

from hypothesis import settings

settings.register_profile("common-ground", deadline=None)
settings.load_profile("common-ground")
