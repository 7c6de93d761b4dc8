package intacct

import "net/http"

// largestBatch is the number of records that one request may name (contract 6).
const largestBatch = 500

// failure is a record of a batch that could not be read or deleted. deletion is one that was deleted (contract 9).
type (
	failure struct {
		Status int       `json:"ia::status"`
		Error  errorBody `json:"ia::error"`
	}
	deletion struct {
		Status int `json:"ia::status"`
	}
)

// getTemplates handles GET for several keys.
func (c *Company) getTemplates(scope string, keys []string) (response, *problem) {
	return c.batch(keys, func(key string) (any, *problem) {
		template := c.find(scope, key)
		if template == nil {
			return nil, noTemplate(http.StatusNotFound, key)
		}
		return c.full(template), nil
	})
}

// deleteTemplates handles DELETE for several keys. It deletes each template independently of the others.
func (c *Company) deleteTemplates(scope string, keys []string) (response, *problem) {
	return c.batch(keys, func(key string) (any, *problem) {
		if problem := c.erase(scope, key); problem != nil {
			return nil, problem
		}
		return deletion{http.StatusNoContent}, nil
	})
}

// batch calls do for each key, and responds with 207 if that fails for some of them (contract 9).
func (c *Company) batch(keys []string, do func(key string) (any, *problem)) (response, *problem) {
	if len(keys) > largestBatch {
		return response{}, malformed("The request has %d keys, but at most %d are allowed", len(keys), largestBatch)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	meta := counts{TotalCount: len(keys)}
	status, results := http.StatusOK, []any{}
	for _, key := range keys {
		result, problem := do(key)
		if problem != nil {
			status = http.StatusMultiStatus
			meta.TotalError++
			result = failure{problem.status, c.complete(problem.body)}
		} else {
			meta.TotalSuccess++
		}
		results = append(results, result)
	}
	return answered(status, envelope{Result: results, Meta: meta, extraFields: c.extra()}), nil
}
