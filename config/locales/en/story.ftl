# The story: a year of the invented group, as `make story` plays it and tells it in a report.

story-title = A year with Common Ground
story-tagline = One invented group, fifty-two weeks, played by the real bot on a simulated Discord. Nobody here is real, and nothing was drawn by hand: every message below is what the bot sent.
story-made = Played on this computer on the group's own clock, from { $from } to { $to }. Run it yourself: **make story**.
story-preparing = Playing a year of an invented group. This takes about a minute …
story-written = The story is in { $file }

# What happens
story-said-breach = Funny thing: I told my cousin what Lena said about her brother. He works with him.
story-heard = Something told here in confidence was told outside, and for many of us it became harder to be honest. That should not have happened.
story-will-do = From now on each meeting begins with what may leave this room: nothing about anyone but ourselves. We have spoken with whom it concerns; please ask and name nobody. If it is still hard, say so in the check-in or with /concern.
story-concern-lena = Something I said about my brother in our group has reached his work. I only said it here.
story-concern-noor = A stranger knew what I had told the group about my relapse. I do not say anything here any more.
story-concern-theo = People talk about who said what. I would rather not come than be talked about.
story-answer = We believe you. Nobody will be asked who wrote this. What would help you to feel safe here again?
story-outcome = The group was told what was heard and what changes. Whoever spoke outside was heard and steps back for now.
story-reached = Everybody, in the group's channel and at the next meeting.

# The chapters
story-chapter-year = The year in one picture
story-chapter-when = What came when
story-chapter-members = What members saw
story-chapter-staff = What facilitators and moderators saw
story-chapter-thief = What the files would have told a thief
story-chapter-unasked = What the bot said without being asked

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
story-when-breach = Nobody but those two knows. Over five weeks it reaches eight people, one after another.
story-when-first-concern = { $days } days after the breach. Moderators read it at the next delivery time, without knowing who wrote it.
story-when-cluster = { $days } days after the breach. Nothing is done to anybody by it, and it does not say that anything is confirmed.
story-when-alarm = { $days } days after the breach, from posted words alone. It says: do not ask who.
story-when-repair = { $days } days after the breach. Concerns get their outcome, and whoever wrote them can read it with their code.
story-when-quiet = { $days } days after the breach.

# What was seen
story-seen-checkin = **Everybody**, each Monday evening: the check-in. It takes twenty seconds, and nobody is named as not having answered.
story-seen-healthy = **Everybody**, in the healthy half: the result. Words, never counts.
story-seen-breach = **The group's channel**, in the week of the breach
story-seen-review = **Lena alone**, before *Send*: exactly who will read it
story-seen-card = **The moderators' channel**: a card without content, the same for every concern
story-seen-case = **Mara**, after *Open*: the words, and not who wrote them
story-seen-waiting = **Mara alone**, by direct message, because she takes concerns: the same words for everything that waits
story-seen-cluster = **Mara**, from */moderate signals*, once two concerns about one person had come. Whoever may not read both sees nothing of it
story-seen-trust = **Facilitators and moderators**: the alert, with one thing to do
story-seen-alarm = **Everybody**, in the week in which the early warning rang: the result
story-seen-repair = **The group's channel**: what was heard and what changes, posted by Fay with */facilitate heard*
story-seen-way-back = **Lena alone**, with her code: what became of her concern
story-seen-signals = **Facilitators and moderators**, after */moderate signals*: the early warning as a picture and in words
story-seen-mended = **Everybody**, in the last week: the result

# The thief
story-thief-about = In the middle of it, with { $open } open concerns and a check-in half answered, somebody copies every file that the bot keeps. These are all the tables there are.
story-thief-table = Table
story-thief-rows = Rows
story-thief-searched = Then they look through every byte, in the database and beside the keys, for { $ids } Discord ids (as numbers, as bytes, as hexadecimal), for { $names } names, and for the words of every concern and every code.
story-thief-found = Found: { $count ->
        [0] nothing
       *[other] { $count } places
    }.
story-thief-keys = With the keys they could read the concerns that are still open, and test by an id whether somebody had agreed or answered the open check-in. Not who wrote: that is kept nowhere. The table of promises in the docs says it all.

# Unasked
story-unasked-about = In the whole year the bot said this much that nobody had just asked for. To the group: nothing but the check-ins that Fay had scheduled.
story-unasked-openings = posts of the check-in in the group
story-unasked-reminders = reminders, one for each
story-unasked-results = results
story-unasked-staff = messages in the staff's channels: cards, alerts, reminders of what is left to do
story-unasked-duty = direct messages to those who take concerns
story-unasked-direct = direct messages to members
story-unasked-night = at night
