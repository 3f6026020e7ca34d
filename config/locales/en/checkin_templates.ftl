# Check-in templates of a group's own, for facilitators. Plain, warm, honest, short.

# The command
facilitate-checkin-template-description = Check-ins in your own words: make, copy, change, preview and retire them

# The list
checkin-template-list =
    ### Check-in templates
    A template is what a check-in asks: one to four questions, each with three to seven answers. Open and past check-ins keep the words they were asked with, whatever you do here.
checkin-template-list-own = **Your group's own**
checkin-template-list-none = None so far. Make one from scratch, or choose one that comes with the bot and copy it.
checkin-template-list-shipped = **Those that come with the bot**
checkin-template-list-line = - **{ $title }** · { $state }
checkin-template-list-line-shipped = - { $title }
checkin-template-list-retired = { $count ->
        [1] One template is retired.
       *[other] { $count } templates are retired.
    }
checkin-template-choose = Choose a template
checkin-template-choose-retired = Retired templates

# How a template stands
checkin-template-state-new = never used so far
checkin-template-state-in-use = in use
checkin-template-state-changed = in use, with changes that are not in use yet
checkin-template-state-retired = retired
checkin-template-state-shipped = comes with the bot
checkin-template-meaning-new = **Never used so far.** Check-ins can ask it once you choose **Use from now on**.
checkin-template-meaning-in-use = **In use.** Check-ins can ask it just as it stands here.
checkin-template-meaning-changed = **In use, with changes that nobody is asked yet.** Until you choose **Use from now on**, check-ins ask **{ $title }** as it was before.
checkin-template-meaning-retired = **Retired.** No new check-in asks it. You can bring it back at any time.
checkin-template-meaning-shipped = **Comes with the bot** and stays as it is. Copy it to say it in your own words.

# One template
checkin-template-heading = ### { $title }
checkin-template-no-questions = No question so far. Add the first one: a template needs one to four.
checkin-template-question = **{ $number }. { $name }**
    { $words }
checkin-template-answer = - { $answer }
checkin-template-answer-low = - { $answer } · *low*
checkin-template-answer-good = - { $answer } · *good*
checkin-template-shortened = -# Long answers are cut short on this page only. The preview shows them whole.
checkin-template-ends =
    -# A result has two lines for each question: how many chose an answer marked *low*, and how many one marked *good*, in the words “few”, “some”, “about half or more” and “most”. Exact numbers and the answers in the middle are never shown.
checkin-template-ends-other = -# With { $answers } answers, *low* is { $end ->
        [1] the worst one alone and *good* the best one alone
       *[other] the two worst and *good* the two best
    }; the { $middle ->
        [1] one between is
        [2] two between are
       *[other] three between are
    } never shown.
checkin-template-watch =
    -# The early warning can watch one question, best the one that is most about trust: **/moderate signals** shows it once a schedule asks it.
checkin-template-watch-choose = Choose the question to watch
checkin-template-watch-none = Watch none of them

# Buttons
checkin-template-button-new = New template
checkin-template-button-heading = Title and introduction
checkin-template-button-add = Add a question
checkin-template-button-change = Change question { $number }
checkin-template-button-up = Move up
checkin-template-button-remove = Remove
checkin-template-button-preview = Preview
checkin-template-button-copy = Copy
checkin-template-button-use = Use from now on
checkin-template-button-undo = Undo changes
checkin-template-button-retire = Retire
checkin-template-button-back = Bring back
checkin-template-button-delete = Delete
checkin-template-button-delete-sure = Yes, delete it
checkin-template-button-keep = Keep it
checkin-template-button-list = All templates
checkin-template-button-return = Back to the template

# Forms
checkin-template-form-new = A new template
checkin-template-form-heading = Title and introduction
checkin-template-form-add = A new question
checkin-template-form-question = Question { $number }
checkin-template-field-title = Title
checkin-template-field-title-meaning = Members see it above the check-in. At most 45 characters.
checkin-template-field-introduction = Introduction
checkin-template-field-introduction-meaning = One or two sentences below the title. At most 300 characters; may be left empty.
checkin-template-field-short-name = Short name
checkin-template-field-short-name-meaning = For lists and long questions, for example "Felt heard". At most 45 characters.
checkin-template-field-words = Question
checkin-template-field-words-meaning = As members are asked it. At most 100 characters.
checkin-template-field-answers = Answers, one on each line, the worst first
checkin-template-field-answers-meaning = Three to seven, at most 100 characters each. "Prefer not to say" is always added.

# What was done
checkin-template-created = Made. Now add its questions; nobody but facilitators sees it before you choose **Use from now on**.
checkin-template-copied = This is the copy. Change it as you like; nobody but facilitators sees it before you choose **Use from now on**.
checkin-template-changed = Kept.
checkin-template-used = From now on check-ins ask it as it stands here: choose it with **/facilitate checkin start**, or let a schedule ask it. Open check-ins keep their words.
checkin-template-undone = The changes are undone. It says again what check-ins ask.
checkin-template-retired = Retired. No new check-in asks it; open check-ins go on as they are.
checkin-template-brought-back = It can be asked again, as it was.
checkin-template-delete-ask = Delete **{ $title }** for good? Past check-ins and their results keep their own copy. The template itself cannot be brought back.
checkin-template-deleted = **{ $title }** is deleted.
checkin-template-copy-ending = { $number ->
        [1] {" "}(copy)
       *[other] {" "}(copy { $number })
    }

# The preview
checkin-template-preview = **Preview, for your eyes only.** Members see the post below, in the check-in's channel. Its button opens the very form they get; nothing you answer is kept.
checkin-template-preview-done = **This was a preview.** Nothing was kept, and nobody was counted. The post is below once more.

# What facilitators are told instead
checkin-template-gone = This template is no longer there. Someone may have deleted it. **/facilitate checkin template** shows those that are.
checkin-template-changed-meanwhile = Someone changed this meanwhile, so nothing was done: nobody's words are lost. Please look at it as it stands now, then choose again.
checkin-template-is-retired = This template is retired. Bring it back first, or copy it.
checkin-template-never-used = This template was never in use, so there is nothing to retire or to go back to. You can change or delete it.
checkin-template-not-retired = This template is in use. Retire it first.
checkin-template-in-use = Schedules still ask this template: { $schedules }. Let them ask another one, or end them; then it can be retired.
checkin-template-too-many = A group can have { $most } templates of its own, retired ones aside. Please retire or delete one first.
checkin-template-many-retired = { $most } templates are retired already. Please delete one of them first.
checkin-template-title-taken = Another template has this title, so people could not tell the two apart. Please choose another title.
checkin-template-answer-is-pass = "{ checkin-pass }" is added to every question by itself. Please leave it out of the answers.

# What is wrong with what was typed
checkin-template-flaw-no-title = A template needs a title. There was nothing to read in it.
checkin-template-flaw-long-title = The title has { $count } characters. At most { $most } fit above the form.
checkin-template-flaw-long-introduction = The introduction has { $count } characters. Please keep it to { $most }: a check-in takes about 20 seconds.
checkin-template-flaw-no-question = This template has no question so far. Please add one first.
checkin-template-flaw-many-questions = A check-in asks at most { $most } questions: more do not fit one form, and people stop answering. Please remove one first.
checkin-template-flaw-no-name = The question needs a short name. There was nothing to read in it.
checkin-template-flaw-long-name = The short name has { $count } characters, and at most { $most } fit.
checkin-template-flaw-no-words = There was nothing to read in the question itself.
checkin-template-flaw-long-words = The question has { $count } characters, and at most { $most } fit the form.
checkin-template-flaw-question-twice = Another question of this template has the same short name or the same words. Please change one of them, so that the result tells them apart.
checkin-template-flaw-few-answers = { $count ->
        [0] There is no answer to choose.
        [1] There is one answer.
       *[other] There are { $count } answers.
    } A question needs at least { $most }, one on each line: a worst one, a best one and something between, which a result never shows.
checkin-template-flaw-many-answers = There are { $count } answers. At most { $most } fit the form, one on each line.
checkin-template-flaw-no-answer = There is nothing to read in answer { $answer }.
checkin-template-flaw-long-answer = Answer { $answer } has { $count } characters, and at most { $most } fit the form.
checkin-template-flaw-answer-twice = Answer { $answer } is there twice. Please keep each answer once.
