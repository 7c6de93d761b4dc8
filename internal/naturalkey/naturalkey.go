// Package naturalkey compares the texts that identify records to people, such
// as an invoice's number or a template's name: to refuse a second record, and
// to find what a request without a response may have created.
package naturalkey

import (
	"html"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Of returns the text in the form for comparison: composed (Unicode NFC), and
// without leading or trailing whitespace, which systems trim. Texts that look
// alike have the same key.
func Of(text string) string { return norm.NFC.String(strings.TrimSpace(text)) }

// IsAmbiguous reports whether a text has another spelling that looks the same,
// so that a system that compares bytes does not find it.
func IsAmbiguous(text string) bool { return norm.NFC.String(text) != norm.NFD.String(text) }

// IsID reports whether a text can be an ID that a system has assigned: digits,
// and not zero.
func IsID(text string) bool {
	return strings.Trim(text, "0123456789") == "" && strings.Trim(text, "0") != ""
}

// SameID reports whether two IDs are the same number.
func SameID(a, b string) bool { return strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0") }

// Loose returns a text without what systems are known to change: whitespace,
// the case of letters, HTML escaping, and the composition of characters.
func Loose(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(html.UnescapeString(text))), " "))
}

// MayBeSame reports whether one text may be the other after a system has
// changed it.
func MayBeSame(a, b string) bool { return Loose(a) == Loose(b) }
