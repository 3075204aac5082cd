// Reads jobs, one JSON object a line, and says what crypto/tls would: the certificates as presented, RootCAs, a time, a name.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

type job struct {
	ID    string   `json:"id"`
	Chain [][]byte `json:"chain"`
	Roots [][]byte `json:"roots"`
	Now   int64    `json:"now"`
	Host  string   `json:"host"`
}

func judge(j job) (string, string) {
	var certs []*x509.Certificate
	for _, der := range j.Chain {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return "other", err.Error()
		}
		certs = append(certs, c)
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, der := range j.Roots {
		if c, err := x509.ParseCertificate(der); err == nil {
			roots.AddCert(c)
		}
	}
	for _, c := range certs[1:] {
		between.AddCert(c)
	}
	_, err := certs[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: j.Host, CurrentTime: time.Unix(j.Now, 0)})
	if err == nil {
		return "OK", ""
	}
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var crit x509.UnhandledCriticalExtension
	switch {
	case errors.As(err, &invalid):
		names := []string{"NotAuthorizedToSign", "Expired", "CANotAuthorizedForThisName", "TooManyIntermediates", "IncompatibleUsage", "NameMismatch", "NameConstraintsWithoutSANs", "UnconstrainedName", "TooManyConstraints", "CANotAuthorizedForExtKeyUsage", "NoValidChains"}
		return names[invalid.Reason], err.Error()
	case errors.As(err, &host):
		return "HostnameError", err.Error()
	case errors.As(err, &unknown):
		return "UnknownAuthorityError", err.Error()
	case errors.As(err, &crit):
		return "UnhandledCriticalExtension", err.Error()
	}
	return "other", err.Error()
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 64<<20)
	for in.Scan() {
		var j job
		if err := json.Unmarshal(in.Bytes(), &j); err != nil {
			panic(err)
		}
		code, words := judge(j)
		out, _ := json.Marshal([]string{j.ID, code, words})
		fmt.Println(string(out))
	}
}
