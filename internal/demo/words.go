package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// describe returns a record as a row of the story: its name and its amount.
func describe(record string, values map[string]any) (name, amount string) {
	text := func(attribute string) string {
		if values[attribute] == nil {
			return ""
		}
		return fmt.Sprint(values[attribute])
	}
	count := func(attribute string) int {
		list, _ := values[attribute].([]any)
		return len(list)
	}
	switch record {
	case "billing_teamwork_expense":
		return "Teamwork expense, " + text("name"), money(text("cost"), "")
	case "billing_teamwork_invoice":
		name = "Teamwork invoice " + text("number")
		if text("fixed_cost") != "" {
			return name, money(text("fixed_cost"), text("currency_code"))
		}
		return name, fmt.Sprintf("%d time logs, expense", count("time_log_ids"))
	case "billing_wethod_invoice":
		return "Wethod invoice " + text("invoice_number"), money(text("value"), "")
	case "billing_intacct_project_billing_template":
		return "Intacct template, " + text("name"), percentages(values["milestones"])
	}
	return record, ""
}

// percentages lists the percentages of a template's milestones.
func percentages(milestones any) string {
	list, _ := milestones.([]any)
	percents := make([]decimal.Decimal, 0, len(list))
	for _, each := range list {
		milestone, _ := each.(map[string]any)
		percent, err := decimal.NewFromString(fmt.Sprint(milestone["percent_completed"]))
		if err != nil {
			return ""
		}
		percents = append(percents, percent)
	}
	slices.SortFunc(percents, decimal.Decimal.Cmp)
	words := make([]string, 0, len(percents))
	for _, percent := range percents {
		words = append(words, percent.String()+"%")
	}
	return strings.Join(words, ", ")
}

// money formats an amount for readers, such as "1,200.00 USD".
func money(amount, currency string) string {
	value, err := decimal.NewFromString(amount)
	if err != nil {
		return amount
	}
	text := value.StringFixed(2)
	for at := len(text) - len(".00") - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return strings.TrimSpace(text + " " + currency)
}

// refusal returns the error that a command printed: its headline, followed by
// as many of its sentences as fit in three lines of width columns.
func refusal(printed string, width int) []string {
	printed = strings.NewReplacer("│ ", "", "│", "", "╷", "", "╵", "").Replace(printed)
	_, printed, _ = strings.Cut(printed, "Error: ")
	headline, detail, _ := strings.Cut(strings.TrimSpace(printed), "\n")
	paragraphs := strings.Split(strings.TrimSpace(detail), "\n\n")
	sentences := strings.SplitAfter(strings.Join(strings.Fields(paragraphs[len(paragraphs)-1]), " "), ". ")
	lines := wrap(strings.Join(sentences, ""), width)
	for len(lines) > 3 && len(sentences) > 1 {
		sentences = sentences[:len(sentences)-1]
		lines = wrap(strings.Join(sentences, ""), width)
	}
	return append([]string{"Error: " + headline}, lines...)
}

// wrap breaks a text into lines of at most width columns.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}
