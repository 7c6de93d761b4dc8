package system

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Explainer turns errors of one system into texts for the user: what the
// provider was doing, what the system returned, and the usual fix.
type Explainer struct {
	// Title is the system's name for texts.
	Title string
	// Cure returns the usual fix for a failure; "" = there is nothing to add to
	// the failure itself. Optional.
	Cure func(failure *transport.APIError) string
	// Attribute returns the attribute for a field of the system, by the
	// system's own name of the field. Optional.
	Attribute func(target string) (at path.Path, isKnown bool)
}

// Explain converts an error to diagnostics. happened completes the sentence
// "The provider ...". Each detail of a failure that concerns an attribute is an
// error at that attribute. The rest is one error.
func (e Explainer) Explain(happened string, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var failure *transport.APIError
	if !errors.As(err, &failure) || e.Attribute == nil {
		diags.AddError(e.Summary(happened), e.Detail(err))
		return diags
	}
	rest := *failure
	rest.Fields = nil
	for _, each := range failure.Fields {
		at, isKnown := e.Attribute(each.Target)
		if !isKnown {
			rest.Fields = append(rest.Fields, each)
			continue
		}
		only := *failure
		only.Fields = []transport.FieldProblem{each}
		diags.AddAttributeError(at, e.Summary(happened), e.Detail(&only))
	}
	switch {
	case len(diags) == 0:
		diags.AddError(e.Summary(happened), e.Detail(err))
	case len(rest.Fields) > 0:
		diags.AddError(e.Summary(happened), e.Detail(&rest))
	}
	return diags
}

// Summary returns the headline of an error.
func (e Explainer) Summary(happened string) string { return e.Title + ": " + happened }

// Detail returns the full text of an error, with the usual fix.
func (e Explainer) Detail(err error) string {
	detail := err.Error()
	if first, isPlain := strings.CutPrefix(detail, "no "); isPlain { // the text begins a sentence
		detail = "No " + first
	}
	if failure, isAnswer := errors.AsType[*transport.APIError](err); isAnswer && e.Cure != nil {
		if cure := e.Cure(failure); cure != "" {
			return detail + "\n\n" + cure
		}
	}
	if failure, isSilence := errors.AsType[*transport.NoAnswerError](err); isSilence && failure.Outcome() == transport.NotSent &&
		!errors.Is(err, context.Canceled) {
		return detail + "\n\nCheck the network, the proxy (HTTPS_PROXY), and base_url in the provider block."
	}
	return detail
}
