package system

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/projectbilling/terraform-provider-billing/internal/reads"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Settings reads one system's configuration: each value from the provider
// block or, where that is silent, from an environment variable. It gathers
// what is unknown, missing and wrong instead of failing, since a system that
// nobody uses may stay unconfigured.
type Settings struct {
	name, title string
	block       path.Path
	values      map[string]attr.Value
	environment func(string) string

	unknown []string // attributes whose value Terraform does not know yet
	missing []Setting
	wrong   diag.Diagnostics // mistakes in the provider block
	unfit   diag.Diagnostics // mistakes that matter only once the system is used
}

// Setting is a value without which a system cannot be used.
type Setting struct {
	Attribute string // as in base_url
	Variable  string // the environment variable that stands in
	Example   string // an HCL expression
}

// NewSettings reads the nested object block of the system called name.
// environment is os.Getenv, or a test's own.
func NewSettings(name, title string, block types.Object, environment func(string) string) *Settings {
	settings := &Settings{
		name:        name,
		title:       title,
		block:       path.Root(name),
		values:      block.Attributes(),
		environment: environment,
	}
	if block.IsUnknown() {
		settings.unknown = append(settings.unknown, name)
	}
	return settings
}

// InBlock tells whether the provider block itself sets the attribute, to a
// value or to one not known yet. The empty string counts as not set.
func (s *Settings) InBlock(attribute string) bool {
	value, ok := s.values[attribute]
	if !ok || value.IsNull() {
		return false
	}
	text, isText := value.(types.String)
	return !isText || text.IsUnknown() || text.ValueString() != ""
}

// Text is the value of a string attribute, else of the environment variable
// (where one is named), else fallback. It is "" when there is none or it is
// not known yet.
func (s *Settings) Text(attribute, variable, fallback string) string {
	if s.InBlock(attribute) {
		text, _ := s.values[attribute].(types.String)
		if text.IsUnknown() {
			s.unknown = append(s.unknown, s.name+"."+attribute)
			return ""
		}
		return text.ValueString()
	}
	if variable != "" {
		if value := s.environment(variable); value != "" {
			return value
		}
	}
	return fallback
}

// Number is the value of an integer attribute, else fallback. A value not
// known yet counts as fallback: the numbers are limits, and no reason to wait.
func (s *Settings) Number(attribute string, fallback int) int {
	number, ok := s.values[attribute].(types.Int64)
	if !ok || number.IsNull() || number.IsUnknown() {
		return fallback
	}
	return int(number.ValueInt64())
}

// Reads is the value of the attribute reads. A value not known yet counts as
// the default: it changes how many requests are sent, and nothing else.
func (s *Settings) Reads() reads.Mode {
	text, _ := s.values["reads"].(types.String)
	return readsModes()[text.ValueString()]
}

// readsModes are the values of the attribute reads.
func readsModes() map[string]reads.Mode {
	return map[string]reads.Mode{"auto": reads.Auto, "list": reads.List, "single": reads.Single}
}

// BaseURL is the system's address, checked; nil when it is missing or wrong,
// which is then reported.
func (s *Settings) BaseURL(setting Setting, fallback string) *url.URL {
	text := s.Text(setting.Attribute, setting.Variable, fallback)
	if text == "" {
		s.Require(setting)
		return nil
	}
	address, err := transport.ParseBaseURL(text)
	if err != nil {
		s.Refuse(setting, err)
		return nil
	}
	return address
}

// Credential is a secret that is sent in a header, checked for characters that
// cannot be. It is "" when there is none or it is wrong, which is then reported.
func (s *Settings) Credential(setting Setting) string {
	value := s.Text(setting.Attribute, setting.Variable, "")
	if err := transport.CheckCredential(value); err != nil {
		s.Refuse(setting, err)
		return ""
	}
	return value
}

// Require reports that a needed value is missing, unless it is only not known yet.
func (s *Settings) Require(setting Setting) {
	if !s.isUnknown(setting.Attribute) {
		s.missing = append(s.missing, setting)
	}
}

// Refuse reports that a value cannot be used. One from the provider block is a
// mistake in the configuration; one from the environment matters only when the
// system is used.
func (s *Settings) Refuse(setting Setting, reason error) {
	if s.InBlock(setting.Attribute) {
		s.wrong.AddAttributeError(s.block.AtName(setting.Attribute),
			fmt.Sprintf("Invalid %s.%s", s.name, setting.Attribute),
			sentence(fmt.Sprintf("The value of %s.%s cannot be used: %s", s.name, setting.Attribute, reason)))
		return
	}
	s.unfit.AddError(
		fmt.Sprintf("Invalid environment variable %s", setting.Variable),
		sentence(fmt.Sprintf("%s (for %s.%s): %s",
			setting.Variable, s.name, setting.Attribute, reason)))
}

// Conflict reports that two values exclude each other.
func (s *Settings) Conflict(first, second Setting) {
	s.unfit.AddError(
		fmt.Sprintf("%s is configured twice", s.title),
		fmt.Sprintf("Both %s and %s are set, and only one can be used. Unset one of them, or set %s.%s or %s.%s in the provider block.",
			first.Variable, second.Variable, s.name, first.Attribute, s.name, second.Attribute))
}

func (s *Settings) isUnknown(attribute string) bool {
	for _, unknown := range s.unknown {
		if unknown == s.name || unknown == s.name+"."+attribute {
			return true
		}
	}
	return false
}

// isReady tells whether the system can be connected to.
func (s *Settings) isReady() bool {
	return len(s.unknown) == 0 && len(s.missing) == 0 && !s.wrong.HasError() && !s.unfit.HasError()
}

// notConfigured is the error of a resource whose system lacks a value: it names
// each attribute, its environment variable and an example.
func (s *Settings) notConfigured() diag.Diagnostics {
	var diags diag.Diagnostics
	diags.Append(s.unfit...)
	if len(s.missing) == 0 {
		return diags
	}
	var attributes, variables, values []string
	for _, setting := range s.missing {
		attributes = append(attributes, s.name+"."+setting.Attribute)
		variables = append(variables, setting.Variable)
		values = append(values, setting.Attribute+" = "+setting.Example)
	}
	plural := ""
	if len(variables) > 1 {
		plural = "s"
	}
	diags.AddError(
		s.title+" is not configured",
		fmt.Sprintf("%s needs %s. Set the environment variable%s %s, or add to the provider block:\n\n  %s = { %s }",
			s.title, enumerated(attributes), plural, enumerated(variables), s.name, strings.Join(values, ", ")))
	return diags
}

// enumerated joins words as in "a, b and c".
func enumerated(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func sentence(text string) string {
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
