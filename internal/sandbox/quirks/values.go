// Package quirks emulates what real servers do to the values that clients send: trim, escape, round, recase and override
// them before they are stored.
package quirks

import (
	"errors"
	"fmt"
	"regexp"
)

// Values configures how a system changes the values that clients write through its API, in creates and updates. What the
// sandbox's own screens methods write stays unchanged. The zero value changes nothing.
type Values struct {
	// Trim removes whitespace at both ends of every text.
	Trim bool
	// Escape escapes & < > " ' in texts for HTML: "Smith & Sons" is stored as "Smith &amp; Sons".
	Escape bool
	// Round rounds amounts to two decimals, halves away from zero.
	Round bool
	// Recase stores names and numbers of records in uppercase.
	Recase bool
	// OverrideCurrency is stored instead of any currency code, and if none is sent. If it is empty, currency codes are not
	// overridden.
	OverrideCurrency string
	// Share is the share of values that are changed. Each of them is changed in one way, drawn from the enabled changes
	// that apply to it. With 0, every value is changed in every enabled way.
	Share float64
	// Seed sets the order of the draws for Share.
	Seed uint64
}

// currencyPattern is the form of a currency code.
var currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)

// Validate reports values that no system accepts.
func (v Values) Validate() error {
	var problems []error
	if v.OverrideCurrency != "" && !currencyPattern.MatchString(v.OverrideCurrency) {
		problems = append(problems, fmt.Errorf("currency %q: must be three capital letters, such as EUR", v.OverrideCurrency))
	}
	if inRange := v.Share >= 0 && v.Share <= 1; !inRange { // NaN is not in range either
		problems = append(problems, fmt.Errorf("share %v: must be a number between 0 and 1", v.Share))
	}
	return errors.Join(problems...)
}
