package api

import (
	"strconv"

	"github.com/projectbilling/terraform-provider-billing/internal/lenient"
)

// Reference is the ID of a record that an invoice refers to, as text; "" = none.
// A value that is not an ID stays as the service wrote it.
type Reference lenient.Text

// UnmarshalJSON accepts any JSON scalar. It writes an ID without a fraction of
// zeros, so that it is the same text in each spelling.
func (r *Reference) UnmarshalJSON(data []byte) error {
	var text lenient.Text
	if err := text.UnmarshalJSON(data); err != nil {
		return err
	}
	*r = Reference(text)
	var id lenient.Integer
	if text != "" && id.UnmarshalJSON(data) == nil {
		*r = Reference(strconv.FormatInt(int64(id), 10))
	}
	return nil
}
