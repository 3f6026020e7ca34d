# /facilitate heard: what we heard, what we will do. The first drafts are in config/content/en/heard.toml.

facilitate-heard-description = Tell the group what you heard in a check-in, and what you will do

heard-list =
    ### What we heard, what we will do
    Choose a result. You get a first draft, made of what was posted and nothing else; you change it, look at it, and post it.
heard-list-none =
    ### What we heard, what we will do
    No check-in of the last three months showed a result, so there is nothing to answer.
heard-rate = -# “What we heard” followed { $answered } of { $results } results of the last three months; a new one has a week before it counts. Only facilitators see this.
heard-choose = Choose a result
heard-option = { $day } · { $title } · #{ $channel }
heard-option-posted = The group was told
heard-option-draft = A draft is kept
heard-option-none = Nothing said so far

heard-draft = -# A first draft, made of the posted result alone. Please make it yours. **Nothing is posted yet.**
heard-gaps-note = -# What stands in [square brackets] is still to be filled in.
heard-preview = -# This is how it will stand in <#{ $channel }>. **Nothing is posted yet.**
heard-posted = It is posted in <#{ $channel }>.
heard-posted-before = The group was told this, in <#{ $channel }>:
heard-button-edit = Change it
heard-button-post = Post it
heard-button-list = All results
heard-button-show = Go to the post

heard-form = What we heard, what we will do
heard-form-heard = What we heard
heard-form-heard-note = Never who, how many or why. Please do not thank for honest answers: some could not.
heard-form-will-do = What we will do
heard-form-will-do-note = A step, not an outcome. Small and with a day is better than large.

heard-gone = There is no such result. It may have been erased, or too few answered to show one.
heard-changed = Somebody changed the words meanwhile, or there are none. Nothing was posted. Please look at them once more.
heard-gaps = Something in [square brackets] is still to be filled in, so nothing was posted.
heard-posting = These words are being posted at this very moment, so nothing was changed. Please look once more in a minute.
heard-posted-already = The group was told already. What stands there can't be changed here; you can write another message yourself.
heard-empty = One of the two parts is empty, so nothing was kept. If there is nothing new to do, say that: it is an answer too.
heard-too-long = One of the two parts has more than { $most } characters, so nothing was kept. Please shorten it.

heard-nudge = The result of **{ $title }** has been out for a week. If you like, tell the group what you heard: **/facilitate heard** has a draft you can change. Nothing needs to be done; this comes at most once in four weeks, and an administrator can turn it off with **/setup show**.
heard-button-draft = See the draft
