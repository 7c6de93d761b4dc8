package sandbox

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/quirks"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// ApplyValues configures how the systems change the records that clients write, from text such as
// "trim,escape,round,recase,currency=EUR,soft-delete". ValuesHelp lists the possible parts. Empty text changes nothing.
func (o *Options) ApplyValues(text string) error {
	if text == "" {
		return nil
	}
	changed := *o
	var values quirks.Values
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, hasValue := strings.Cut(part, "=")
		if seen[name] {
			return fmt.Errorf("%s is given twice", name)
		}
		seen[name] = true
		known, err := setValue(&values, name, value)
		if !known {
			known, err = changed.setSwitch(name), nil
		}
		switch {
		case !known:
			return fmt.Errorf("unknown part %q: must be one of %s", name, ValuesHelp)
		case hasValue != takesValue(name) || hasValue && value == "":
			return fmt.Errorf("%q: must be one of %s", part, ValuesHelp)
		case err != nil:
			return fmt.Errorf("%s: %w", part, err)
		}
	}
	if seen["forget-page-headers"] && seen["fold-page-headers"] {
		return fmt.Errorf("use either forget-page-headers or fold-page-headers")
	}
	if err := values.Validate(); err != nil {
		return err
	}
	changed.Teamwork.Values, changed.Intacct.Values, changed.Wethod.Shapes.Values = values, values, values
	*o = changed
	return nil
}

// ValuesHelp lists the possible parts of the text that ApplyValues parses.
const ValuesHelp = "trim, escape, round, recase, currency=EUR, share=0.1, seed=1, soft-delete, " +
	"forget-page-headers or fold-page-headers, separated by commas"

// takesValue reports whether a part has the form name=value.
func takesValue(name string) bool { return name == "currency" || name == "share" || name == "seed" }

// setValue sets the part of values with name, if there is one.
func setValue(values *quirks.Values, name, value string) (known bool, err error) {
	switch name {
	case "trim":
		values.Trim = true
	case "escape":
		values.Escape = true
	case "round":
		values.Round = true
	case "recase":
		values.Recase = true
	case "currency":
		values.OverrideCurrency = value
	case "share":
		values.Share, err = strconv.ParseFloat(value, 64)
	case "seed":
		values.Seed, err = strconv.ParseUint(value, 10, 64)
	default:
		return false, nil
	}
	return true, err
}

// setSwitch sets the switch of the systems with name, if there is one.
func (o *Options) setSwitch(name string) bool {
	switch name {
	case "soft-delete":
		o.Teamwork.SoftDelete, o.Intacct.SoftDelete = true, true
	case "forget-page-headers":
		o.Teamwork.PageHeaders = teamwork.PageHeadersForgotten
	case "fold-page-headers":
		o.Teamwork.PageHeaders = teamwork.PageHeadersFolded
	default:
		return false
	}
	return true
}
