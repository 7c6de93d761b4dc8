package api

import (
	"regexp"
	"testing"
)

func TestTemplateFields_describe(t *testing.T) {
	t.Parallel()
	fields := TemplateFields{
		Name: "n", Description: "d", BasedOn: BasedOnPlannedHours,
		Milestones: []MilestoneFields{{PercentCompleted: "50"}, {PercentCompleted: "100", Description: "end"}},
	}
	same := func() *Template {
		return &Template{
			Name: "n", Description: "d", BillingMethod: "percentCompleted", CalculateOn: "project", BasedOn: "plannedHours", Status: "active",
			Milestones: []Milestone{
				{Key: "2", PercentCompleted: "100.00", Description: "end"},
				{Key: "1", PercentCompleted: "50.00"},
			},
		}
	}
	if !fields.describe(same()) {
		t.Error("the same template is taken for another")
	}
	for name, change := range map[string]func(*Template){
		"name":         func(t *Template) { t.Name = "M" },
		"description":  func(t *Template) { t.Description = "x" },
		"method":       func(t *Template) { t.BillingMethod = "milestone" },
		"calculated":   func(t *Template) { t.CalculateOn = "task" },
		"based":        func(t *Template) { t.BasedOn = "estimatedHours" },
		"status":       func(t *Template) { t.Status = "inactive" },
		"one fewer":    func(t *Template) { t.Milestones = t.Milestones[:1] },
		"one more":     func(t *Template) { t.Milestones = append(t.Milestones, Milestone{}) },
		"percentage":   func(t *Template) { t.Milestones[0].PercentCompleted = "99" },
		"same twice":   func(t *Template) { t.Milestones[0] = t.Milestones[1] },
		"a milestones": func(t *Template) { t.Milestones[1].Description = "x" },
	} {
		other := same()
		change(other)
		if fields.describe(other) {
			t.Errorf("another %s is not seen", name)
		}
	}
}

func TestTemplatePatch_isApplied(t *testing.T) {
	t.Parallel()
	template := &Template{
		Description: "d", BillingMethod: "milestone", CalculateOn: "task", BasedOn: "plannedHours", Status: "active",
		Milestones: []Milestone{
			{Key: "1", PercentCompleted: "50.00", Description: "half"},
			{Key: "2", PercentCompleted: "100.00"},
		},
	}
	tests := map[string]struct {
		patch TemplatePatch
		want  bool
	}{
		"nothing":             {TemplatePatch{}, true},
		"header":              {TemplatePatch{Description: new("d"), BillingMethod: new("milestone"), CalculateOn: new("task"), BasedOn: new("plannedHours"), Status: new("active")}, true},
		"description":         {TemplatePatch{Description: new("x")}, false},
		"method":              {TemplatePatch{BillingMethod: new("x")}, false},
		"calculated":          {TemplatePatch{CalculateOn: new("x")}, false},
		"based":               {TemplatePatch{BasedOn: new("x")}, false},
		"status":              {TemplatePatch{Status: new("x")}, false},
		"deleted":             {TemplatePatch{DeleteMilestones: []string{"9"}}, true},
		"not deleted":         {TemplatePatch{DeleteMilestones: []string{"1"}}, false},
		"changed":             {TemplatePatch{ChangeMilestones: []MilestoneChange{{Key: "1", PercentCompleted: new("50"), Description: new("half")}}}, true},
		"cleared":             {TemplatePatch{ChangeMilestones: []MilestoneChange{{Key: "2", Description: new("")}}}, true},
		"not cleared":         {TemplatePatch{ChangeMilestones: []MilestoneChange{{Key: "1", Description: new("")}}}, false},
		"not changed":         {TemplatePatch{ChangeMilestones: []MilestoneChange{{Key: "1", PercentCompleted: new("51")}}}, false},
		"changed one is gone": {TemplatePatch{ChangeMilestones: []MilestoneChange{{Key: "9", PercentCompleted: new("50")}}}, false},
		"added":               {TemplatePatch{AddMilestones: []MilestoneFields{{PercentCompleted: "100"}}}, true},
		"added one only":      {TemplatePatch{AddMilestones: []MilestoneFields{{PercentCompleted: "100"}, {PercentCompleted: "100"}}}, false},
		"not added":           {TemplatePatch{AddMilestones: []MilestoneFields{{PercentCompleted: "75"}}}, false},
		"the changed one is not the added one": {TemplatePatch{
			ChangeMilestones: []MilestoneChange{{Key: "2", PercentCompleted: new("100")}},
			AddMilestones:    []MilestoneFields{{PercentCompleted: "100"}},
		}, false},
	}
	for name, test := range tests {
		if got := test.patch.isApplied(template); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNewIdempotencyKey(t *testing.T) {
	t.Parallel()
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		key := NewIdempotencyKey()
		if !uuid.MatchString(key) || seen[key] {
			t.Fatalf("key %q", key)
		}
		seen[key] = true
	}
}
