# Help lines and /support.

support-description = Help lines, who to turn to here, and how to use this bot

support-title = ## Where to find help
support-emergency = **Is someone in danger right now? Call your local emergency number first.**
support-line-call = **{ $countries } · { $name }**: call **{ $call }** ({ $about })
support-line-call-text = **{ $countries } · { $name }**: call **{ $call }** or text **{ $text }** ({ $about })
support-no-line = We have no line on our list for that country. The directory below knows many more.
support-more-lines = More lines are not shown here for want of room: choose your country.
support-directory = **Any country · { $name }**: { $url } ({ $about })

support-choose-country = Show the lines of another country
support-country-elsewhere = Somewhere else

support-here-title = ### Who to turn to in this group
support-here-people = Concerns are taken here by { $people }. Use /concern to tell them something privately.
support-here-nobody = Nobody here takes concerns through this bot at the moment. Please use the outside contact.
support-here-outside = Outside this group you can turn to: { $contact }
support-here-not-set-up = Type /support inside your group's server to see who to turn to there. If you are there already, the group is not set up yet.
support-nobody-on-watch = Nobody here is on watch day and night.

support-phone-title = ### Using this bot on a telephone
support-phone =
    - Type **/** in the message box and choose a command, for example **/concern**.
    - What the bot answers to you is seen by you alone. It goes away when you close the app; use the command to get it back.
    - To raise a concern about a message, hold your finger on it, then choose **Apps** and **Raise a concern**.
