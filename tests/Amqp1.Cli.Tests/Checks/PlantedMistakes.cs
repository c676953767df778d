using Amqp1.Cli.Checks.Findings;
using Amqp1.Embedded;

namespace Amqp1.Cli.Tests.Checks;

/// <summary>The mistakes that the check must find on the embedded router or on a scripted peer.</summary>
internal static class PlantedMistakes
{
    private const CheckOutcome Failed = CheckOutcome.Failed;
    private const CheckOutcome Warning = CheckOutcome.Warning;
    private const string Multicast = "openstack.org/om/rpc/multicast";

    private static readonly CheckLimits Short = new() { Answer = TimeSpan.FromSeconds(2) };

    public static IReadOnlyList<PlantedMistake> All { get; } =
    [
        new("the name of the host does not resolve", bench => bench.Url("amqp://no-such-host.invalid:5672"),
            "name", Failed, "does not resolve", "host of the transport URL"),
        new("the port is wrong", bench => bench.Url($"amqp://localhost:{FreePort()}"),
            "port", Failed, "cannot be reached", "correct the port of the URL"),
        new("the port speaks HTTP", bench => Serve(bench, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()),
            "tls", Failed, "speaks HTTP", "5672"),
        new("the port speaks AMQP 0.9.1 only", bench => Serve(bench, [.. "AMQP"u8, 0, 0, 9, 1]),
            "tls", Failed, "older version of AMQP", "RabbitMQ 4.0"),
        new("the port does not answer", bench => { Serve(bench, null); bench.Limits = Short; },
            "tls", Failed, "does not answer", "port of AMQP"),
        new("the router expects TLS", bench => UseTls(bench, "localhost"),
            "tls", Failed, "expects TLS", "?ssl=true"),
        new("TLS is on and the router has none", bench => bench.Settings["Security:SslCaFile"] = bench.AuthorityFile,
            "tls", Failed, "without TLS", "5671"),
        new("the certificate is for another host", bench => { UseTls(bench, "other.example.org"); Trust(bench); },
            "tls", Failed, "is for other.example.org and not for localhost", "Write other.example.org as the host"),
        new("the authority of the certificate is not trusted", bench => { UseTls(bench, "localhost"); bench.Settings["Security:Ssl"] = "true"; },
            "tls", Failed, "not trusted", "?ssl_ca_file=/path/ca.pem"),
        new("the certificate has expired", bench => { UseTls(bench, bench.Authority.IssueExpired("server", "localhost")); Trust(bench); },
            "tls", Failed, "has expired on", "Renew"),
        new("the file of the authorities does not exist", bench => bench.Settings["Security:SslCaFile"] = "/nowhere/ca.pem",
            "options", Failed, "/nowhere/ca.pem", "Correct the file"),
        new("the password is wrong", bench => { Users(bench); bench.Url("amqp://nova:wrong@localhost:{port}"); },
            "login", Failed, "was refused", "Correct user and password"),
        new("the user is missing", bench => { Users(bench); bench.RouterOptions.AllowAnonymous = false; },
            "login", Failed, "no mechanism in common", "Write user:password@"),
        new("the mechanism is not offered", bench =>
            {
                Users(bench);
                bench.RouterOptions.SaslMechanisms = ["SCRAM-SHA-256"];
                bench.Url("amqp://nova:secret@localhost:{port}?sasl_mechanisms=PLAIN");
            },
            "login", Failed, "the server offers SCRAM-SHA-256", "?sasl_mechanisms=SCRAM-SHA-256"),
        new("a URL of rabbit leads to a router", bench => bench.Url("rabbit://localhost:{port}"),
            "connection", Failed, "and not RabbitMQ", "Write amqp://"),
        new("the version of the product is too old", bench => bench.RouterOptions.Product = "qpid-cpp",
            "product", Failed, "qpidd 0.34 or later is required", "Upgrade qpidd"),
        new("the address mode does not fit the product", bench => { bench.RouterOptions.Product = "qpid-cpp"; bench.Url("amqp://localhost:{port}?addressing_mode=routable"); },
            "product", Warning, "use legacy addresses on qpidd", "?addressing_mode=dynamic"),
        new("the peer creates no dynamic nodes", bench => bench.Url(bench.Own(ScriptedPeer.Start(script => { script.DynamicNodes = false; script.Product = "qpid-dispatch-router"; })).Url),
            "reply-node", Failed, "refuses the node for replies", "allowDynamicSource: true"),
        new("the prefix of fanouts is not multicast", bench => bench.RouterOptions.Addresses[Multicast] = Distribution.Balanced,
            "address", Failed, "only one of two consumers", "multicast"),
        new("the prefix of fanouts is missing on a Qpid Dispatch", bench => { bench.RouterOptions.Addresses.Remove(Multicast); bench.RouterOptions.Product = "qpid-dispatch-router"; },
            "address", Failed, "only one of two consumers", "In qdrouterd.conf:\naddress {\n    prefix: openstack.org/om/rpc/multicast\n    distribution: multicast\n}"),
        new("the prefix of fanouts is missing on a qpidd", bench => { bench.RouterOptions.Addresses.Remove("broadcast"); bench.RouterOptions.Product = "qpid-cpp"; },
            "address", Failed, "only one of two consumers", "In qpidd.conf:\ntopic-patterns=broadcast"),
        new("calls are multicast", bench => bench.RouterOptions.Addresses["openstack.org/om/rpc/anycast"] = Distribution.Multicast,
            "address", Failed, "several servers would run one call", "anycast"),
        new("notifications are multicast", bench => bench.RouterOptions.Addresses["openstack.org/om/notify/anycast"] = Distribution.Multicast,
            "address", Failed, "reached both consumers", "openstack.org/om/notify/anycast"),
        new("a prefix of the options has no rule on the router", bench =>
            {
                bench.RouterOptions.Product = "skupper-router";
                bench.Url("amqp://localhost:{port}?rpc_address_prefix=my/rpc");
            },
            "address", Failed, "only one of two consumers", "In skrouterd.conf:\naddress {\n    prefix: my/rpc/multicast\n    distribution: multicast\n}"),
        new("the user may not use any address", bench => { Users(bench); bench.RouterOptions.Access.Add(Rule("other/*")); bench.Url("amqp://nova:secret@localhost:{port}"); },
            "address", Failed, "amqp:unauthorized-access", "Permit the user nova"),
        new("the user may not use a topic", bench =>
            {
                Users(bench);
                bench.RouterOptions.Access.Add(Rule("openstack.org/om/rpc/anycast/openstack/amqp1-check-*", "openstack.org/om/rpc/multicast/*"));
                bench.Url("amqp://nova:secret@localhost:{port}");
                bench.Topics.Add("compute");
            },
            "topic", Failed, "openstack.org/om/rpc/anycast/openstack/compute", "Permit the user nova"),
        new("large messages are refused", bench => bench.RouterOptions.MaxMessageSize = 100_000,
            "size", Failed, "256 KiB was not accepted", "MaxMessageSize"),
        new("the idle time-out is too short", bench => bench.RouterOptions.IdleTimeout = TimeSpan.FromSeconds(1),
            "connection", Warning, "so short a time", "Raise the idle time-out"),
        new("the frames are too small", bench => bench.RouterOptions.MaxFrameSize = 1024,
            "connection", Warning, "Frames of 1024 bytes", "Raise the largest frame size"),
        new("the hosts of the URL are not one bus", bench =>
            {
                var other = bench.Own(ScriptedPeer.Start(script => script.Product = "qpid-dispatch-router"));
                bench.Url($"amqp://localhost:{{port}},127.0.0.1:{other.Port}");
                bench.Limits = Short;
            },
            "mesh", Failed, "No message from one host reaches a consumer on the other", "remove 127.0.0.1:"),
        new("an option is misspelled", bench => bench.Ini("[DEFAULT]", "transport_url = amqp://localhost:{port}", "[oslo_messaging_amqp]", "idle_timeot = 20"),
            "options", Warning, "idle_timeot", "Write idle_timeout"),
        new("an option belongs to another driver", bench => bench.Ini("[DEFAULT]", "transport_url = amqp://localhost:{port}", "[oslo_messaging_rabbit]", "rabbit_quorum_queue = true"),
            "options", Warning, "oslo_messaging_rabbit", "Remove the line"),
        new("an option has a value that is not valid", bench => bench.Ini("[DEFAULT]", "transport_url = amqp://localhost:{port}", "[oslo_messaging_amqp]", "idle_timeout = soon"),
            "options", Failed, "idle_timeout", "Correct the value"),
        new("options contradict each other", bench => bench.Ini("[DEFAULT]", "transport_url = amqp://localhost:{port}", "[oslo_messaging_amqp]", "addressing_mode = legacy", "rpc_address_prefix = my/rpc"),
            "options", Warning, "rpc_address_prefix has no effect: the address mode is legacy", "Remove the line"),
        new("fanouts have the prefix of calls", bench => bench.Ini("[DEFAULT]", "transport_url = amqp://localhost:{port}", "[oslo_messaging_amqp]", "multicast_address = anycast"),
            "options", Failed, "multicast_address and anycast_address are both 'anycast'", "[oslo_messaging_amqp] multicast_address = multicast"),
        new("EXTERNAL is asked for without a certificate", bench => bench.Url("amqp://localhost:{port}?sasl_mechanisms=EXTERNAL"),
            "options", Failed, "there is no client certificate", "?ssl_cert_file=/path/client.pem"),
        new("the scheme does not exist", bench => bench.Url("amqps://localhost:{port}"),
            "options", Failed, "amqps", "ssl=1"),
        new("a key of appsettings is unknown", bench =>
            {
                bench.Sources.Clear();
                bench.Sources.Add(bench.Files.Write("appsettings.json", """{ "Amqp1": { "TransportUrl": "amqp://localhost:{port}", "Conection": { "IdleTimeout": "00:00:20" } } }"""));
            },
            "options", Warning, "Amqp1:Conection is unknown", "emove the line"),
    ];

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port;
    }

    private static void Serve(CheckBench bench, byte[]? answer) => bench.Url($"amqp://127.0.0.1:{bench.Own(new DumbServer(answer)).Port}");

    private static void UseTls(CheckBench bench, string name) => UseTls(bench, bench.Authority.Issue("server", name));

    private static void UseTls(CheckBench bench, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        bench.RouterOptions.Tls = new EmbeddedRouterTls { ServerCertificate = certificate };

    private static void Trust(CheckBench bench) => bench.Settings["Security:SslCaFile"] = bench.AuthorityFile;

    private static void Users(CheckBench bench) => bench.RouterOptions.Users = new Dictionary<string, string> { ["nova"] = "secret" };

    private static EmbeddedAccessRule Rule(params string[] patterns)
    {
        var rule = new EmbeddedAccessRule();
        foreach (var pattern in patterns)
        {
            rule.SendTo.Add(pattern);
            rule.ConsumeFrom.Add(pattern);
        }

        return rule;
    }
}
