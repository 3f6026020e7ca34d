# /concern: raising a concern; the way back is in concern_way.ftl. Every word here is a safety feature: change with care.
# Labels in forms: at most 45 characters; descriptions: 100; buttons: 80.

concern-description = Tell those who take concerns something privately, or look for an answer
concern-menu = Raise a concern

# The first page: help lines, then what can be promised in six lines.

concern-title =
    ## Raise a concern
    First, in case it is needed now. You can write here afterwards.
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
concern-review-picked = **Who it is about, as its readers will see, and who is not told:**{ $picked }
concern-review-later = **If nobody answers in time, or if you ask for a second look:**{ $later }
concern-review-lead = -# **{ $name }** is the safeguarding lead: a person outside the moderator team.
concern-review-choose = It may be about someone who takes concerns, and this group has no safeguarding lead outside the team. **You decide who reads it.** Nobody else will.
concern-review-choose-here = Who may read it?
concern-review-nobody = **Nobody here could read this without being part of it,** so it cannot be sent. You can turn to: { $contact }
concern-review-few = ⚠️ Few people can see the channel of that message (or I cannot tell how many). Raising it may point to you.
concern-review-message-author = The author of the message, **{ $author }**, will not read it.
concern-review-own-name = ⚠️ What you wrote has your own name in it, **{ $name }**. Press *Edit* if that is not what you want.
concern-review-slot = - *Send:* it reaches them at a fixed hour, at least two hours from now, so that the time does not point to you. A person will likely look by <t:{ $day }:D>.
concern-review-urgent = - *Urgent:* it goes at once, and the time may point to you. A person will likely look by <t:{ $day }:D>.
concern-review-hold = - *Hold:* nobody reads it until someone else raises the same person. You are told its limits first.
concern-review-danger = Because someone may be in danger, **it goes at once** when you send it; the time may point to you. Nobody is on watch; a person will likely look by <t:{ $day }:D>.
concern-review-watch = Nobody is on watch. You choose how it goes:
concern-review-named = It is sent with your name, **{ $name }**.
concern-review-words = **What you wrote** ({ $category })
concern-review-cut = *Shortened here. All of it is sent.*
concern-review-about = It is about **{ $name }**, who will not read it and is not told.
concern-review-chosen = You would like: *{ $wish }*. Who may be affected: *{ $affected }*.
concern-review-code = Your code is in a message of its own below. It begins to work when you press *Send*.
concern-review-page = **Page { $place }**
concern-review-notified = You asked to be messaged when there is an answer. Your id is kept sealed with the concern until it is closed.
concern-send = Send
concern-hold = Hold
concern-urgent = Urgent
concern-edit = Edit
concern-discard = Discard
concern-back = Back
concern-discarded = Discarded. Nothing was sent and nothing was kept.
concern-choose-readers = Please look at it once more before sending: press *Edit*, then choose who may read it.

# More pages

concern-page-add = Add a page
concern-page-edit = Edit page { $place }
concern-page-title = Page { $place } of your concern
concern-page-label = Page { $place }
concern-page-hint = Go on in your own words. Leave it empty and this page goes.
concern-page-hint-new = Go on in your own words. Leave out what would give you away.
concern-story-empty = Nothing was written, so nothing was kept. Please tell in a few words what happened.
concern-story-too-long = One page holds { $most } characters. Please shorten it, or go on with *Add a page*: there can be three.
concern-story-with-code = What you wrote has your code in it, so it was not kept: whoever reads the code can act in your place. Please take it out.

# Trying the code

concern-try = Try my code
concern-try-title = Try your code
concern-try-why = The code is in a message of its own. Type it from where you keep it, to see that it is the right one. Nothing is looked up.
concern-try-label = The code of this concern
concern-try-right = ✅ **That is your code.** It begins to work when you send or hold this concern.
concern-try-other = That is a whole code, but not the one of this concern. Please look for the message that was shown together with this one.

# Hold

concern-hold-sure = ### Hold it until someone else raises the same person?
concern-hold-limits =
    - Nobody reads it until someone else raises the same person after you, or holds a concern about them as well. Then it goes to the readers you just saw, at a fixed hour, at least two hours later.
    - Staff, people who joined in the last days, and the person it is about do not count as someone else.
    - Whether it is someone else is known only to this program while it runs. After a restart or a change of its key (every 90 days) I cannot tell you apart: then *any* such concern releases it, even one of your own, and it is marked “perhaps the same person”.
    - Whoever has this bot's files *and* its keys could open it while it waits. If two wait about the same person, they could conclude that both are from one person.
    - It waits until <t:{ $day }:D>. After that no other concern releases it.
    - Nobody is told of a match, you neither, until it has reached those who read it. With your code you can send it yourself or withdraw it at any time.
concern-hold-yes = Yes, hold it

# A message when there is an answer

concern-notify = Message me at an answer
concern-quiet = No messages
concern-notify-sure =
    ### Message you when there is an answer?
    You get a direct message that says "You have a note waiting", and nothing else. For that **your id is kept**, sealed with this concern, until it is closed. Whoever holds this bot's files *and* its keys could find it there. Those who read the concern are not shown it.
    Without it, nothing of you is kept, and you look for yourself with your code.
concern-notify-yes = Yes, message me

# After Send

concern-held = ### Held. Thank you for trusting us with this
concern-sent = ### Sent. Thank you for trusting us with this
concern-sent-slot = It reaches those who read it at a fixed hour. Someone should have acknowledged it by <t:{ $day }:D>.
concern-sent-urgent = It is on its way to those who read it. Someone should have acknowledged it by <t:{ $day }:D>.
concern-sent-hold = Nobody reads it until someone else raises the same person, or until you send it with your code. After <t:{ $day }:D> no other concern releases it any more; you can still send it.
concern-sent-code = **Keep the code below** where only you find it. With */concern*, *I have a code*, you see how it stands, read the answer, write more or withdraw. Nobody can give it to you again.
concern-code-alone = `{ $code }`
concern-look = See how it stands

concern-too-often = You have written often in a short time, so this one has to wait a while, at most a day. What is in a draft stays there for an hour. */support* always works. If it cannot wait, you can turn to: { $contact }
concern-blocked = Those who take concerns here have stopped concerns from you for now, without being told who you are. It ends by itself within 30 days. */support* always works, and you can turn to: { $contact }

concern-hold-not-you = A concern in which you picked yourself cannot be held: whoever a concern is about must not learn from it whether others raise them. You can send it.
concern-hold-not = This one cannot be held: it names nobody, or someone may be in danger. You can send it.

concern-draft-gone = This draft is no longer there: it was sent, discarded, or its hour is over. Nothing more was sent. Type **/concern** to begin again.
