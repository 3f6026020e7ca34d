# The story: a year of the invented group, as `make story` plays it and tells it in a report.

story-title = A year with Common Ground
story-tagline = One invented group, fifty-two weeks, played by the real bot on a simulated Discord. Nobody here is real. Every message below was sent by the bot, or written by the people of the story, at the very moment it tells of.
story-made = Played on this computer on the group's own clock, from { $from } to { $to }. Run it yourself: **make story**.
story-preparing = Playing a year of an invented group. This takes about a minute …
story-written = The story is in { $file } ({ $size } kB, a page that needs nothing else).
story-untrue = The story was played, but not everything it says would be true. So it is not written:
story-untrue-order = What it turns on did not happen, or not in that order.
story-untrue-posted = A result says something else than the answers were.
story-untrue-missing = Something that it shows was never seen.
story-untrue-writer = The staff were shown the name of somebody who raised a concern.
story-untrue-words = The words of a concern stood where none may be.
story-untrue-alert = The early warning rang without an alert, or an alert came without it.
story-untrue-thief = A thief found something, or had nothing to search.
story-untrue-unasked = The bot wrote at night, to a member, or to the group what nobody had planned.
story-untrue-faults = The bot ran into an error.

# What happens
story-said-breach = Funny thing: I told my cousin what Lena said about her brother. He works with him.
story-heard = Something told here in confidence was told outside, and for many of us it became harder to be honest. That should not have happened.
story-will-do = From now on each meeting begins with what may leave this room: nothing about anyone but ourselves. We have spoken with whom it concerns; please ask and name nobody. If it is still hard, say so in the check-in or with /concern.
story-concern-lena = Something I said about my brother in our group has reached his work. I only said it here.
story-concern-noor = A stranger knew what I had told the group about my relapse. I do not say anything here any more.
story-concern-theo = People talk about who said what. I would rather not come than be talked about.
story-answer = We believe you. Nobody will be asked who wrote this. What would help you to feel safe here again?
# News while there is no outcome, each at its time; the last comes a week before the group is told.
story-news-first = No outcome yet. We have talked about how the group can hear of this without anybody being asked who wrote. You will read more here within two weeks.
story-news-second = There is no outcome yet, but you are not forgotten. We have begun to speak with whom it concerns, and have not said that anybody wrote to us. You will read more here within two weeks.
story-news-third = We have decided what changes. Before this month is over the whole group hears it, and what we heard; nobody is named. After that you will read the outcome here.
story-outcome = The group was told what was heard and what changes. We spoke with whom it concerns; what was said there stays there, as what you wrote stays here.
story-done-words = We spoke with whoever had told it outside, and told the group what was heard and what changes.
story-done-intent = That people can be honest here again, and that nobody is asked who wrote.
story-done-told = Each meeting begins with what may leave this room
story-feedback = Thank you for not asking who I am. I am still careful.
story-reached = Everybody, in the group's channel and at the next meeting.

# The chapters
story-chapter-year = The year in one picture
story-chapter-when = What came when
story-chapter-healthy = A healthy half
story-chapter-breach = A confidence is broken
story-chapter-repair = Repair
story-chapter-thief = What the files would have told a thief
story-chapter-unasked = What the bot said without being asked

story-told-healthy = Once a week, in about twenty seconds, people say in private how safe it felt to be honest. The group reads words.
story-told-breach = Most who are hurt say nothing in the open. Three of them raise a concern, and the check-in shows what the others do not say.
story-told-repair = The group is told what was heard. What was done is written down with what was meant by it; then both the group and whoever raised a concern are asked whether it helped or made things harder.
story-who-group = what everybody saw
story-who-staff = what the staff saw
story-who-one = what one person alone saw
story-who-thief = what a thief would have found

story-year-about = The dots are how many of the ten who answered found it hard to be honest. **Nobody in the group ever saw a dot**: they saw the words beside them, and the early warning is worked out from those words alone.
story-year-alternative = { $weeks } weeks. For the first { $healthy } weeks few answered low. Then the word rose from few to { $worst }, and the early warning went from quiet to rising to alarm { $delay } weeks after the breach. At the end few answer low again.
story-axis-low = answered low
story-axis-words = posted word
story-axis-signal = early warning
story-signal-quiet = quiet
story-signal-rising = rising
story-signal-alarm = alarm

story-mark-breach = Sam tells outside what Lena said in confidence
story-mark-first-concern = The first concern is sent
story-mark-cluster = Two concerns about one person: their readers are asked to look again, side by side
story-mark-alarm = The early warning rings
story-mark-repair = The group is told what was heard, and what changes
story-mark-quiet = Few answer low again
story-when-breach = He mentions it as if it were nothing. Over five weeks it reaches eight people, one after another.
story-when-first-concern = { $days } days after the breach. Moderators read it at the next delivery time, without knowing who wrote it.
story-when-cluster = { $days } days after the breach. Nothing is done to anybody by it, and it does not say that anything is confirmed.
story-when-alarm = { $days } days after the breach, from posted words alone. It says: do not ask who. { $times ->
        [1] It rang once.
       *[other] It rang { $times } times before it passed.
    }
story-when-repair = { $days } days after the breach. Days later concerns get their outcome, and whoever wrote them can read it with their code.
story-when-quiet = { $days } days after the breach.

# What was seen
story-seen-checkin = **Everybody**, each Monday evening: the check-in. Nobody is ever named as not having answered.
story-seen-healthy = **Everybody**, in the healthy half: the result. Words, never counts.
story-seen-breach = **The group's channel**, in the week of the breach
story-seen-review = **Lena alone**, before *Send*: exactly who will read it
story-seen-card = **The moderators' channel**: a card without content, the same for every concern
story-seen-case = **Mara**, after *Open*: the words, and not who wrote them
story-seen-waiting = **Mara alone**, by direct message, because whoever raised a concern was promised news every 14 days: the same words for everything that waits. She answers the same day
story-seen-cluster = **Mara**, from */moderate signals*, once two concerns about one person had come. Whoever may not read both sees nothing of it
story-seen-trust = **Facilitators and moderators**: the alert, with one thing to do
story-seen-alarm = **Everybody**, in the week in which the early warning first rang: the result
story-seen-repair = **The group's channel**: what was heard and what changes, posted by Fay with */facilitate heard*
story-seen-way-back = **Lena alone**, with her code: what became of her concern
story-seen-done = **Mara**, with */moderate impact*: what was done, what was meant, and how a check-in would ask about it. It is asked only because she then confirms that the group was told exactly this
story-seen-asked = **Mia**, the next day: the check-in asks one question more. Everybody gets the same
story-seen-helped = **Everybody**: the result, with that question
story-seen-feedback = **Lena alone**: she chose *It helped* and added a line
story-seen-answer = **Mara**, after the next fixed hour: Lena's answer, still without a name. For all concerns together such answers are counted for three months; fewer than five, as here, are shown to nobody
story-seen-pair = **Facilitators and moderators**, with */moderate impact*: what was meant, and beside it what came of it
story-seen-signals = **Facilitators and moderators**, after */moderate signals*: the early warning as a picture and in words
story-seen-mended = **Everybody**, in the last week: the result

# The thief
story-thief-came = Somebody copies every file that the bot keeps, while a check-in is half answered. { $open ->
        [0] No concern was raised so far.
        [1] One concern lies there.
       *[other] { $open } concerns lie there.
    }
story-thief-found = Found: **{ $count ->
        [0] nothing
       *[other] { $count } of it
    }**.
story-thief-searched = { $times } times in this year somebody copied every file and looked through every byte, in the database and beside the keys: for { $ids } Discord ids (as numbers, as bytes, as hexadecimal), for { $names } names, for the words of every concern, of what was done and of the feedback, and for every code.
story-thief-learns = What they learn are sizes, counts and days, as in the table below.
story-thief-keys = This search does not use the keys. Whoever also has these can read the concerns that are still kept, and test by an id who agreed and who has answered an open check-in. They cannot learn who wrote a concern without sharing a name or asking for messages: that is kept nowhere. Where an open check-in gives more away stands in *docs/promises.md*.
story-thief-tables = All the tables there are, with their rows
story-thief-table = Table

# Unasked
story-unasked-about = In the whole year the bot said this much that nobody had just asked for. To the group: nothing but the check-ins that Fay had scheduled.
story-unasked-openings = posts of the check-in in the group
story-unasked-reminders = reminders, one for each
story-unasked-results = results
story-unasked-staff = messages in the staff's channels: cards, alerts, reminders of what is left to do
story-unasked-duty = direct messages to those who take concerns
story-unasked-direct = direct messages to members
story-unasked-night = at night
