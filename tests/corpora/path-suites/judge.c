/* Jobs, one a line: id TAB chain (base64, commas) TAB roots TAB epoch seconds TAB host. One JSON array out a line.
 * What gnutls-cli does: each presented certificate is imported, then gnutls_x509_trust_list_verify_crt2 with the
 * profile of the priority NORMAL, a server's purpose and a name; keyUsage of the first is looked at before that. */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
static time_t now;
static time_t clock_(time_t *t) { if (t) *t = now; return now; }
static void say(const char *id, const char *code) { printf("[\"%s\",\"%s\",\"\"]\n", id, code); }
static int one(char *b64, gnutls_x509_crt_t *c) {
	gnutls_datum_t text = { (void *)b64, strlen(b64) }, der;
	if (gnutls_base64_decode2(&text, &der) < 0) return -1;
	gnutls_x509_crt_init(c);
	return gnutls_x509_crt_import(*c, &der, GNUTLS_X509_FMT_DER);
}
static unsigned v4(const char *h) { unsigned a, b, c, d; char e; return sscanf(h, "%u.%u.%u.%u%c", &a, &b, &c, &d, &e) == 4; }
int main(void) {
	char *line = NULL; size_t n = 0; ssize_t len;
	gnutls_global_set_time_function(clock_);
	while ((len = getline(&line, &n, stdin)) > 0) {
		line[strcspn(line, "\n")] = 0;
		char *f[5], *p = line; for (int i = 0; i < 5; i++) { f[i] = p; char *t = strchr(p, '\t'); if (t) { *t = 0; p = t + 1; } }
		now = atoll(f[3]);
		gnutls_x509_crt_t chain[200]; unsigned count = 0; int bad = 0;
		for (char *s = strtok(f[1], ","); s; s = strtok(NULL, ",")) { int r = one(s, &chain[count++]); if (r < 0) { bad = count; break; } }
		gnutls_x509_trust_list_t tl; gnutls_x509_trust_list_init(&tl, 0);
		int rootbad = 0;
		for (char *s = strtok(f[2], ","); s; s = strtok(NULL, ",")) { gnutls_x509_crt_t c; if (one(s, &c) < 0) { rootbad = 1; break; } gnutls_x509_trust_list_add_cas(tl, &c, 1, 0); }
		if (rootbad) { say(f[0], "decode"); continue; }
		if (bad == 1) { say(f[0], "decode"); continue; }
		if (bad) { say(f[0], "Error in the certificate"); continue; }
		if (count > 16) { say(f[0], "decode"); continue; }
		unsigned ku = 0, crit; int r = gnutls_x509_crt_get_key_usage(chain[0], &ku, &crit);
		if (r >= 0 && ku && !(ku & GNUTLS_KEY_DIGITAL_SIGNATURE)) { say(f[0], "handshake"); continue; }
		gnutls_typed_vdata_st d[2]; unsigned e = 0;
		d[e].type = GNUTLS_DT_KEY_PURPOSE_OID; d[e].data = (void *)GNUTLS_KP_TLS_WWW_SERVER; d[e++].size = 0;
		if (f[4][0]) { d[e].type = GNUTLS_DT_DNS_HOSTNAME; d[e].data = (void *)f[4]; d[e++].size = 0; }
		unsigned status = 0;
		r = gnutls_x509_trust_list_verify_crt2(tl, chain, count, d, e, GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW), &status, NULL);
		if (r < 0) { say(f[0], "decode"); continue; }
		if (!status) { say(f[0], "OK"); continue; }
		gnutls_datum_t out; gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &out, 0);
		char *o = (char *)out.data; while (*o && o[strlen(o) - 1] == ' ') o[strlen(o) - 1] = 0;
		say(f[0], o);
	}
	return 0;
}
