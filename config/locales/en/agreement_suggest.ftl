# Suggest a change: the form, what members are told, and how facilitators read suggestions.

suggestion-form-title = Suggest a change
suggestion-form-notice = **No name is kept with this.** Facilitators read your words, not who you are. What you write, and how, may still tell them.
    It reaches them at a fixed hour that is at least two hours away: as it looks now, <t:{ $moment }:F>. Nobody sees it before.
    Once sent it cannot be shown to you again, changed or taken back.
suggestion-form-about = What is it about?
suggestion-form-more = Or about one of these
suggestion-form-words = What would you change, and why?
suggestion-whole = The agreement as a whole

suggestion-sent = Thank you. Your suggestion reaches the facilitators on <t:{ $moment }:F>, without your name. It cannot be shown again or taken back.
suggestion-empty = There were no words in it, so nothing was sent. You can press *Suggest a change* again.
suggestion-too-long = That is more than { $most } characters, so nothing was sent. Please shorten it, or send it in two parts.
suggestion-about-gone = The agreement changed while you were writing, and the part you chose is no longer in it. Nothing was sent. Please press *Suggest a change* again.
suggestion-too-often = You have sent several suggestions today, and nothing more was sent now. Please try again tomorrow. If something is urgent, you can use /concern, or reach { $contact }.

# For facilitators

suggestion-arrived = There is something new among the suggestions for the agreement. Facilitators can read it here, or with /facilitate agreement edit.
suggestion-button-read = Read suggestions
suggestion-button-next = Next
suggestion-button-open = Open this part
suggestion-button-done = Done, remove it
suggestion-none = There are no suggestions to read.
suggestion-place = **Suggestion { $place } of { $of }.** Please do not ask or guess who wrote it. *Done* removes it for everyone.
suggestion-about-whole = the agreement as a whole
suggestion-heading = **About { $about }** · arrived <t:{ $day }:D>
