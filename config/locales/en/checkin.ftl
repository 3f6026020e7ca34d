# Check-ins. Plain, warm, honest, short. Nobody is pushed, counted or named.

# Commands
checkin-name = checkin
checkin-description = The check-ins that are open to you now, seen by you alone
facilitate-checkin-description = Check-ins of this group
facilitate-checkin-start-description = Open a check-in now
facilitate-checkin-start-template = What to ask. Left out: the weekly pulse
facilitate-checkin-start-hours = How many hours it stays open, 24 to 336. Left out: 48
facilitate-checkin-start-channel = Where to post it. Left out: the group's channel
facilitate-checkin-start-comments = Let people leave a comment, read by facilitators once 8 or more did. Left out: no
facilitate-checkin-start-audience = Ask only people with this role, 8 or more of them. Left out: everyone
facilitate-checkin-end-description = Close an open check-in at its next full day, whatever the number of answers
facilitate-checkin-end-channel = Where it is open. Left out: the group's channel

# Buttons
checkin-button-answer = Check in privately
checkin-button-answer-one = Check in: { $title }
checkin-button-change = Change my answers
checkin-button-help = Find help
checkin-button-post = Go to the post

# The post
checkin-post =
    ## { $title }
    { $introduction }
checkin-post-when = Optional. About 20 seconds. Hidden until { $closes } ({ $closes-in }). Struggling right now? /support
checkin-post-audience = Asked are people with the role <@&{ $role }>.
checkin-promise = Members, facilitators and moderators do not learn who answered, or what one person answered, and the bot keeps no link between you and your answers. Until closing it keeps, sealed, that you have answered. Discord receives what you choose and may keep it; the person who hosts this bot could see it as it passes. After closing the group sees words such as “few” or “most”, and only if enough people answered.
checkin-promise-logged = { checkin-promise } The database of this installation also keeps a log of its changes: whoever has that log, and copied the keys again and again while this was open, could join answers to people.
checkin-promise-logged-with-keys = { checkin-promise } The database of this installation also keeps a log of its changes: whoever has that log and the keys could join answers to people.
checkin-promise-comments = A comment is kept like an answer. After closing facilitators read all comments, shuffled, without mentions and links, and only if enough people left one; if not, all are destroyed unread. Your way of writing may be recognised.
checkin-reminder = **{ $title }** is open until { $closes } ({ $closes-in }). Optional, about 20 seconds, and not answering is fine.
checkin-standing-line = Raised a concern? Look for an answer with /concern
checkin-post-closed =
    ## { $title }
    This check-in is closed. Thank you to everyone who answered, and to everyone who chose not to.

# The form
checkin-form-notice = Every question can be passed. Members, facilitators and moderators do not learn who answered what.
checkin-pass = Prefer not to say
checkin-comment = A comment, if you like
checkin-comment-note = Facilitators read it only if { $fewest } or more people write one. Your way of writing may be recognised.
checkin-comment-again = A new comment, if you like
checkin-comment-again-note = It replaces an earlier one; left empty, there is none. Read only if { $fewest } or more people write one.

# The confirmation
checkin-thanks =
    ### Thank you. Your answers are in.
    { checkin-thanks-what-now }
checkin-thanks-changed =
    ### Your answers are changed. Thank you.
    { checkin-thanks-what-now }
checkin-thanks-what-now =
    Only your latest answers count. Nobody sees a result before { $closes }.
    You can use **Change my answers** while this message is on your screen. Discord removes it when you close the app, and without it even the bot cannot find your answers.
checkin-thanks-help = **Whatever you answered: if today is hard, you do not have to carry it alone.**

# /checkin
checkin-list = ### Check-ins open to you
checkin-list-none = No check-in is open to you right now. The next one will be posted in its channel.
checkin-list-one = **{ $title }** in <#{ $channel }>, open until { $closes } ({ $closes-in })
checkin-list-answered = **{ $title }** in <#{ $channel }>: you have answered. Thank you.

# What a member is told instead
checkin-closed = This check-in is closed. What can be shown of it is posted in its channel.
checkin-answered-already = You have answered this check-in already. Thank you. To change your answers, use **Change my answers** on the message you got then, if it is still on your screen. Without it the bot cannot find them: it does not know which are yours.
checkin-newcomer = Check-ins count people who joined at least { $days } days ago. This protects everyone: nobody can fill a small group with new accounts until one answer stands alone. You are welcome to the next ones. Struggling right now? /support
checkin-audience = This check-in asks people with the role <@&{ $role }>. **/checkin** lists those that ask you. Struggling right now? /support
checkin-staff = In this group check-ins ask members, not moderators and facilitators, so that a small group keeps its answers to itself. Struggling right now? /support

# The result
checkin-result = ## { $title }: what the group answered
checkin-result-question = **{ $words }**
checkin-result-range = { $at-least } to { $at-most } answers
checkin-result-range-open = { $at-least } or more answers
checkin-result-low = **{ $level }** answered { $answers }
checkin-result-good = **{ $level }** answered { $answers }
checkin-result-or = { $one } or { $other }
checkin-result-answer = *{ $answer }*
checkin-result-question-too-few = Too few answers to show.
checkin-level-few = few
checkin-level-some = some
checkin-level-half = about half or more
checkin-level-most = most
checkin-result-legend =
    -# few = two people or fewer; from 30 answers on, at most one in ten. most = all but two people or fewer; from 30 answers on, at least nine in ten. some = up to half.
    -# “few” can be nobody, and “most” can be everybody. Answers in the middle and passed questions are not shown. Please do not ask or guess who answered what.
checkin-result-none =
    ## { $title }: too few answers to show
    That is all right: check-ins are optional, and silence is an answer too. With so few, a result could point at somebody, so the answers were destroyed and nobody has seen them.

# Facilitators
checkin-started = **{ $title }** is posted in <#{ $channel }>. It closes { $closes } ({ $closes-in }). Before that nobody, you included, sees an answer or how many there are.
checkin-started-later = **{ $title }** is kept, but Discord did not answer just now. It will be posted in <#{ $channel }> as soon as Discord does, and closes { $closes } ({ $closes-in }).
checkin-started-in-the-way = While it is open, what is scheduled there on { $dates } will be left out.
checkin-ending = **{ $title }** in <#{ $channel }> closes at its next full day, { $closes } ({ $closes-in }), whatever the number of answers.
checkin-none-open = No check-in is open in <#{ $channel }>.
checkin-round-open = A check-in is open in <#{ $channel }> already. One at a time: please start this one after it has closed.
checkin-enough-asked = <#{ $channel }> has had two check-ins in the last seven days. People stop answering what is asked too often, so a third has to wait.
checkin-template-unknown = I do not know this check-in. Please choose one from the list that is offered while you type.
checkin-hours-out-of-range = A check-in stays open for 24 to 336 hours (one to fourteen days).
checkin-cannot-post = I could not post in <#{ $channel }>, so nothing was started. I need *View Channel*, *Send Messages* and *Read Message History* there.

checkin-staff-broken = The check-in **{ $title }** in <#{ $channel }> ended as too few: its ballot box could not be opened. After a restore from a backup this is normal. Nobody has seen the answers. You can start it again.
checkin-staff-not-started = The check-in **{ $title }** could not be posted in <#{ $channel }>, so it was not started. I need *View Channel*, *Send Messages* and *Read Message History* there.
checkin-staff-not-posted = The result of the check-in **{ $title }** is ready, but I cannot post it in <#{ $channel }>. I need *View Channel*, *Send Messages* and *Read Message History* there. The result is kept, and I try again for seven days.
checkin-staff-no-channel = The check-in **{ $title }** was due in <#{ $channel }>, but I cannot post there: the channel is gone, or I lack *View Channel*, *Send Messages* or *Read Message History*. The round is kept. Mend the channel or choose another for it.
checkin-staff-too-late = The check-in **{ $title }** could not be posted in <#{ $channel }> within two hours of its time, because Discord or this bot was away. It was left out: nothing is posted late.
checkin-staff-silent = The schedule of **{ $title }** in <#{ $channel }> is paused: twice in a row too few people answered for anything to be shown. People fall silent when trust goes, or when they are asked too often. Talk with the group before you resume it; please do not ask who answered.

# A round without a channel
checkin-button-move = Post it here or elsewhere
checkin-move-form = Where to post it
checkin-move-channel = Channel
checkin-move-which = What to move
checkin-move-one = This check-in only
checkin-move-all = This one and the following
checkin-moved = **{ $title }** is posted in <#{ $channel }>. It closes { $closes } ({ $closes-in }).
checkin-moved-later = **{ $title }** is kept, but Discord did not answer just now. It will be posted in <#{ $channel }> as soon as Discord does, and closes { $closes } ({ $closes-in }).
checkin-moved-not = I cannot post in <#{ $channel }> either. The check-in is still kept. I need *View Channel*, *Send Messages* and *Read Message History* there.
checkin-move-too-late = This check-in is posted already, or its time is over.
