// Package customtypes holds the attribute types whose spelling and meaning differ: decimals, of which
// "1200" and "1200.00" are one number, and calendar dates, of which "2015-06-17" and "20150617" are one
// day. Equality is decided here, once, for schemas, plans and state alike (design section 3).
//
// Three mechanisms share that equality. The types' semantic equality keeps the known spelling when a
// system answers with another. The plan modifier KeepSpelling does the same
// at plan time, where semantic equality does not act. The types' validation refuses what has no meaning.
//
// The framework calls that validation wherever it converts a value, on the way into state as well as
// on the way out of a configuration: a system's answer that is neither a decimal nor a date cannot be
// stored in an attribute of these types. An attribute whose wire form is not certain is a plain string.
package customtypes
