package quirks

import (
	"math/rand/v2"
	"strings"

	"github.com/shopspring/decimal"
)

// Changer changes written values. It is not safe for concurrent use: the system that owns it calls it under its own
// lock.
type Changer struct {
	values Values
	random *rand.Rand
}

// NewChanger returns a changer. It panics on values that Validate refuses.
func NewChanger(values Values) *Changer {
	if err := values.Validate(); err != nil {
		panic("sandbox: " + err.Error())
	}
	return &Changer{values: values, random: rand.New(rand.NewPCG(values.Seed, 0))}
}

// Values returns the values that the changer was created with.
func (c *Changer) Values() Values { return c.values }

// Text returns free text as the system stores it.
func (c *Changer) Text(text string) string {
	return c.apply(text, change{c.values.Trim, strings.TrimSpace}, change{c.values.Escape, escape})
}

// Name returns the name or number of a record as the system stores it.
func (c *Changer) Name(text string) string {
	return c.apply(text,
		change{c.values.Trim, strings.TrimSpace},
		change{c.values.Recase, strings.ToUpper},
		change{c.values.Escape, escape},
	)
}

// Amount returns a decimal number as the system stores it. Empty text, which means no amount, stays unchanged. It
// panics on other text.
func (c *Changer) Amount(text string) string {
	return c.apply(text, change{c.values.Round, round})
}

// Currency returns a currency code as the system stores it. Empty text means no currency.
func (c *Changer) Currency(code string) string {
	override := func(string) string { return c.values.OverrideCurrency }
	return c.apply(code, change{c.values.OverrideCurrency != "", override})
}

// change is one way to change a value, if it is enabled.
type change struct {
	enabled bool
	make    func(string) string
}

// apply makes all enabled changes in turn or, with a share, one of them if the random draw selects it.
func (c *Changer) apply(text string, changes ...change) string {
	var enabled []func(string) string
	for _, change := range changes {
		if change.enabled {
			enabled = append(enabled, change.make)
		}
	}
	switch {
	case len(enabled) == 0:
	case c.values.Share == 0:
		for _, change := range enabled {
			text = change(text)
		}
	case c.random.Float64() < c.values.Share:
		text = enabled[c.random.IntN(len(enabled))](text)
	}
	return text
}

// escape escapes text for HTML, with the entities that old backends typically use.
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace(text)
}

// round rounds a decimal number to two decimals. A number with at most two decimals keeps its spelling.
func round(text string) string {
	if text == "" {
		return ""
	}
	value := decimal.RequireFromString(text)
	if rounded := value.Round(2); !rounded.Equal(value) {
		return rounded.StringFixed(2)
	}
	return text
}
