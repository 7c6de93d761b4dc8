// Package naturalkey compares the texts by which records are known to people,
// such as an invoice's number or a template's name: to refuse a second record,
// and to find again what a request without an answer may have made.
package naturalkey

import (
	"html"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Of is a text as it is compared: composed (Unicode NFC), and without white
// space at its ends, which systems trim. Texts that look alike have one key.
func Of(text string) string { return norm.NFC.String(strings.TrimSpace(text)) }

// IsAmbiguous tells whether a text can be spelled otherwise and look the same,
// so that a system which compares bytes does not find it.
func IsAmbiguous(text string) bool { return norm.NFC.String(text) != norm.NFD.String(text) }

// IsID tells whether a text can be an id that a system has assigned: digits, and
// not zero.
func IsID(text string) bool {
	return strings.Trim(text, "0123456789") == "" && strings.Trim(text, "0") != ""
}

// SameID tells whether two ids are the same number.
func SameID(a, b string) bool { return strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0") }

// Loose is a text without what systems have been seen to change: white space,
// the case of letters, the escaping of HTML, and the composition of characters.
func Loose(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(html.UnescapeString(text))), " "))
}

// MayBeSame tells whether two texts may be one before and after a system has
// changed it.
func MayBeSame(a, b string) bool { return Loose(a) == Loose(b) }
