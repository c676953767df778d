namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>The set-ups of qdrouterd in which mistakes are planted.</summary>
internal static class QdrouterdSetUps
{
    public static readonly ServerSetUp<Qdrouterd> Plain = new("plain", static _ => { });

    public static readonly ServerSetUp<Qdrouterd> Users = new("users", static router =>
    {
        // The realm of a user is the name of the machine unless the client names one.
        router.First.Router["saslConfigDir"] = SaslDatabase.Create(router.Files, "qdrouterd", "PLAIN SCRAM-SHA-256", Environment.MachineName, "localhost");
        router.First.Listener["authenticatePeer"] = "yes";
        router.First.Listener["saslMechanisms"] = "PLAIN SCRAM-SHA-256";
        router.Source = "amqp://nova:secret@127.0.0.1:{port}/";
    });

    public static readonly ServerSetUp<Qdrouterd> Tls = new("TLS", static router =>
    {
        UseCertificate(router, router.Authority.Issue("localhost", "localhost"));
        router.First.Listener["sslProfile"] = "server";
        router.First.Listener["requireSsl"] = "yes";
        router.Source = "amqp://localhost:{port}/";
        router.Options["Security:SslCaFile"] = router.Files.PathOf("ca.pem");
    });

    public static readonly ServerSetUp<Qdrouterd> Policy = new("policy", static router =>
        router.First.Vhost = new() { ["hostname"] = "$default", ["allowUnknownUser"] = "true" });

    public static readonly ServerSetUp<Qdrouterd> Mesh = new("mesh", static router =>
    {
        var port = $"{FreePort.Find()}";
        router.First.Router["mode"] = "interior";
        router.First.Add("listener", ("host", "127.0.0.1"), ("port", port), ("role", "inter-router"), ("saslMechanisms", "ANONYMOUS"));
        router.Second = new QdrouterdConfiguration();
        router.Second.Router["mode"] = "interior";
        router.Second.Router["id"] = "second";
        router.Second.Add("connector", ("host", "127.0.0.1"), ("port", port), ("role", "inter-router"), ("saslMechanisms", "ANONYMOUS"));
        router.Second.Awaited.Add("Computed next hops: {'first'");
        router.Source = "amqp://127.0.0.1:{port},127.0.0.1:{second}/";
    });

    public static IReadOnlyList<ServerSetUp<Qdrouterd>> All { get; } = [Plain, Users, Tls, Policy, Mesh];

    /// <summary>Gives the listener of the set-up with TLS a certificate.</summary>
    public static void UseCertificate(Qdrouterd router, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        router.First.Sections.Clear();
        router.First.Add("sslProfile",
            ("name", "server"),
            ("certFile", router.Files.Certificates("server.pem", certificate)),
            ("privateKeyFile", router.Files.Write("server.key", TestFiles.Key(certificate))),
            ("caCertFile", router.Files.Certificates("ca.pem", router.Authority.Certificate)));
    }
}
