// Package customtypes holds the attribute types for which different spellings mean the same: decimals ("1200" and "1200.00"
// are one number) and calendar dates ("2015-06-17" and "20150617" are one day). It decides equality in one place for
// schemas, plans and state (design section 3).
//
// Three mechanisms share that equality. The types' semantic equality keeps the known spelling when a system returns
// another. The plan modifier KeepSpelling does the same at plan time, when semantic equality does not apply. The types'
// validation refuses values without a meaning.
//
// The framework calls that validation whenever it converts a value, both into state and out of a configuration: a system's
// value that is neither a decimal nor a date cannot be stored in an attribute of these types. An attribute whose wire
// format is not certain is a plain string.
package customtypes
