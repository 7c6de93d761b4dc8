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

// Words are how records of one kind are called in sentences, and which attribute
// stands for which field.
type Words struct {
	// Type is the resource's type, as in billing_intacct_project.
	Type string
	// Noun is the word for one record, as in "template"; Whole says which
	// template, as in "project billing template".
	Noun, Whole string
	// Known is what people know a record by, as in "name", Title the same at the
	// beginning of a sentence, and Attribute the attribute that holds it.
	Known, Title, Attribute string
	// Attributes are the attributes by the names of their fields, dotted where
	// those are members of nested objects.
	Attributes map[string]string
	// Permission says what is needed where the credential's user may not do it.
	Permission string
	// Named is a record's name in sentences; "" = what it is known by, and that.
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

// attributeOf finds the attribute that a pointer into a request's body names, as
// in /description, /budget/billingAmount or /milestones/0/percentCompleted. The
// elements of a set have no index to point at, so a line's field points at the
// set, and a member of a reference at what it refers by.
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

// CouldNotCreate is what happened where a create failed.
func (w Words) CouldNotCreate() string { return "could not create the " + w.Noun }

// Explain explains why a record was not read, created or changed.
func (w Words) Explain(happened string, err error) diag.Diagnostics {
	if exists, ok := errors.AsType[*api.ExistsError](err); ok {
		return w.exists(exists)
	}
	if missing, ok := errors.AsType[*api.MissingError](err); ok {
		return diag.Diagnostics{diag.NewErrorDiagnostic(w.explainer().Summary(happened), missing.Error()+"\n\nThe path "+missing.Path+
			" is newer than the rest of Intacct's REST API, and not every company has it yet. Ask Sage when it comes to yours, or leave the resource out.")}
	}
	if unclear, ok := errors.AsType[*api.UnclearError](err); ok {
		return w.unclear(unclear)
	}
	return w.explainer().Explain(happened, err)
}

// ExplainQuery explains why records of the kind could not be listed.
func (w Words) ExplainQuery(err error) diag.Diagnostics {
	return explainQuery("could not list the "+w.Noun+"s", err, w.explainer().Cure)
}

// exists is the error for a record that was there before.
func (w Words) exists(exists *api.ExistsError) diag.Diagnostics {
	named := cmp.Or(w.Named, fmt.Sprintf("the %s %q", w.Known, exists.Name))
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(w.Attribute), "The "+w.Noun+" already exists",
		fmt.Sprintf("Sage Intacct already has a %s with %s. Nothing was created. Change the %s, or import that %s:\n\n%s\n"+
			"If this configuration manages it already, remove create_before_destroy or run \"terraform untaint\".",
			w.Whole, named, w.Known, w.Noun, w.imports(append([]string{exists.Key}, exists.Others...))))}
}

// unclear is the error for a creation that Intacct was to name, of which nobody
// knows whether it was carried out.
func (w Words) unclear(unclear *api.UnclearError) diag.Diagnostics {
	explainer := w.explainer()
	detail := unclear.Error()
	if len(unclear.Since) > 0 {
		keys := make([]string, len(unclear.Since))
		for i, each := range unclear.Since {
			keys[i] = each.Key
		}
		detail += fmt.Sprintf("\n\nIf one of these is the %s that was to be created, import it before the next apply, "+
			"which would create another:\n\n%s\nWith %s set, the provider looks up by itself what became of a creation.", w.Noun, w.imports(keys), w.Attribute)
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(explainer.Summary(w.CouldNotCreate()+", as far as is known"), detail)}
}

// refusedNameless is the error for a creation that Intacct was to name and has
// refused. What it is about is the name, unless the refusal names another field.
func (w Words) refusedNameless(err error) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, each := range w.Explain(w.CouldNotCreate(), err) {
		at, isPlaced := each.(diag.DiagnosticWithPath)
		if isPlaced && !at.Path().Equal(path.Root(w.Attribute)) {
			diags.Append(each)
			continue
		}
		diags.AddAttributeError(path.Root(w.Attribute), each.Summary(), each.Detail()+fmt.Sprintf("\n\nWithout %s, the company must number %ss itself "+
			"(document sequencing). If it does not, set %[1]s.", w.Attribute, w.Noun))
	}
	return diags
}

// imports are the commands that import the records with those keys, a line each.
func (w Words) imports(keys []string) string {
	var commands strings.Builder
	for _, key := range keys {
		commands.WriteString("  terraform import " + w.Type + ".NAME " + key + "\n")
	}
	return commands.String()
}

// Create makes a record once, whatever happens on the way. It waits for one of
// the same name that this run is about to delete.
func Create[T any](ctx context.Context, records *Records[T], words Words, creation api.Creation) (string, diag.Diagnostics) {
	defer records.reads.Creating()()
	key, err := records.objects.CreateOnce(ctx, creation)
	if exists, ok := errors.AsType[*api.ExistsError](err); ok && records.departures.Await(ctx, append([]string{exists.Key}, exists.Others...)) {
		key, err = records.objects.CreateOnce(ctx, creation)
	}
	var diags diag.Diagnostics
	if unchecked := records.objects.NamesUnchecked(); unchecked != nil {
		diags.AddWarning(fmt.Sprintf("Existing %s %ss were not checked", words.Noun, words.Known),
			fmt.Sprintf("Whether a %s already has the %s of a new one could not be checked: %v", words.Noun, words.Known, unchecked))
	}
	switch {
	case err == nil:
		return key, diags
	case creation.Name == nil && isRefused(err, records.objects.Path()):
		return "", append(diags, words.refusedNameless(err)...)
	}
	return "", append(diags, words.Explain(words.CouldNotCreate(), err)...)
}

// isRefused tells whether Intacct has understood a request to that path and refused it.
func isRefused(err error, path string) bool {
	failure, isAnswer := errors.AsType[*transport.APIError](err)
	return isAnswer && failure.Path == path && transport.HasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity)
}

// Find looks up the key of the one record of that name, and the record without its
// lines. That there is none, or more than one, is an error.
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
			fmt.Sprintf("No %s has exactly this %s, capital and small letters included, or the credential's user cannot see it.", words.Whole, words.Known))}
	case 1:
		return keys[0], nil
	}
	return "", diag.Diagnostics{diag.NewErrorDiagnostic(
		words.explainer().Summary(fmt.Sprintf("there are %d %ss %q", len(found), words.Noun, name)),
		"Their keys are "+strings.Join(keys, ", ")+". Choose one by its key instead.")}
}
