# /moderate: concerns, for those who take them. A card says the same for every concern.
# Whoever reads this is tired and on a telephone: the next step first, everything short.

moderate-cases-description = My day: the concerns that wait for you
moderate-case-description = Open one concern by its label
moderate-case-label = The six letters and digits that name it

card-text = **A concern is waiting.** Those who may read it can open it here; everyone else is told that there is nothing. Nobody should ask who wrote it.
card-open = Open

cases-title = ## Your concerns
cases-none = Nothing waits for you.
cases-choose = Open one
cases-section-mine = ### Yours to do
cases-section-overdue = ### Overdue
cases-section-today = ### Due today
cases-section-rest = ### The rest
cases-section-done = ### Nothing to do
cases-option = { $label } · { $category }
cases-option-withdrawn = { $label } · withdrawn
cases-next-answer = acknowledge by <t:{ $day }:d>
cases-next-news = news by <t:{ $day }:d>
cases-next-outcome = outcome by <t:{ $day }:d>
cases-many = touches several people
cases-page = Page { $page } of { $pages }, the most pressing first.
cases-state-held = Held
cases-state-waiting = Waits to be acknowledged
cases-state-acknowledged = Acknowledged
cases-state-in-progress = In progress
cases-state-asking = Waits for whoever wrote it
cases-state-closed = Closed
cases-state-withdrawn = Nothing to do
cases-state-overdue = Overdue
cases-urgent = Urgent
cases-back = Back
cases-on = More

case-unknown = There is no such concern for you. It may have been withdrawn or erased.
case-withdrawn = A concern was withdrawn. The words of whoever wrote it are erased; please let it rest, and do not ask who it was.
case-title = ## Concern { $label }
case-title-urgent = ## Concern { $label } · urgent
case-hands-off = You see words, not a name. **Trying to find out who wrote this is itself misconduct.** Do not question anyone with these words, and do not investigate: listen, and ask what would help.
case-hands-off-named = **They trusted you with their name: it stays among those who read this.** Do not question anyone with these words, and do not investigate: listen, and ask what would help.

case-next-answer = **Please acknowledge it by <t:{ $day }:D>.** They were told to expect that.
case-next-news = **Write something new by <t:{ $day }:D>.** They were told to expect news by then.
case-next-outcome = **They were told to expect the outcome by <t:{ $day }:D>.**
case-overdue = **That day has passed.** A short word now is better than a good one later.
case-asking-since = You asked them something; nothing else is due until they answer.
case-second-look = **They asked for a second look,** by <@{ $member }>.

case-category = **What it is about:** { $category }
case-about = **Who it is about:** { $name } (<@{ $member }>)
case-about-takers = **Who it is about:** { $people }
case-also-about = **And about:** { $name } (<@{ $member }>), named later
case-wish = **What they would like:** { $wish }
case-affected = **Who may be affected:** { $affected }
case-from = From **{ $name }**, who chose to say so.

case-state = **State:** { $state }
case-assigned = **Whose task:** <@{ $member }>
case-assigned-nobody = **Whose task:** nobody's yet
case-readers = **Who reads it:** { $people }
case-later = **If nobody answers in time, or at a second look:** { $people }
case-release-another = It was held until someone else raised the same person.
case-release-perhaps = It was held until another concern about the same person came, perhaps from someone else, perhaps from the same person.
case-release-asked = It was held for a time before it came to you.
case-blocked-now = Whoever wrote it can send no other concern for now.
case-matter = **About the same matter:** { $labels }

case-closed = **Closed** on <t:{ $day }:D> by <@{ $member }>: { $outcome }
case-closed-reached = Who of those affected was reached:
case-closed-heard = The person it went against was heard.
case-closed-not-heard = The person it went against was not heard. Why:

case-story = ### What they wrote
case-story-page = ### What they wrote, page { $number } of { $pages }
case-message = ### The message it is about
case-message-from = By { $name } (<@{ $member }>) in <#{ $channel }>: { $link }
case-message-empty = *The message had no text.*
case-conversation = ### What was said since
case-newest = ### Said last
case-show-all = Show all of it
case-earlier-left-out = *Earlier messages are left out here.*
case-line-theirs = **They**, <t:{ $day }:D>
case-line-ours = **Answer**, <t:{ $day }:D>
case-line-second-look = They ask for a second look by someone who was not involved.
case-line-name-shared = They say who they are: **{ $name }**
case-line-named = They say that it is about { $name } too.
case-line-chosen = Nobody could read this any more, so they chose anew who may.
case-help-much-harder = They say that the response made things **much harder**.
case-help-harder = They say that the response made things **harder**.
case-help-neither = They say that the response neither helped nor made things harder.
case-help-helped = They say that the response **helped**.
case-help-helped-much = They say that the response **helped a lot**.
case-notes = ### Notes among those who read it
case-note-by = <@{ $member }>, <t:{ $day }:D>
case-more-below = *The rest is in the messages below.*

case-acknowledge = Acknowledge
case-reply = Reply
case-close = Close
case-reopen = Reopen
case-something-else = Something else
case-do-note = Write a note
case-do-note-meaning = For the others who read it; whoever wrote it never sees it
case-do-take = Take it
case-do-take-meaning = It is yours to do from now on
case-do-in-progress = Say: we are working on it
case-do-in-progress-meaning = You see the sentence before they do
case-do-asking = Say: we need something from you
case-do-asking-meaning = You see the sentence before they do; the clock waits for them
case-do-matter = Act for everyone in this matter
case-do-matter-meaning = One answer or one step for all joined concerns
case-do-hand-over = Hand it over
case-do-hand-over-meaning = It becomes someone else's task
case-do-bring-in = Bring somebody in
case-do-bring-in-meaning = One more person reads it; whoever wrote it sees their name
case-do-join = Join with another concern
case-do-join-meaning = Both are about the same matter; neither writer learns of the other
case-do-part = Part from a joined concern
case-do-part-meaning = It was about something else after all
case-do-block = Block whoever wrote it
case-do-block-meaning = Nobody learns who it is; you see the limits first
case-do-lift = Lift the block
case-do-lift-meaning = They can send concerns again
case-do-aside = Step aside
case-do-aside-meaning = You are too close to it: you see nothing of it any more
