# The way back by code: how a concern stands, what was said, what its reporter can do. Whoever reads this may be
# frightened and on a telephone. Every word here is a safety feature: change with care.
# Labels in forms: at most 45 characters; descriptions: 100; buttons: 80.

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
