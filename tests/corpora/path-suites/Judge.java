import java.io.*;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.*;
import java.util.*;
import javax.net.ssl.*;

/** Jobs, one a line: id TAB chain (base64, commas) TAB roots TAB epoch seconds TAB host. One JSON array out a line: id, code, words.
 *  The trust manager that SSLSocket asks, and the name check after it. --add-exports java.base/sun.security.util=ALL-UNNAMED */
public class Judge {
    static String q(String s) {
        StringBuilder b = new StringBuilder("\"");
        for (char c : String.valueOf(s).toCharArray()) {
            if (c == '"' || c == '\\') b.append('\\').append(c);
            else if (c < 32 || c > 126) b.append(String.format("\\u%04x", (int) c));
            else b.append(c);
        }
        return b.append('"').toString();
    }
    static String[] name(Throwable e) {
        String words = e.toString();
        Throwable best = e;
        String code = null;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CertPathValidatorException v && t.getCause() == null || t instanceof CertPathValidatorException && !(t.getCause() instanceof CertificateException) && !(t.getCause() instanceof CertPathValidatorException)) {
                CertPathValidatorException v = (CertPathValidatorException) t;
                code = "CertPathValidatorException/" + v.getReason();
            } else if (t instanceof CertificateException) code = t.getClass().getSimpleName();
            else if (t instanceof RuntimeException && code == null) code = t instanceof UnsupportedOperationException ? "SSLProtocolException" : "SSLException";
        }
        return new String[] {code == null ? e.getClass().getSimpleName() : code, words};
    }
    public static void main(String[] a) throws Exception {
        CertificateFactory cf = CertificateFactory.getInstance("X.509");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String line; (line = in.readLine()) != null; ) {
            String[] f = line.split("\t", -1);
            String code = "OK", words = "";
            try {
                List<X509Certificate> chain = new ArrayList<>();
                for (String s : f[1].split(",")) chain.add((X509Certificate) cf.generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(s))));
                KeyStore ks = KeyStore.getInstance("PKCS12");
                ks.load(null, null);
                int n = 0;
                for (String s : f[2].split(",")) if (!s.isEmpty()) ks.setCertificateEntry("r" + n++, cf.generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(s))));
                if (n == 0) throw new CertificateException("no roots");
                PKIXBuilderParameters p = new PKIXBuilderParameters(ks, new X509CertSelector());
                p.setRevocationEnabled(false);
                p.setDate(new Date(Long.parseLong(f[3]) * 1000));
                TrustManagerFactory tmf = TrustManagerFactory.getInstance("PKIX");
                tmf.init(new CertPathTrustManagerParameters(p));
                X509TrustManager tm = (X509TrustManager) tmf.getTrustManagers()[0];
                tm.checkServerTrusted(chain.toArray(new X509Certificate[0]), "UNKNOWN");
                if (!f[4].isEmpty()) sun.security.util.HostnameChecker.getInstance(sun.security.util.HostnameChecker.TYPE_TLS).match(f[4], chain.get(0));
            } catch (Throwable e) {
                String[] r = name(e);
                code = r[0]; words = r[1];
            }
            out.println("[" + q(f[0]) + "," + q(code) + "," + q(words.length() > 200 ? words.substring(0, 200) : words) + "]");
        }
    }
}
