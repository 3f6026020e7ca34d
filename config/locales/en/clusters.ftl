# Concerns that belong together, for those who may read all of them. Never a name, a label, a count, or that anything is confirmed.

cluster-in-day = **Some of these seem to belong together.** Please look at them again, side by side.
cluster-look = Look again, side by side

cluster-title = ## Look again, side by side
cluster-never-ask = **Do not ask who. This may be one person's hard time or several people's.**
cluster-on-person = Within 90 days at least two concerns that you read have come about the same person.
cluster-in-category = Within 14 days at least three concerns that you read have come about the same thing: **{ $category }**.
cluster-different-person = They come from at least two different people. Who that is the bot does not keep, unless they said so themselves.
cluster-different-category = They come from at least three different people. Who that is the bot does not keep, unless they said so themselves.
cluster-from-unknown = They may come from different people or from one: nothing can be said about that.
cluster-not-a-finding = That says nothing about whether it is true. Nothing has been done about anybody, and nothing will be done by itself.
cluster-step-person = **What you can do:** open them next to each other and ask of each: is it more pressing than we thought? One that is closed can be taken up again. Do not speak with the person they are about before you have asked whoever wrote what would be safe.
cluster-step-category = **What you can do:** open them next to each other and ask of each: is it more pressing than we thought? One that is closed can be taken up again. Then decide today which one of you answers each first.
cluster-danger = If any of them speaks of danger: help lines first, then the rest. **/support** has them.
cluster-is-seen = Somebody who may read all of them has looked.
cluster-open = Open them
cluster-seen = We have looked
cluster-noted = Noted. It is not said again, unless another concern comes that belongs to them.
cluster-none = Nothing stands out among the concerns that you read.

cluster-beside = ### Side by side
    These seem to belong together, as far as you may read them.
cluster-choose = Open one

cluster-signal-waits = **Concerns:** some that you read seem to belong together, and wait to be looked at again.
cluster-signal-seen = **Concerns:** some that you read seem to belong together. Somebody who may read all of them has looked.
cluster-signal-none = **Concerns:** nothing stands out among those that you read.
