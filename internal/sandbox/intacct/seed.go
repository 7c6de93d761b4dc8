package intacct

import "fmt"

// Seed fills the company. Without the demo, it has the same entities and the records that projects refer to, but no
// templates or projects.
func (c *Company) Seed(demo bool) {
	for _, entity := range demoEntities() {
		c.AddEntity(entity)
	}
	if demo {
		for _, template := range demoTemplates() {
			c.AddTemplate(template)
		}
		for _, project := range demoProjects() {
			c.AddEntry(Projects, project)
		}
		for _, template := range demoContractTemplates() {
			c.AddEntry(ContractTemplates, template)
		}
		c.AddEntry(ObservedPercents, Entry{Values: map[string]string{
			"project": "101", "asOfDate": "2026-03-31", "percentComplete": "25", "notes": "Design accepted",
		}})
	}
}

// Generate adds n active templates with two or three milestones each, named GEN00001, GEN00002, and so on.
func (c *Company) Generate(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := 1; i <= n; i++ {
		percentages := []string{"50", "100"}
		if i%2 == 0 {
			percentages = []string{"25", "60", "100"}
		}
		template := Template{
			Name:        fmt.Sprintf("GEN%05d", i),
			Description: fmt.Sprintf("Generated template %d", i),
		}
		for _, percentage := range percentages {
			template.Milestones = append(template.Milestones, milestone("", percentage, "Invoice at "+percentage+"%"))
		}
		c.put(template)
	}
}

// milestone returns a line.
func milestone(key, percentage, description string) Milestone {
	return Milestone{Key: key, PercentCompleted: percentage, Description: &description}
}

// demoEntities returns the entity of the documentation's example and one more.
func demoEntities() []Entity {
	return []Entity{
		{Key: "46", ID: "Western Region", Name: "Western Region"},
		{Key: "47", ID: "US01", Name: "United States"},
	}
}

// demoTemplates returns templates with the keys of the documentation's examples. The last one is the template that the
// documentation shows in full.
func demoTemplates() []Template {
	return []Template{
		{
			Key: "12", Name: "Actual Project Hours", Description: "Bill by project hours", BasedOn: "plannedHours",
		},
		{
			Key: "13", Name: "Three Steps", Description: "Template for billing in three steps", CalculateOn: "task",
			Milestones: []Milestone{
				milestone("20", "30", "Design accepted"),
				milestone("21", "60", "Build finished"),
				{Key: "22", PercentCompleted: "100"},
			},
		},
		{
			Key: "14", Name: "Observed Progress", Description: "Template for billing by observed progress",
			BillingMethod: "milestone", BasedOn: "observedPercentCompleted", Status: "inactive",
		},
		{
			Key: "15", Name: "Project Estimated Hours", Description: "Template for billing by estimated project hours",
			BasedOn: "plannedHours",
			Milestones: []Milestone{
				milestone("23", "0.5", "Bill at 50% completion"),
				milestone("24", "1", "Bill at 100% completion"),
			},
		},
	}
}
