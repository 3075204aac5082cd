package main

func classify(err error) string {
	switch {
	case strings.Contains(err.Error(), "x509: certificate signed by unknown authority"):
		return "unknown authority"
	case strings.Contains(err.Error(), "certificate has expired or is not yet valid"):
		return "expired"
	}
	return ""
}

const example = "https://api.example.com/"
