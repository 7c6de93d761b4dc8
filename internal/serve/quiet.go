package serve

import "strings"

// quietSDK turns off the SDK's own log records where nobody asked for a log,
// and tells whether it did. terraform-plugin-go and -framework write several
// trace records for every call even then, and the CLI throws them away: at a
// thousand resources they are more than a third of a plan's time. With any
// TF_LOG variable set, nothing changes. It has to run before the server starts.
func quietSDK(environment []string, set func(name, value string) error) (bool, error) {
	for _, variable := range environment {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") && value != "" {
			return false, nil
		}
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if err := set(name, "off"); err != nil {
			return false, err
		}
	}
	return true, nil
}
