it('rejects a wrong name', async () => {
  await expect(get('https://wrong.example')).rejects.toThrow("Hostname/IP does not match certificate's altnames: Host: wrong.example. is not in the cert's altnames: DNS:right.example");
});
