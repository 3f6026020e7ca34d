# /moderate impact: what was done, what was meant by it, and whether it helped. Plain, warm, honest, short.
# Nobody is named, praised or blamed: it is about what was done. Labels in forms: at most 45 characters; descriptions: 100.

moderate-impact-description = What was done and meant; ask later whether it helped or made things harder

impact-title =
    ## What was done, and what came of it
    Help that was meant well can hurt. So write down what was done and what was meant, and look back together.
impact-none = Nothing is written down so far.
impact-choose = Look at one
impact-line = <t:{ $day }:d> · { $words } · { $state }
impact-option = { $day } · { $words }
impact-page = Page { $page } of { $pages }, the newest first.
impact-newer = Newer
impact-older = Older
impact-button-new = Write down what was done
# On an alert
impact-button-answer = What we did
impact-button-all = All of them

# How one stands, in a few words
impact-state-nobody = nobody is asked
impact-state-reporter = asked through the code of a concern
impact-state-told-by = answered through the code of a concern
impact-state-proposed = not asked so far
impact-state-waits = is asked in a check-in
impact-state-over = too few answered
impact-state-harm = may have made things harder
impact-state-answered = answered

# One of them
impact-heading = ## What was done, <t:{ $day }:D>
impact-follows = It follows concern **{ $case }**. Only those who may read that concern see this.
impact-follows-together = It follows concerns that seem to belong together. Only those who may read all of them see this.
impact-done = **What was done:**
impact-meant = **What was meant:**
impact-came = ### What came of it
impact-harm = **It may have made things harder.** That is about what was done, not about who did it, and good intent and harm can both be true. Do not ask who answered how.
impact-nobody = Nobody is asked about it, because the group was not told of it. When you tell the group, add below what it was told; then a check-in can ask.
impact-nobody-case = Whoever raised the concern is asked through their code, once it is closed: “{ concern-help-label }” They have not answered so far.
impact-nobody-together = Those who raised them are asked through their codes, each once their concern is closed. What they answer stands in the concerns.
impact-reporter = Whoever raised the concern answered through their code: **{ $answer }**. That is one person's answer. Let it stand, and do not ask them to explain it.
impact-proposed =
    ### How a check-in would ask it
    “{ $words }”
impact-proposed-means = Only confirm if the group was told **exactly this, openly**: a question about anything else would tell that there was something. From tomorrow the next check-in for everyone that has room asks it, below its own questions. If too few answer it is asked twice more.
impact-waits = Since <t:{ $day }:D> the group knows. The next check-in for everyone that has room for one more question asks: “{ $words }”
impact-too-few = -# So far too few answered it, so nothing can be told.
impact-over = Too few answered in three check-ins, or three months have passed. It is not asked any more.

impact-button-ask = The group was told this: ask it
impact-button-reword = Change what the group was told
impact-button-tell = The group was told
impact-button-words = Reword this note
impact-button-erase = Erase
impact-button-keep = Keep it
impact-button-erase-sure = Yes, erase it
impact-erase-ask = Erase this, what was meant, and what came of it? What check-ins and alerts have posted stays posted, and an alert tells what was meant.
impact-erased = It is erased.
impact-kept = **It is written down.**
impact-kept-apart = **It is written down**, without what the group was told. { impact-follows-apart }
impact-kept-about = Only those who may read that concern see it, with **/moderate impact** in your group's server. What the group was told is written down apart from it, without the concern.
impact-kept-together = Only those who may read all of these concerns see it, with **/moderate impact** in your group's server. They count as looked at now.
impact-asked = **The next check-in with room asks it.**
impact-changed = **Changed.** It is asked only once you confirm it again.
impact-worded = **Reworded.** The log notes that it was, not what stood here before.
impact-not-told = **Nobody is asked about it.**

# The forms
impact-form = What was done, and what was meant
impact-form-about = Only those who may read this concern see what you write here.
impact-form-together = Only those who may read all of them see what you write here.
impact-form-words = What was done?
impact-form-words-hint = In plain words, without names.
impact-form-intent = What was meant by it?
impact-form-intent-hint = What should be better for whom, and how would you notice?
impact-form-told = What was the group told of it? (optional)
impact-form-told-hint = One short sentence, exactly what was said openly. Empty: it was not told.
impact-form-case = The concern it follows (optional)
impact-form-case-hint = Its six letters and digits. Then only its readers see this, and the group is not asked.
impact-form-told-title = What was the group told?

# What a check-in asks. The name is at most 45 characters, the words 100; $told has at most 60.
impact-question-name = Did it help, or make things harder?
impact-question = { $told }. Did it help, or make things harder?

# Refusals
impact-gone = That is no longer here, or it is not for you. **/moderate impact** shows what is.
impact-empty = Please write both what was done and what was meant. Nothing was kept.
impact-too-long = That is longer than { $most } characters. Please shorten it; nothing was kept.
impact-told-too-long = What the group was told has to fit a check-in: at most { $most } characters. Please shorten it; nothing was kept.
impact-too-many = There are { $most } already. Please erase one that is no longer needed first; nothing was kept.
impact-follows-apart = What follows a concern is never asked of the group: whoever does not see it here would know that it follows one. Please write down once more what the group was told, with the intent that anybody on the staff may read, and without the concern.
impact-reworded = Somebody changed the words meanwhile, so nothing is asked yet. Please look at it once more.
impact-asked-already = Somebody was asked about this already, so what was done and meant stays as it was: no answer should stand beside words that came after it. What you see otherwise by now you can write down anew.
impact-answered = The group has answered this already, so its words stay as they were asked.

# The quarter
impact-quarter-heading = ### After closed concerns
impact-quarter-line = <t:{ $from }:d> – <t:{ $to }:d>: **{ $low }** answered that our response made things harder, **{ $good }** that it helped ({ $answers }).
impact-quarter-post =
    ### Did our responses to concerns help?
    From <t:{ $from }:D> to <t:{ $to }:D>, of those who answered through their code: **{ $low }** that our response made things harder, **{ $good }** that it helped ({ $answers }).
impact-quarter-care = These are words, not counts, and nobody is told whose answers they are. Please do not ask.

# The keeper
privacy-kept-impact = **What was done, and what came of it.** The staff's notes on what was done for the group and what was meant; they name nobody who answered, and the note of who wrote them is in the staff's log. Whether responses to concerns helped is counted for three months, without who answered; then words like “few” or “most” stay. None of it can be found for anybody, so nothing is shown or erased here.
