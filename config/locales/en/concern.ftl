# /concern: raising a concern, and the way back by code. Every word here is a safety feature: change with care.
# Labels in forms: at most 45 characters; descriptions: 100; buttons: 80.

concern-description = Tell those who take concerns something privately, or look for an answer
concern-menu = Raise a concern

# The first page: help lines, then what can be promised in six lines.

concern-title = ## Raise a concern
concern-danger-now = **Is anyone in danger now, you included?** Please use one of these first. You can still write here afterwards.
concern-promise =
    - Moderators do not learn who you are, and the bot does not keep it.
    - Discord receives what you write and may keep it; whoever hosts this bot could see it as it passes.
    - What you write may itself identify you: names, places, dates, your way of saying things.
    - If someone is in danger, it may be passed on.
    - Because we do not know who you are, we cannot send help to you.
    - You get a code. It is the only way back to your concern and to an answer.
concern-about-message = This is about a message by **{ $author }**. A copy is kept with your concern.
concern-share = Share a concern
concern-share-with-name = Share with my name
concern-have-code = I have a code
concern-nobody = Nobody here takes concerns through this bot at the moment, so it cannot accept one. You can turn to: { $contact }

# Whom is it about?

concern-conflict = ### Is it about someone who takes concerns here?
concern-conflict-why = Whoever it is about will not read it, and will not be told that it exists. You can choose more than one.
concern-conflict-choose = Choose here
concern-conflict-nobody = Nobody of them
concern-conflict-unsure = I am not sure
concern-conflict-unsure-meaning = It then goes past the moderators, as far as possible
concern-with-name = Those who read it will see that it is from **{ $name }**. Your name is kept sealed with the concern.

# The form

concern-form-title = Your concern
concern-form-category = What is it about?
concern-form-story = What happened?
concern-form-story-hint = In your own words. Leave out what would give you away.
concern-form-about = Who is it about? (optional)
concern-form-about-hint = Whoever you choose will not read it and will not be told.
concern-form-wish = What would you like?
concern-form-affected = Who may be affected?

# The review page

concern-review-title = ## Before you send it
concern-review-not-sent = Nothing has been sent. This draft can be opened from this message only, and is gone within an hour.
concern-review-readers = **Who will read it, and nobody else:**{ $readers }
concern-review-later = **If nobody answers in time, or if you ask for a second look:**{ $later }
concern-review-choose = It may be about someone who takes concerns, and this group has no safeguarding lead outside the team. **You decide who reads it.** Nobody else will.
concern-review-choose-here = Who may read it?
concern-review-nobody = **Nobody here could read this without being part of it,** so it cannot be sent. You can turn to: { $contact }
concern-review-few = ⚠️ Few people can see the channel of that message (or I cannot tell how many). Raising it may point to you.
concern-review-message-author = The author of the message, **{ $author }**, will not read it.
concern-review-slot = If you send it now, it reaches them at a fixed hour, at least two hours from now, so that the time does not point to you. Nobody is on watch; a person will likely look by <t:{ $day }:D>.
concern-review-urgent = *Urgent* goes at once: it is seen sooner, and the time may point to you. Nobody is on watch; a person will likely look by <t:{ $day }:D>.
concern-review-danger = Because someone may be in danger, **it goes at once** when you send it; the time may point to you. Nobody is on watch; a person will likely look by <t:{ $day }:D>.
concern-review-named = It is sent with your name, **{ $name }**.
concern-review-words = **What you wrote** ({ $category })
concern-review-code = Your code is in a message of its own below. It begins to work when you press *Send*.
concern-send = Send
concern-urgent = Urgent
concern-edit = Edit
concern-discard = Discard
concern-discarded = Discarded. Nothing was sent and nothing was kept.
concern-choose-readers = Please look at it once more before sending: press *Edit*, then choose who may read it.

# After Send

concern-sent = ### Sent. Thank you for trusting us with this
concern-sent-slot = It reaches those who read it at a fixed hour. Someone should have acknowledged it by <t:{ $day }:D>.
concern-sent-at-once = It is on its way to those who read it. Someone should have acknowledged it by <t:{ $day }:D>.
concern-sent-code = **Keep the code below** where only you find it. With */concern*, *I have a code*, you see how it stands, read the answer, write more or withdraw. Nobody can give it to you again.
concern-code-alone = `{ $code }`
concern-look = See how it stands

concern-draft-gone = This draft is no longer there: it was sent, discarded, or its hour is over. Nothing more was sent. Type **/concern** to begin again.

# The way back

concern-code-title = Your code
concern-code-label = The code of your concern
concern-code-hint = 18 letters and digits. Capitals, spaces and dashes do not matter.
concern-code-slip = That code has a slip in it: a letter or digit is wrong, missing or swapped. Please look again.
concern-code-unknown = There is no concern with this code here. It may belong to another server, or the concern was withdrawn or erased. You can always raise a new one with **/concern**.

concern-way-title = ## Your concern
concern-standing-on-its-way = **On its way.** It reaches those who read it on <t:{ $day }:D>. Until then nobody knows of it.
concern-standing-waiting = **Delivered** on <t:{ $day }:D>. Nobody has acknowledged it yet.
concern-standing-acknowledged = **Acknowledged.** Someone has read it and taken it up.
concern-standing-withdrawing = **You have withdrawn it.** This takes effect on <t:{ $day }:D>; then this code stops working.
concern-way-readers = Who reads it:{ $readers }
concern-next-answer = By <t:{ $day }:D> someone should have acknowledged it.
concern-next-news = By <t:{ $day }:D> you should hear something new.
concern-next-outcome = By <t:{ $day }:D> you should hear the outcome.
concern-overdue = That day has passed, and you were promised better. You can write again, or turn to: { $contact }
concern-conversation = ### What was said
concern-nothing-said = Nobody has written yet.
concern-earlier-left-out = *Earlier messages are left out here.*
concern-line-mine = **You**, <t:{ $day }:D>
concern-line-theirs = **A reader**, <t:{ $day }:D>
concern-reply = Reply
concern-withdraw = Withdraw
concern-reply-title = Write to those who read it
concern-reply-label = Your message
concern-reply-hint = They get it at the next fixed hour, at least two hours from now; at once if it is urgent.
concern-replied = **Your message is on its way.**
concern-write-later = You have written ten times since anyone answered. Please wait for an answer; what you wrote before is not lost.
concern-withdrawing = This concern is being withdrawn, so nothing can be added.

concern-withdraw-sure = ### Withdraw this concern?
concern-withdraw-before = It has not reached anybody. If you withdraw it now, it is erased at once and nothing stays.
concern-withdraw-waiting = It takes effect at the next fixed hour (at once if it is urgent). If nobody has acknowledged it by then, all of it is erased.
concern-withdraw-acknowledged = It takes effect at the next fixed hour (at once if it is urgent). Your words and this code are erased then; those who read it will see that a concern was withdrawn. What they have read they cannot unread.
concern-withdraw-yes = Yes, withdraw it
concern-withdraw-no = Keep it
concern-withdrawn = **Withdrawn.** Your words are erased, and the code no longer works.
