// Package quirks emulates what real servers do to the values that clients send: trim, escape, round, recase and override
// them before they are stored.
package quirks

import (
	"errors"
	"fmt"
	"regexp"
)

// Values says how a system changes the values that clients write through its API, in creates and updates alike. What the
// sandbox's own screens methods write stays as it is. The zero value changes nothing.
type Values struct {
	// Trim removes white space at both ends of every text.
	Trim bool
	// Escape escapes & < > " ' in texts for HTML: "Smith & Sons" is stored as "Smith &amp; Sons".
	Escape bool
	// Round rounds amounts to two decimals, halves away from zero.
	Round bool
	// Recase stores names and numbers of records in capitals.
	Recase bool
	// OverrideCurrency is stored instead of any currency code, and where none is sent; empty overrides none.
	OverrideCurrency string
	// Share is the share of values that are changed, each in one way, drawn from the enabled changes that fit it.
	// With 0, every value is changed in every enabled way.
	Share float64
	// Seed sets the order of the draws for Share.
	Seed uint64
}

// currencyPattern is the form of a currency code.
var currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)

// Validate reports values that no system can be given.
func (v Values) Validate() error {
	var problems []error
	if v.OverrideCurrency != "" && !currencyPattern.MatchString(v.OverrideCurrency) {
		problems = append(problems, fmt.Errorf("currency %q: want three capital letters, such as EUR", v.OverrideCurrency))
	}
	if inRange := v.Share >= 0 && v.Share <= 1; !inRange { // what is not a number is not in range either
		problems = append(problems, fmt.Errorf("share %v: want a number between 0 and 1", v.Share))
	}
	return errors.Join(problems...)
}
