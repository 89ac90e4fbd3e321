"""What the figures do at their edges: nothing to divide by, days that lie ahead, money back. Each has its proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leaddesk.text import msg

if TYPE_CHECKING:
    from leaddesk.text import Message


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``proofs``: the tests that hold it, as pytest names them below tests/."""

    title: Message
    text: Message
    proofs: tuple[str, ...]


RULES: Final = (
    Rule(
        msg("A spreadsheet that is missing"),
        msg("Its figures are “not measured yet”, never zero, and say which spreadsheet they wait for."),
        (
            "model/test_method.py::test_a_method_whose_table_was_not_opened_is_not_measured_yet",
            "ui/test_overview_tab.py::test_figures_that_wait_for_a_spreadsheet_are_one_line",
        ),
    ),
    Rule(
        msg("Nothing to divide by"),
        msg(
            "A rate or a cost per something stays empty and says what there is none of. It stays empty too where what "
            "it would be divided by is below zero."
        ),
        (
            "model/test_evaluate.py::test_a_zero_divisor_says_what_there_is_none_of",
            "model/test_evaluate.py::test_a_negative_divisor_gives_no_value",
        ),
    ),
    Rule(
        msg("A part that is more than its whole"),
        msg(
            "A share stays empty where your files count more of the part than of the whole (more single-page sessions "
            "than sessions), and says which."
        ),
        (
            "model/test_kpi_rules.py::test_a_part_that_is_more_than_its_whole_gives_no_share_and_says_so",
            "model/test_evaluate.py::test_a_part_that_is_more_than_its_whole_has_no_share",
        ),
    ),
    Rule(
        msg("Values that nobody filled in"),
        msg("What is unknown is not zero: it is left out, and a total of which nothing is known stays empty."),
        ("model/test_evaluate.py::test_a_sum_of_unknown_values_is_unknown",),
    ),
    Rule(
        msg("A total of which only a part is filled in"),
        msg(
            "It is written with ≥, for at least: what is unknown may add to it. So are the figures made of it: a "
            "return on half of the margins is at least so much, a cost per customer too where an expense has no "
            "amount. They have no interval, no colour and no alert, and their sample size is that of the known values. "
            "Means are of the known values alone."
        ),
        (
            "model/test_floors.py::test_half_of_the_margins_unknown_make_a_return_of_at_least",
            "model/test_floors.py::test_an_expense_without_an_amount_is_told_of_what_rests_on_it",
            "model/test_floors.py::test_a_change_of_what_is_not_known_is_no_news",
        ),
    ),
    Rule(
        msg("Rows without a date"),
        msg(
            "A lead, an expense or an order without a date counts in no period, only where all is looked at; the "
            "overview says how many there are."
        ),
        (
            "model/test_gaps.py::test_a_period_leaves_out_what_has_no_date",
            "model/test_gaps.py::test_expenses_and_orders_without_a_day_are_told",
        ),
    ),
    Rule(
        msg("Costs that nobody noted"),
        msg("Where no expense is noted, the cost is unknown, not 0; where an expense of 0 is noted, it is 0."),
        (
            "model/test_kpis.py::test_filters_limit_leads_and_spend_alike",
            "model/test_kpis.py::test_a_month_that_cost_nothing_is_not_one_without_a_cost",
        ),
    ),
    Rule(
        msg("A file that ends earlier, or begins later, than the others"),
        msg(
            "What it does not reach to is unknown, not 0. A figure of several spreadsheets is told of the days that "
            "all of them cover, and says so; it has no colour and raises no alert, and customers go quiet only up to "
            "the last day of the orders. A spreadsheet has ended where nothing came for more than twice its longest "
            "gap; where nothing did come, say at the import of which day the file is."
        ),
        (
            "model/test_covers.py::test_costs_that_end_early_are_not_nothing",
            "model/test_covers.py::test_costs_that_begin_late_are_not_nothing",
            "model/test_covers.py::test_nobody_goes_quiet_after_the_last_day_of_the_orders",
            "model/test_covers.py::test_a_quiet_time_is_no_end",
            "ingest/test_said_days.py::test_a_day_that_a_person_sets_says_that_nothing_more_came",
        ),
    ),
    Rule(
        msg("Dates that lie ahead"),
        msg(
            "They are told when the file is opened. What is dated after the day of the files has not happened yet: it "
            "is in no figure, and stands among what is left out, with that reason. A lead whose sale is dated later is "
            "in negotiation until then. Expenses and operations are often planned: they count on their own days."
        ),
        (
            "model/test_kpi_rules.py::test_what_is_dated_after_the_day_of_the_files_has_not_happened",
            "model/test_kpi_rules.py::test_the_popup_says_what_is_still_to_come",
            "model/test_kpi_rules.py::test_a_planned_expense_counts_on_its_own_day",
            "model/test_kpi_rules.py::test_what_is_still_to_come_makes_nobody_come_back",
            "model/test_kpi_rules.py::test_an_answer_still_to_come_is_none_yet",
            "model/test_conversion.py::test_leads_without_a_day_and_of_the_future_are_counted_and_left_out",
        ),
    ),
    Rule(
        msg("An end before the beginning"),
        msg(
            "An answer before the request, a sale before the lead: the delay is unknown, neither negative nor zero. An "
            "expense that ends before it begins counts on its first day, and is told when the file is opened."
        ),
        (
            "ingest/test_importer.py::test_an_expense_that_ends_before_it_begins_is_said",
            "model/test_opening.py::test_missing_moments_and_answers_before_the_question_are_unknown",
            "model/test_kpis_of_tables.py::test_an_answer_before_the_lead_came_is_of_unknown_time",
        ),
    ),
    Rule(
        msg("Days without a time"),
        msg(
            "A wait is read as long as it can have been: from the opening of the first day to the close of the last. "
            "Where most waits hang on such a day, the figure says so; where many may be in time or late, who was "
            "answered in time is not told."
        ),
        (
            "model/test_opening.py::test_an_end_without_a_time_is_the_close_of_its_day",
            "model/test_untimed.py::test_a_figure_read_to_the_day_says_so",
            "model/test_untimed.py::test_who_was_answered_in_time_is_not_told_where_the_days_do_not_say",
        ),
    ),
    Rule(
        msg("What your files do not say"),
        msg(
            "Where a tenth of the customers or more have no date of winning, figures of a period say how many it "
            "leaves out. Where no status and no date says who was qualified, the leads won alone count, and the figure "
            "says so. Expenses of the same days and channels in two files add up, and the foot of the overview says "
            "how many there are."
        ),
        (
            "model/test_footnotes.py::test_a_customer_won_by_hand_in_a_file_without_days_of_winning",
            "model/test_footnotes.py::test_qualified_where_nothing_says_so",
            "model/test_saidtwice.py::test_the_same_weeks_in_two_files_add_up",
        ),
    ),
    Rule(
        msg("Leads that wait for an answer"),
        msg("They count in the response time of all leads with the hours that they have waited so far."),
        ("model/test_kpis_of_tables.py::test_leads_that_wait_are_followed",),
    ),
    Rule(
        msg("Money given back"),
        msg(
            "An order with a negative amount lessens the revenue of its day, and what a customer is worth (LTV), and "
            "is no order: it makes nobody a customer who came back, and stays out of the average order."
        ),
        (
            "model/test_kpis_of_tables.py::test_money_back_lessens_the_lifetime_value",
            "model/test_retention.py::test_a_refund_takes_revenue_back_and_is_no_order",
            "model/test_kpi_rules.py::test_money_back_alone_is_no_order_and_may_outweigh_what_was_sold",
        ),
    ),
    Rule(
        msg("Several orders of one customer"),
        msg("Each counts as an order and for the revenue; the customer counts once."),
        (
            "model/test_kpis_of_tables.py::test_orders_and_their_revenue",
            "model/test_kpis_of_tables.py::test_repeat_rate",
        ),
    ),
    Rule(
        msg("An order in several rows"),
        msg(
            "Rows with the same number and customer are one order, whose amounts are added up, while no more than 30 "
            "days lie from one to the next: numbers that begin again each year are other orders. A row without a "
            "customer or a day has that of the rows around it with its number. The order counts in full on the day of "
            "its first row that is no money back. Two of its rows with the same day and amount are one that was "
            "written twice."
        ),
        (
            "model/test_ordergroups.py::test_numbers_that_begin_again_each_year_are_other_orders",
            "model/test_ordergroups.py::test_an_order_counts_in_full_on_the_day_of_its_first_row",
            "model/test_ordergroups.py::test_what_a_row_leaves_open_its_neighbours_tell",
            "model/test_ordergroups.py::test_two_equal_rows_of_an_order_are_one",
        ),
    ),
    Rule(
        msg("Impressions that several files count"),
        msg(
            "Adverts come from the impressions of the costs, posts from those of the networks, and contacts of the "
            "kind “impression” count where neither tells their channel in the period: no channel counts twice. Costs "
            "that name no channel may be of any, so no contact counts beside them."
        ),
        (
            "model/test_impressions.py::test_no_channel_is_counted_twice",
            "model/test_impressions.py::test_costs_without_a_channel_may_be_of_any",
        ),
    ),
    Rule(
        msg("One customer, written in several ways"),
        msg(
            "Names of customers that differ by capitals, accents or spaces alone are one customer, in all your files; "
            "it is told when a file is opened, and can be switched off."
        ),
        (
            "ingest/test_customers.py::test_three_spellings_are_one_customer_who_came_back",
            "ingest/test_customers.py::test_the_most_frequent_spelling_of_all_files_stands_for_all",
        ),
    ),
    Rule(
        msg("Duplicates that you merged"),
        msg("They are one lead in every figure, with the orders and answers of both; undo makes them two again."),
        (
            "model/test_merging.py::test_it_counts_once_everywhere",
            "model/test_merging.py::test_what_names_the_merged_lead_names_the_kept_one",
        ),
    ),
    Rule(
        msg("A number that comes twice"),
        msg("The same lead number in two rows is one lead: only the earlier row counts."),
        ("model/test_conversion.py::test_a_number_that_repeats_counts_once",),
    ),
    Rule(
        msg("Few cases"),
        msg(
            "Every rate, mean, median and cost of fewer than 30 cases is faint. A count or a total is what it is. The "
            "biggest leak of the funnel is told of six decided leads at least; those still open are not lost."
        ),
        (
            "ui/widgets/test_kpi_card.py::test_a_figure_of_few_cases_is_faint",
            "model/test_report.py::test_one_lost_of_two_is_no_leak_yet",
            "model/test_report.py::test_young_leads_have_not_leaked",
        ),
    ),
    Rule(
        msg("Months in which nothing came"),
        msg(
            "They are in the charts, from the beginning of the period to its end or the day of the files: counts are "
            "0, rates have no value. Of orders and the like nothing is known after the last one."
        ),
        (
            "model/test_report.py::test_months_without_a_lead_at_both_ends_of_a_period_are_there",
            "model/test_monthly.py::test_months_at_the_end_are_0_for_counts_and_gaps_for_rates",
        ),
    ),
    Rule(
        msg("A change against the period before"),
        msg(
            "It is in colour only where chance does not explain it: counts over the days of both periods, with how "
            "much your own weeks vary. With too few to tell it stays grey."
        ),
        (
            "model/test_totalchance.py::test_a_longer_period_is_no_change",
            "model/test_totalchance.py::test_amounts_are_judged_with_how_much_they_differ",
        ),
    ),
    Rule(
        msg("Marks on another scale"),
        msg(
            "Satisfaction is told from 1 to 5. Marks that go up to 10 are brought to that scale when the file is "
            "opened, 8 and more being content; other marks are left out, and told. “4/5”, “8/10” and words from “very "
            "satisfied” to “very dissatisfied” are such marks. Yes and no, “yes, certainly” too, count for the "
            "recommendation rate, marks from 0 to 10 for the net promoter score, never one for the other."
        ),
        (
            "ingest/test_opinions.py::test_marks_up_to_ten_are_brought_to_one_to_five",
            "ingest/test_opinions.py::test_a_slip_above_five_is_left_out_and_said",
            "ingest/test_opinions.py::test_marks_in_words_or_of_a_whole_are_marks",
            "model/test_kpis_of_tables.py::test_answers_of_yes_and_marks_do_not_mix",
        ),
    ),
    Rule(
        msg("Leads whose source nobody knows"),
        msg("They are a group of their own beside the channels, never shared out among them."),
        ("model/test_kpi_rules.py::test_leads_without_a_source_are_a_group_of_their_own",),
    ),
    Rule(
        msg("How likely an objective is reached"),
        msg(
            "Told from your own past, never from that of others: what the days, weeks or months brought, or what "
            "became of the figure in past periods, and how much they differ. Below eight weeks, five past periods, or "
            "four months of expenses, it is too early to say; no chance is told as 0 or 100 %."
        ),
        (
            "model/test_goal_simulations.py::test_the_chances_of_objectives_are_calibrated",
            "model/test_goal_simulations.py::test_the_other_chances_are_calibrated",
            "model/test_goal_simulations.py::test_the_chances_of_figures_worked_out_are_calibrated",
            "model/test_lookback.py::test_past_periods_that_were_all_alike_make_nothing_sure",
            "model/test_resampling.py::test_no_chance_is_told_as_none_or_as_all",
        ),
    ),
    Rule(
        msg("Targets of percentages"),
        msg(
            "A target of a percentage is in percent, a return too: 25 is 25%, 0.5 half a percent. A percent sign "
            "decides. In a spreadsheet 0.25 is 25% as long as no share in the column is above 1; a target of 1 or less "
            "is told when the file is read, and can be switched."
        ),
        (
            "ingest/test_percents.py::test_a_sign_says_what_is_meant",
            "ingest/test_percents.py::test_a_number_written_without_is_in_percent_and_a_small_one_is_told",
            "ingest/test_percents.py::test_cells_shown_as_percentages_hold_fractions",
            "ingest/test_percents.py::test_that_can_be_switched_off",
        ),
    ),
    Rule(
        msg("What is unusual, and what chance does"),
        msg(
            "A month is held against up to a year before it. Where customers come again, orders go up and down with "
            "them for months: that is allowed for, and told as an alert only beyond it. Over all figures together a "
            "month in which nothing but chance happens raises an alert in 5 cases of 100 at most; most of that is kept "
            "for new leads, the conversion rate, the response time and orders. Of each other figure of the month it is "
            "said why it is not looked at: what comes later may change it, or it is decided, not left to chance."
        ),
        (
            "model/test_rhythm.py::test_what_customers_bring_who_come_again_is_less_sure",
            "model/test_goal_simulations.py::test_pure_noise_seldom_raises_an_alert",
            "model/test_alerts.py::test_every_figure_of_the_month_is_judged_or_it_is_said_why_not",
            "model/test_alerts.py::test_chances_are_told_together",
        ),
    ),
)
"""The rules, in the order in which they are told."""
