# Results and trends: exactly what was published, never a count.

facilitate-checkin-results-description = Results of closed check-ins, as they were published
facilitate-checkin-trend-description = How the published results of a check-in followed each other

checkin-results = ### Results of closed check-ins
checkin-results-none = No check-in has closed yet. Before that nobody, you included, sees an answer or how many there are.
checkin-results-choose = Look at one
checkin-results-option = { $day } · { $title } · #{ $channel }
checkin-results-option-shown = Levels are shown
checkin-results-option-few = Too few answers to show
checkin-results-gone = This result is not there (any more).
checkin-results-all = All results
checkin-results-trend = Trend
checkin-results-comments = **Comments,** in no order, without mentions and links. Please do not ask or guess who wrote what.
checkin-results-comments-none = -# Comments were allowed. Too few people wrote one, so they were destroyed unread.

checkin-trends = ### Trends
checkin-trend =
    ## { $title }: how it went
    Exactly what was published, oldest first.
checkin-trend-legend = -# low = { $low }; good = { $good }
checkin-trend-day = { $day }: { $shown }
checkin-trend-levels = low: { $low }, good: { $good }
checkin-trend-none = nothing shown
checkin-trend-empty = Nothing was published of this check-in yet: there were always too few answers.
checkin-trend-post = Post it in the channel
checkin-trend-posted = The trend is posted in <#{ $channel }>.

checkin-picture = { $title }: how many gave low and good answers, latest first.
checkin-picture-day = { $day }: { $shown }.
checkin-picture-question = { $name }: { $shown }
checkin-chart-low = low: the worst answers
checkin-chart-good = good: the best answers
checkin-chart-day = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
