package system

import (
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/projectbilling/terraform-provider-billing/internal/customtypes"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// BaseURL validates a system's address like transport.ParseBaseURL.
func BaseURL() validator.String {
	return CheckedSetting("an https:// address", func(text string) error {
		_, err := transport.ParseBaseURL(text)
		return err
	})
}

// Credential validates that a secret can be sent in a header. Its messages
// never contain the value.
func Credential() validator.String {
	return CheckedSetting("a credential on one line", transport.CheckCredential)
}

// CheckedSetting validates a setting of the provider block. The empty string
// counts as not set.
func CheckedSetting(rule string, check func(text string) error) validator.String {
	return customtypes.Checked{Rule: rule, Check: func(text string) error {
		if text == "" {
			return nil
		}
		return check(text)
	}}
}
