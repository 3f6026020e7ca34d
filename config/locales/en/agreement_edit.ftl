# /facilitate agreement edit: the draft of the agreement, on which facilitators work together.

facilitate-agreement-edit-description = Write the agreement together: clause by clause, seen as members will, or from a file

# The list

agreement-edit-title = ## The agreement, as a draft
agreement-edit-first-unchanged = Nothing is published yet. This is the text that comes with the bot: change what you like. Members see nothing of it before you use **/facilitate agreement publish**.
agreement-edit-first-changed = Nothing is published yet. Members see nothing of this draft before you use **/facilitate agreement publish**. All facilitators work on the same draft.
agreement-edit-next-unchanged = This is version { $version }, which is in force. Change what you like: members see nothing of it before you use **/facilitate agreement publish**.
agreement-edit-next-changed = Members see version { $version } until you use **/facilitate agreement publish**. All facilitators work on this same draft.

agreement-edit-line-heading = **{ $title }**{ $state }
agreement-edit-line-clause = { $number }. { $title }{ $state }
agreement-edit-line-note = - { $title }{ $state }
agreement-edit-line-removed = - ~~{ $title }~~ · *removed*
agreement-edit-state = { $kind ->
    [added] {" "}· *new*
    [moved] {" "}· *moved*
   *[reworded] {" "}· *reworded*
}

agreement-edit-choose-clause = Open a clause, { $first } to { $last }
agreement-edit-choose-other = Open the title, a note or your summary
agreement-edit-choose-back = Bring a clause back

agreement-edit-button-list = All of the draft
agreement-edit-button-add = Add a clause
agreement-edit-button-preview = See it as members will
agreement-edit-button-difference = What changed
agreement-edit-button-export = Export
agreement-edit-button-import = Import
agreement-edit-button-default = Start from the default
agreement-edit-button-throw = Throw the draft away
agreement-edit-button-reword = Reword
agreement-edit-button-said = Write your summary
agreement-edit-button-move = Move
agreement-edit-button-restore = Restore the default
agreement-edit-button-remove = Remove
agreement-edit-button-remove-sure = Yes, remove it
agreement-edit-button-default-sure = Yes, start from the default
agreement-edit-button-throw-sure = Yes, throw it away
agreement-edit-button-keep = Keep it

# One part

agreement-edit-part-heading = ### { $name }
agreement-edit-name-heading = Title and introduction
agreement-edit-name-note = Note
agreement-edit-name-said = Your summary
agreement-edit-part-state = { $kind ->
    [added] *New since version { $version }.*
    [moved] *Moved since version { $version }; its words are the same.*
   *[reworded] *Reworded since version { $version }.*
}
agreement-edit-part-state-first = { $kind ->
    [added] *Your own.*
    [moved] *Moved; its words are the default.*
   *[reworded] *Reworded: no longer the default.*
}
agreement-edit-about-clause = As members will read it:
agreement-edit-about-heading = It stands above the clauses. As members will read it:
agreement-edit-about-note = A note belongs to every agreement: you can reword it, but not remove it. As members will read it:
agreement-edit-about-never-silenced = This clause belongs to every agreement, in these words. An agreement must never be used to keep someone quiet about what happened to *them*. You can move it. As members will read it:
agreement-edit-about-said = What changed, in your own words. Members read it in the post of the new version, beside the list of changes that I make myself.
agreement-edit-about-places = *In the form, {"{"}reporting{"}"} and {"{"}days{"}"} stand for what I fill in: whether the law obliges you to report, from your settings, and within how many days a concern is acknowledged.*
agreement-edit-said-nothing = *Nothing is written so far.*

# Forms

agreement-edit-form-part = { $name }
agreement-edit-form-said = Your summary of what changed
agreement-edit-form-add = A new clause
agreement-edit-form-move = Move { $name }
agreement-edit-form-import = A draft from a file
agreement-edit-field-title = Title
agreement-edit-field-title-meaning = In bold, in one line with the words below. End it as a sentence, with a full stop.
agreement-edit-field-body = Words
agreement-edit-field-body-meaning = Plain and short: what people here do, or do not do. At most 3000 characters.
agreement-edit-field-introduction = Introduction
agreement-edit-field-introduction-meaning = What members read before the first clause. At most 3000 characters.
agreement-edit-field-said = In your own words
agreement-edit-field-said-meaning = What changed and why. Members see it in the post. At most 1000 characters.
agreement-edit-field-place = Its number
agreement-edit-field-place-meaning = From 1 to { $most }. Leave it empty to put the clause last.
agreement-edit-field-number = Its new number
agreement-edit-field-number-meaning = From 1 to { $most }. The others keep their order.
agreement-edit-field-file = File
agreement-edit-field-file-meaning = A Markdown or text file, such as one from Export.

# Done

agreement-edit-added = **Added to the draft.**
agreement-edit-kept = **Kept in the draft.**
agreement-edit-restored = **It says again what comes with the bot.**
agreement-edit-moved = **Moved.**
agreement-edit-removed = **Removed from the draft.** You can bring it back with the list at the bottom, if it was in the agreement before or comes with the bot.
agreement-edit-brought-back = **It is back.**
agreement-edit-default-done = **The draft is the text that comes with the bot.** Your summary was kept.
agreement-edit-throw-done = **The draft is thrown away.** What you see is what members see.
agreement-imported = { $count ->
    [one] **The draft is taken from your file: { $count } clause.** Please look through it once.
   *[other] **The draft is taken from your file: { $count } clauses.** Please look through it once.
}
agreement-imported-put-back = The clause that no agreement may silence anyone was missing or changed, so I put it back as it is.
agreement-imported-kept-notes = { $count ->
    [one] One note was not in the file and stays as it was.
   *[other] { $count } notes were not in the file and stay as they were.
}
agreement-exported = Here is the draft as a file. You can change it with any text editor and take it back in with *Import*. Please leave the small marks `<!-- … -->` behind the titles: by them I know a clause again that you reworded.

# Asked before

agreement-edit-remove-ask = **Remove this clause from the draft?** Members see no change before you publish.
agreement-edit-default-ask = **Start again from the text that comes with the bot?** It takes the place of every clause and note of this draft, those of other facilitators too. *Export* it first if you may want it back. Members see no change before you publish.
agreement-edit-throw-ask = **Throw the whole draft away?** Everything that any facilitator changed since the last publication is gone then, and your summary too. *Export* it first if you may want it back. Members see no change.
agreement-import-before = The file takes the place of the whole draft, also of what other facilitators wrote. `# Title` comes first, then the introduction; `## ` begins each clause or note. *Export* shows how it looks.

# What changed, and the preview

agreement-edit-difference = ## What changed since version { $version }
agreement-edit-difference-none = Nothing so far.
agreement-edit-difference-first = Nothing is published yet, so there is nothing to compare with.
agreement-edit-difference-said = **In your own words** (members read this in the post)
    { $said }
agreement-edit-previewed = **Above is the draft, exactly as members will see it.** Nothing is published so far. When you are ready, use **/facilitate agreement publish**.
agreement-edit-previewed-in-force = **Above is the version in force, exactly as members see it.** The draft says the same.

# Somebody else was first

agreement-edit-changed-meanwhile = **Someone changed this while you looked, so nothing was done.** This is how it is now. Please look, and do it again if you still want to.
agreement-edit-meanwhile = **Someone changed this part meanwhile.** Nothing of theirs was overwritten. It now says:
agreement-edit-meanwhile-gone = **Someone removed this clause meanwhile.** If the group needs it, you can add it again.
agreement-edit-yours-below = **What you wrote is below,** for your eyes only, so that you can copy it.
agreement-edit-gone = That clause is no longer in the draft: someone removed it.

# What cannot be

agreement-edit-never-silenced = This clause stays as it is in every agreement: an agreement must never be used to keep someone quiet about what happened to *them*. You can move it to another place.
agreement-edit-fixed = This part belongs to every agreement and has its own place: you can reword it, but not move or remove it.
agreement-edit-not-a-number = Please give a number from 1 to { $most }.
agreement-edit-long-summary = Your summary is too long: at most { $most } characters. Nothing was changed.
agreement-flaw-many-clauses = That would be too many clauses: an agreement has at most { $most }, so that people still read it. Nothing was changed.
agreement-flaw-no-title = { $number ->
    [0] The title is missing
   *[other] The title of clause { $number } is missing
}, or nothing can be seen in it. Nothing was changed.
agreement-flaw-no-body = { $number ->
    [0] A note has no words
   *[other] Clause { $number } has no words
}, or nothing can be seen in them. Nothing was changed.
agreement-flaw-long-title = { $number ->
    [0] A title
   *[other] The title of clause { $number }
} is too long: at most { $most } characters. Nothing was changed.
agreement-flaw-long-body = { $number ->
    [0] The introduction or a note
   *[other] Clause { $number }
} is too long: at most { $most } characters, with what I fill in. Perhaps it is two clauses? Nothing was changed.
agreement-flaw-long-text = All of it together would be too long: at most { $most } characters. Nothing was changed.
agreement-flaw-place-astray = { $number ->
    [0] The title, the introduction or the title of a note
   *[other] The title of clause { $number }
} has {"{"}reporting{"}"} or {"{"}days{"}"} in it. I can fill these in only in the words of a clause or a note. Nothing was changed.
agreement-import-nothing = No file came with the form. Nothing was changed.
agreement-import-too-large = That file is too large for an agreement: at most { $most } kilobytes. Nothing was changed.
agreement-import-not-text = I cannot read that file: it is not plain text in UTF-8. Please save it as plain text or Markdown and try again. Nothing was changed.
agreement-import-no-title = The file has to begin with a line like `# Our agreement`. *Export* gives you a file to begin with. Nothing was changed.
agreement-import-no-clauses = I found no clause in the file: each begins with a line like `## What is said here stays here`. *Export* gives you a file to begin with. Nothing was changed.

# Beside the draft

agreement-edit-suggestions = { $count ->
    [one] **One suggestion from a member has arrived.** No name was kept with it.
   *[other] **{ $count } suggestions from members have arrived.** No name was kept with them.
}
