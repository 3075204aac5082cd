import ssl, requests
try:
    requests.get("https://api.example.com/")
except requests.exceptions.SSLError as e:
    if "CERTIFICATE_VERIFY_FAILED" in str(e):
        print("certificate verify failed: unable to get local issuer certificate")
    raise
