package customtypes

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// DateType is the type of attributes that hold a calendar date without a time: a string YYYY-MM-DD. The wire format
// YYYYMMDD is accepted as equal (design section 3).
type DateType = spelledType[dateMeaning]

// Date is a calendar date that remembers its spelling. It has no time and no time zone. Its zero value is null.
type Date = spelled[dateMeaning]

type dateMeaning struct{}

func (dateMeaning) name() string          { return "Date" }
func (dateMeaning) noun() string          { return "date" }
func (dateMeaning) same(a, b string) bool { return SameDate(a, b) }

func (dateMeaning) check(text string) error {
	_, err := ParseDate(text)
	return err
}

// NewDateValue returns the known Date spelled s. It does not check s; the framework checks it when it stores the value.
func NewDateValue(s string) Date { return Date{StringValue: basetypes.NewStringValue(s)} }

// DateFromWire converts a date from a system to YYYY-MM-DD. It returns an error if s is not a date.
func DateFromWire(s string) (Date, error) {
	day, err := ParseDate(s)
	return NewDateValue(day.Format(time.DateOnly)), err
}

// CompactDate returns the day in the wire format YYYYMMDD: "20150617". It returns "" for a null or unknown value, and a
// text that is not a date unchanged.
func CompactDate(v Date) string { return respell(v.ValueString(), compactDate) }

// ISODate returns the day as YYYY-MM-DD: "2015-06-17". It returns "" for a null or unknown value, and a text that is not a
// date unchanged.
func ISODate(v Date) string { return respell(v.ValueString(), time.DateOnly) }

// respell writes the date s in layout, or returns s if it is not a date.
func respell(s, layout string) string {
	day, err := ParseDate(s)
	if err != nil {
		return s
	}
	return day.Format(layout)
}
