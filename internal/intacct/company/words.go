package company

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/projectbilling/terraform-provider-billing/internal/intacct/api"
	"github.com/projectbilling/terraform-provider-billing/internal/system"
	"github.com/projectbilling/terraform-provider-billing/internal/transport"
)

// Words holds the terms for one kind of record in messages, and the attribute for each field.
type Words struct {
	// Type is the resource's type, as in billing_intacct_project.
	Type string
	// Noun is the short name of a record, as in "template". Whole is its full name, as in "project billing template".
	Noun, Whole string
	// Known is what identifies a record for users, as in "name". Title is the same at the beginning of a sentence,
	// and Attribute is the attribute that holds it.
	Known, Title, Attribute string
	// Attributes maps fields to attributes. The name of a field in a nested object is dotted.
	Attributes map[string]string
	// Permission is the remedy if the credential's user lacks a permission.
	Permission string
	// Named identifies a record in sentences; "" = Known and its value.
	Named string
}

func (w Words) explainer() system.Explainer {
	return system.Explainer{Title: Title, Attribute: w.attributeOf, Cure: func(failure *transport.APIError) string {
		if failure.Status == http.StatusForbidden {
			return w.Permission
		}
		return cure(failure)
	}}
}

// attributeOf returns the attribute for a pointer into a request's body, as in /description, /budget/billingAmount or
// /milestones/0/percentCompleted. The elements of a set have no index to point at, so a field of a line resolves to
// the set. A member of a reference resolves to the attribute of the reference.
func (w Words) attributeOf(target string) (path.Path, bool) {
	field := strings.ReplaceAll(strings.Trim(target, "/"), "/", ".")
	for field != "" {
		if attribute, isKnown := w.Attributes[field]; isKnown {
			return path.Root(attribute), true
		}
		end := strings.LastIndex(field, ".")
		field = field[:max(end, 0)]
	}
	return path.Empty(), false
}

// CouldNotCreate returns the summary of a failed create.
func (w Words) CouldNotCreate() string { return "could not create the " + w.Noun }

// Explain explains why a record was not read, created or changed.
func (w Words) Explain(happened string, err error) diag.Diagnostics {
	if exists, ok := errors.AsType[*api.ExistsError](err); ok {
		return w.exists(exists)
	}
	if missing, ok := errors.AsType[*api.MissingError](err); ok {
		return diag.Diagnostics{diag.NewErrorDiagnostic(w.explainer().Summary(happened), missing.Error()+"\n\nThe path "+missing.Path+
			" is newer than the rest of Intacct's REST API, and not every company has it yet. Ask Sage when your company gets it, or remove the resource from the configuration.")}
	}
	if unclear, ok := errors.AsType[*api.UnclearError](err); ok {
		return w.unclear(unclear)
	}
	if unconfirmed, ok := errors.AsType[*api.UnconfirmedError](err); ok {
		return w.unconfirmed(happened, unconfirmed)
	}
	if similar, ok := errors.AsType[*api.SimilarError](err); ok {
		return w.similar(happened, similar)
	}
	return w.explainer().Explain(happened, err)
}

// ExplainQuery explains why records of this kind could not be listed.
func (w Words) ExplainQuery(err error) diag.Diagnostics {
	return explainQuery("could not list the "+w.Noun+"s", err, w.explainer().Cure)
}

// exists returns the error for a record that already exists.
func (w Words) exists(exists *api.ExistsError) diag.Diagnostics {
	named := cmp.Or(w.Named, fmt.Sprintf("the %s %q", w.Known, exists.Name))
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(w.Attribute), "The "+w.Noun+" already exists",
		fmt.Sprintf("Sage Intacct already has a %s with %s. Nothing was created. Change the %s, or import that %s:\n\n%s\n"+
			"If this configuration manages it already, remove create_before_destroy or run \"terraform untaint\".",
			w.Whole, named, w.Known, w.Noun, w.imports(append([]string{exists.Key}, exists.Others...))))}
}

// unconfirmed returns the error for a write that Intacct may have accepted without a visible effect.
func (w Words) unconfirmed(happened string, unconfirmed *api.UnconfirmedError) diag.Diagnostics {
	detail := unconfirmed.Error()
	if unconfirmed.Key == "" {
		detail += ":\n\n- If it does, import it before the next apply:\n\n" + w.imports([]string{"KEY"}) + "\n- If it does not, apply again."
	} else {
		detail += "."
	}
	if failure, isAnswer := errors.AsType[*transport.APIError](unconfirmed); isAnswer {
		detail = strings.TrimSpace(detail + "\n\n" + cure(failure))
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(w.explainer().Summary(happened), detail)}
}

// similar returns the error for a refused create whose reason may be a record with a similar name.
func (w Words) similar(happened string, similar *api.SimilarError) diag.Diagnostics {
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(w.Attribute), w.explainer().Summary(happened),
		fmt.Sprintf("%v\n\nNothing was created. If one of these is the %s in this configuration, write its %s as Sage Intacct does, and import it. "+
			"Otherwise, change the %[3]s if Sage Intacct regards the two as the same:\n\n%[4]s", similar, w.Noun, w.Known, w.imports(keysOf(similar.Found))))}
}

func keysOf(found []api.Found) []string {
	keys := make([]string, len(found))
	for i, each := range found {
		keys[i] = each.Key
	}
	return keys
}

// unclear returns the error for a create whose name Intacct assigns and whose outcome is not known.
func (w Words) unclear(unclear *api.UnclearError) diag.Diagnostics {
	explainer := w.explainer()
	detail := unclear.Error()
	if len(unclear.Since) == 0 {
		detail += fmt.Sprintf(".\n\nCheck in Sage Intacct whether the %s exists now. If it does, import it before the next apply, which would otherwise "+
			"create another one:\n\n%s", w.Noun, w.imports([]string{"KEY"}))
	} else {
		detail += fmt.Sprintf("\n\nIf one of these is the %s in this configuration, import it before the next apply, "+
			"which would otherwise create another one:\n\n%s\nIf %s is set, the provider can check the outcome of a create itself.", w.Noun, w.imports(keysOf(unclear.Since)), w.Attribute)
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(explainer.Summary("could not confirm that the "+w.Noun+" was created"), detail)}
}

// refusedNameless returns the error for a refused create whose name Intacct assigns. The error is about the name,
// unless the response names another field.
func (w Words) refusedNameless(err error) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range w.Explain(w.CouldNotCreate(), err) {
		at, isPlaced := each.(diag.DiagnosticWithPath)
		if isPlaced && !at.Path().Equal(path.Root(w.Attribute)) {
			diags.Append(each)
			continue
		}
		diags.AddAttributeError(path.Root(w.Attribute), each.Summary(), each.Detail()+fmt.Sprintf("\n\nWithout %s, the company must number %ss automatically "+
			"(document sequencing). If it does not, set %[1]s.", w.Attribute, w.Noun))
	}
	return diags
}

// imports returns the commands that import the records with the given keys, one per line.
func (w Words) imports(keys []string) string {
	var commands strings.Builder
	for _, key := range keys {
		commands.WriteString("  terraform import " + w.Type + ".NAME " + key + "\n")
	}
	return commands.String()
}

// Create creates a record exactly once, even if a response is lost. It waits for the deletion of a record with the
// same name in this run.
func Create[T any](ctx context.Context, records *Records[T], words Words, creation api.Creation) (string, diag.Diagnostics) {
	defer records.reads.Creating()()
	key, err := records.objects.CreateOnce(ctx, creation)
	if holders := holdersOf(err); len(holders) > 0 && records.departures.Await(ctx, holders) {
		key, err = records.objects.CreateOnce(ctx, creation)
	}
	var diags diag.Diagnostics
	if unchecked := records.objects.NamesUnchecked(); unchecked != nil {
		diags.AddWarning(fmt.Sprintf("Existing %s %ss were not checked", words.Noun, words.Known),
			fmt.Sprintf("The provider could not check whether a %s with the same %s already exists: %v", words.Noun, words.Known, unchecked))
	}
	switch {
	case err == nil:
		return key, diags
	case creation.Name == nil && isRefused(err, records.objects.Path()):
		return "", append(diags, words.refusedNameless(err)...)
	}
	return "", append(diags, words.Explain(words.CouldNotCreate(), err)...)
}

// holdersOf returns the keys of the records that a failed create names as the reason.
func holdersOf(err error) []string {
	if exists, ok := errors.AsType[*api.ExistsError](err); ok {
		return append([]string{exists.Key}, exists.Others...)
	}
	if similar, ok := errors.AsType[*api.SimilarError](err); ok {
		return keysOf(similar.Found)
	}
	return nil
}

// isRefused reports whether Intacct understood a request to the path and refused it.
func isRefused(err error, path string) bool {
	failure, isAnswer := errors.AsType[*transport.APIError](err)
	return isAnswer && failure.Path == path && transport.HasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity)
}

// Find returns the key of the only record with the given name. It is an error if there is none, or more than one.
func Find[T any](ctx context.Context, records *Records[T], words Words, name string) (string, diag.Diagnostics) {
	found, err := records.objects.Named(ctx, name)
	if err != nil {
		return "", words.Explain(fmt.Sprintf("could not look up the %s %q", words.Noun, name), err)
	}
	keys := make([]string, len(found))
	for i, each := range found {
		keys[i] = records.objects.Key(each)
	}
	switch len(keys) {
	case 0:
		return "", diag.Diagnostics{diag.NewErrorDiagnostic(
			words.explainer().Summary(fmt.Sprintf("there is no %s %q", words.Noun, name)),
			fmt.Sprintf("No %s has exactly this %s (case-sensitive), or the credential's user cannot see it. Check the %[2]s and the user's permissions.", words.Whole, words.Known))}
	case 1:
		return keys[0], nil
	}
	return "", diag.Diagnostics{diag.NewErrorDiagnostic(
		words.explainer().Summary(fmt.Sprintf("there are %d %ss %q", len(found), words.Noun, name)),
		"Their keys are "+strings.Join(keys, ", ")+". Use one of these keys instead.")}
}
