package intacct

import "net/http"

// largestBatch is the number of records that one request may name (contract 6).
const largestBatch = 500

// failure is one record of a batch that could not be read or deleted, deletion one that was deleted (contract 9).
type (
	failure struct {
		Status int       `json:"ia::status"`
		Error  errorBody `json:"ia::error"`
	}
	deletion struct {
		Status int `json:"ia::status"`
	}
)

// getTemplates answers GET for several keys.
func (c *Company) getTemplates(scope string, keys []string) (response, *problem) {
	return c.batch(keys, func(key string) (any, *problem) {
		template := c.find(scope, key)
		if template == nil {
			return nil, noTemplate(http.StatusNotFound, key)
		}
		return c.full(template), nil
	})
}

// deleteTemplates answers DELETE for several keys. Each is deleted or not by itself.
func (c *Company) deleteTemplates(scope string, keys []string) (response, *problem) {
	return c.batch(keys, func(key string) (any, *problem) {
		if problem := c.erase(scope, key); problem != nil {
			return nil, problem
		}
		return deletion{http.StatusNoContent}, nil
	})
}

// batch does the same for each of keys, and answers 207 where that fails for some (contract 9).
func (c *Company) batch(keys []string, do func(key string) (any, *problem)) (response, *problem) {
	if len(keys) > largestBatch {
		return response{}, malformed("There are %d keys, and %d are possible", len(keys), largestBatch)
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
