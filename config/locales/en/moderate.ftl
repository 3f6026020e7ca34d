# /moderate: concerns, for those who take them. A card says the same for every concern.

moderate-cases-description = The concerns that wait for you

card-text = **A concern is waiting.** Those who may read it can open it here; everyone else is told that there is nothing. Nobody should ask who wrote it.
card-open = Open

cases-title = ## Your concerns
cases-none = Nothing waits for you.
cases-choose = Open one
cases-option = { $label } · { $category }
cases-option-withdrawn = { $label } · withdrawn
cases-more = These are the { $count } most pressing; there are more.
cases-state-waiting = Waits to be acknowledged
cases-state-acknowledged = Acknowledged
cases-state-withdrawn = Nothing to do
cases-state-overdue = Overdue
cases-urgent = Urgent

case-unknown = There is no such concern for you. It may have been withdrawn or erased.
case-withdrawn = A concern was withdrawn. The words of whoever wrote it are erased; please let it rest, and do not ask who it was.
case-title = ## Concern { $label }
case-title-urgent = ## Concern { $label } · urgent
case-hands-off = You see words, not a name. **Trying to find out who wrote this is itself misconduct.** Do not question anyone with these words, and do not investigate: listen, and ask what would help.
case-from = From **{ $name }**, who chose to say so.
case-category = **What it is about:** { $category }
case-about = **Who it is about:** { $name } (<@{ $member }>)
case-wish = **What they would like:** { $wish }
case-affected = **Who may be affected:** { $affected }
case-next-answer = **Please acknowledge it by <t:{ $day }:D>.** They were told to expect that.
case-next-news = **They were told to expect news by <t:{ $day }:D>.**
case-next-outcome = **They were told to expect the outcome by <t:{ $day }:D>.**
case-overdue = That day has passed.
case-story = ### What they wrote
case-message = ### The message it is about
case-message-from = By { $name } (<@{ $member }>) in <#{ $channel }>: { $link }
case-message-empty = *The message had no text.*
case-conversation = ### What was said since
case-line-theirs = **They**, <t:{ $day }:D>
case-line-ours = **Answer**, <t:{ $day }:D>
case-acknowledge = Acknowledge
case-reply = Reply
case-acknowledged = **Acknowledged.** They see it with their code. Now please write a first answer.
case-reply-title = Answer
case-reply-opener = Begin by listening
case-reply-opener-hint = Your words follow the sentence you choose.
case-reply-no-opener = My own words only
case-reply-words = Your words
case-reply-words-hint = Say what happens next and by when. Never ask who they are.
case-replied = **Sent.** They read it with their code.
