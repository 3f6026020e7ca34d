# The way back by code: how a concern stands, what was said, what its reporter can do. Whoever reads this may be
# frightened and on a telephone. Every word here is a safety feature: change with care.
# Labels in forms: at most 45 characters; descriptions: 100; buttons: 80.

concern-code-title = Your code
concern-code-label = The code of your concern
concern-code-hint = 18 letters and digits. Capitals, spaces and dashes do not matter.
# Said from the code alone, before anything is looked up. $group: where the slip likely is, such as "2" or "2 / 3".
concern-code-slip =
    { $kind ->
        [length] That code has a slip in it: a code has 18 letters and digits, and you typed { $typed }.
        [symbol] That code has a slip in it: a letter or digit is wrong.
        [swap] That code has a slip in it: two letters or digits next to each other seem to be swapped.
       *[several] That code has more than one slip in it.
    }
    { $group ->
        [none] Please compare it with yours, group by group.
       *[other] Please look at group { $group } of your code.
    }
concern-code-unknown = There is no concern with this code here. It may belong to another server, or the concern was withdrawn or erased. You can always raise a new one with **/concern**.

# How it stands

concern-way-title = ## Your concern
concern-standing-held = **Held.** Nobody can read it. It waits until someone else raises the same person, until <t:{ $day }:D> at the latest. When it has reached those who read it, you see that here, not before. You can send it yourself at any time.
concern-standing-hold-ended = **The wait is over, and nobody has read it.** No other concern can release it any more. You can still send it before <t:{ $day }:D>; on that day it is erased.
concern-standing-on-its-way = **On its way.** It reaches those who read it on <t:{ $day }:D>. Until then nobody knows of it.
concern-standing-waiting = **Delivered** on <t:{ $day }:D>. Nobody has acknowledged it yet.
concern-standing-acknowledged = **Acknowledged.** Someone has read it and taken it up.
concern-standing-in-progress = **In progress.** Those who read it are working on it.
concern-standing-asking = **They wait for you.** They have asked you something. Whether and when you answer is up to you.
concern-standing-closed = **Closed** on <t:{ $day }:D>, with this outcome:
concern-kept-until = It is kept until <t:{ $day }:D>; then all of it is erased. If you write, it is kept longer.
concern-standing-withdrawing = **You have withdrawn it.** This takes effect on <t:{ $day }:D>; then this code stops working.

concern-looker = A second look was asked for. It is with:{ $name }
concern-way-readers = Who reads it:{ $readers }
concern-way-readers-first = Who will read it:{ $readers }
concern-way-no-readers = Nobody of those who were to read it can at the moment. It goes on to those named here.
concern-way-later = If nobody answers in time, or if you ask for a second look:{ $later }
concern-way-chosen = From the next fixed hour on, because you chose so:{ $chosen }
concern-unread = **Nobody who could read it is left.** Nobody here would see what you write. You can turn to: { $contact }
concern-unread-choose = **Nobody who could read it is left.** You can choose below who may read it, from the next fixed hour on. They would see all of it. Or turn to: { $contact }
concern-unread-choose-here = Who may read it?
concern-chosen = **They can read it from the next fixed hour on.**

concern-next-answer = By <t:{ $day }:D> someone should have acknowledged it.
concern-next-news = By <t:{ $day }:D> you should hear something new.
concern-next-outcome = By <t:{ $day }:D> you should hear the outcome.
concern-overdue = That day has passed, and you were promised better. You can write again, or turn to: { $contact }
concern-messages-asked = You get a message when there is an answer.

# The conversation

concern-conversation = ### What was said
concern-nothing-said = Nobody has written yet.
concern-earlier-left-out = *Earlier messages are left out here.*
concern-line-mine = **You**, <t:{ $day }:D>
concern-line-theirs = **A reader**, <t:{ $day }:D>
concern-line-coming = { $line } · *on its way*
concern-line-event =
    { $line }
    { $what }
concern-event-in-progress = { event-in-progress }
concern-event-asking = { event-asking }
concern-event-reopened = { event-reopened }
concern-event-closed = *Closed:* { $outcome }
concern-event-closed-above = *Closed, with the outcome above.*
concern-event-feedback = *You said:* { $answer }
concern-event-second-look = *You asked for a second look.*
concern-event-name-shared = *You shared your name:* { $name }
concern-event-named = *You named somebody who cannot read it from then on:* { $name }
concern-event-chosen = *You chose who may read it:*{ $names }

# Writing more

concern-reply = Reply
concern-reply-title = Write to those who read it
concern-reply-label = Your message
concern-reply-hint = They get it at the next fixed hour, at least two hours from now; at once if it is urgent.
concern-reply-about = Is it about somebody else too? (optional)
concern-reply-about-hint = They will not read it from now on, and will not be told.
concern-replied = **Your message is on its way.**
concern-replied-unread = **Your message is kept, but at the moment nobody here can read it.**
concern-named = From this moment on this person cannot read your concern:{ $name }
concern-words-empty = Nothing was written, so nothing was sent.
concern-words-too-long = That is longer than { $most } characters. Please send it in parts; nothing was sent yet.
concern-words-with-code = Your message has your code in it, so it was not sent: whoever has the code can act in your place. Please take it out.
concern-write-later = You have written ten times since anyone answered. Please wait for an answer; what you wrote before is not lost.
concern-withdrawing = This concern is being withdrawn, so nothing can be added.
concern-not-now = That cannot be done any more, because the concern stands differently now. Nothing was changed. Look at it again with your code.
concern-way-return = Go back

# Held

concern-send-now = Send it now
concern-sent-now = **It is sent.** Until it arrives you can still withdraw it, and nothing stays.

# The name, and a message when there is an answer

concern-share-name = Share my name
concern-name-sure = ### Share your name?
concern-name-means = Those who read your concern see this name from the next fixed hour on, and it is kept sealed with the concern:{ $name }
    There is **no way back:** what they have read they cannot unread. You do not have to.
concern-name-yes = Yes, share my name
concern-name-shared = **Your name is on its way to them.**

concern-messages = Message me when there is an answer
concern-messages-sure = ### A message when there is an answer?
concern-messages-mean =
    It says only "You have a note waiting."
    - For this the bot **keeps your Discord id with the concern**, sealed, until the concern is closed. Otherwise it keeps none.
    - Those who read your concern do not see it. Whoever runs this bot could.
    - Somebody who looks at your screen may see that this bot wrote to you.
    - If your direct messages are closed, nothing comes. Your code works either way.
concern-messages-yes = Yes, message me
concern-no-messages = No messages please
concern-messages-ended = **You get no messages, and your id is erased from the concern.**

# After the outcome

concern-help = Did it help, or make things harder?
concern-help-title = Did our response help?
concern-help-label = Did our response help or make things harder?
concern-help-much-harder = It made things much harder
concern-help-harder = It made things harder
concern-help-neither = Neither
concern-help-helped = It helped
concern-help-helped-much = It helped a lot
concern-help-words = Anything they should know? (optional)
concern-help-thanks = **Thank you. Your answer is on its way** to those who read your concern, and to nobody else.

concern-look-again = Ask for a second look
concern-look-sure = ### Ask for a second look?
concern-look-means = Somebody who did nothing in it so far reads all of it, from the next fixed hour on, and tells you what they think:{ $name }
    Those who read it before still can. You can ask twice at most.
concern-look-yes = Yes, ask them
concern-look-title = A second look
concern-look-words = What should they look at? (optional)
concern-look-asked = **You asked for a second look.**
concern-look-nobody = Nobody here could take a fresh second look at it: everybody who may read it has been part of it. If you want one, you can turn to somebody outside: { $contact }
concern-look-changed = Somebody else would take the second look now, so nothing was asked yet. Press *Ask for a second look* again to see who.

# Withdrawing

concern-withdraw = Withdraw
concern-withdraw-sure = ### Withdraw this concern?
concern-withdraw-before = It has not reached anybody. If you withdraw it now, it is erased at once and nothing stays.
concern-withdraw-waiting = It takes effect at the next fixed hour (at once if it is urgent). If nobody has acknowledged it by then, all of it is erased.
concern-withdraw-acknowledged = It takes effect at the next fixed hour (at once if it is urgent). Your words and this code are erased then; those who read it will see that a concern was withdrawn. What they have read they cannot unread.
concern-withdraw-closed = It takes effect at the next fixed hour (at once if it is urgent). Your words, the outcome and this code are erased then; those who read it will see that a concern was withdrawn. What was done because of it is not undone.
concern-withdraw-yes = Yes, withdraw it
concern-withdraw-no = Keep it
concern-withdrawn = **Withdrawn.** Your words are erased, and the code no longer works.
