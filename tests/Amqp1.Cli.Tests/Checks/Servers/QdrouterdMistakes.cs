using static Amqp1.Cli.Tests.Checks.Servers.QdrouterdSetUps;

namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>The mistakes that the check must find on a real qdrouterd.</summary>
internal static class QdrouterdMistakes
{
    public const string Fanouts = "openstack.org/om/rpc/multicast";
    public const string Servers = "openstack.org/om/rpc/unicast";
    public const string Topics = "openstack.org/om/rpc/anycast";
    public const string Notifications = "openstack.org/om/notify/anycast";

    /// <summary>The mistakes that concern hosts, users, encryption and options.</summary>
    public static IReadOnlyList<ServerMistake<Qdrouterd>> OfConnections { get; } = [.. Hosts(), .. Logins(), .. Encryption(), .. Options(), .. Meshes()];

    /// <summary>The mistakes that concern addresses and links.</summary>
    public static IReadOnlyList<ServerMistake<Qdrouterd>> OfAddresses { get; } = [.. Addresses(), .. Policies(), .. Listeners()];

    private static IEnumerable<ServerMistake<Qdrouterd>> Hosts() =>
    [
        new("the host does not resolve", Plain, router => router.Source = "amqp://no-such-host.invalid:{port}/",
            "name", "does not resolve", "Correct the host of the transport URL"),
        new("the port is closed", Plain, router => router.Source = $"amqp://127.0.0.1:{FreePort.Find()}/",
            "port", "cannot be reached", "correct the port of the URL"),
        new("the scheme is that of RabbitMQ", Plain, router => router.Source = "rabbit://127.0.0.1:{port}/",
            "connection", "and not RabbitMQ", "Write amqp:// instead of rabbit://"),
    ];

    private static IEnumerable<ServerMistake<Qdrouterd>> Logins() =>
    [
        new("the password is wrong", Users, router => router.Source = "amqp://nova:wrong@127.0.0.1:{port}/",
            "login", "authentication of nova", "Correct user and password"),
        new("the user is unknown", Users, router => router.Source = "amqp://nobody:secret@127.0.0.1:{port}/",
            "login", "authentication of nobody", "create the user on the server"),
        new("the URL has no user", Users, router => router.Source = "amqp://127.0.0.1:{port}/",
            "login", "no mechanism in common", "Write user:password@ before the host"),
        new("the mechanism is not offered", Users, router =>
            {
                router.First.Listener["saslMechanisms"] = "SCRAM-SHA-256";
                router.Source = "amqp://nova:secret@127.0.0.1:{port}/?sasl_mechanisms=PLAIN";
            },
            "login", "the server offers SCRAM-SHA-256", "?sasl_mechanisms=SCRAM-SHA-256"),
        new("the listener has no user database", Users, router => router.First.Router.Remove("saslConfigDir"),
            "login", "authentication of nova", "create the user on the server"),
        new("the listener is anonymous and the URL has a user", Plain, router => router.Source = "amqp://nova:secret@127.0.0.1:{port}/",
            "login", "the server offers ANONYMOUS", "remove the credentials from the URL"),
        new("the listener authenticates and permits only ANONYMOUS", Plain, router => router.First.Listener["authenticatePeer"] = "yes",
            "login", "the server offers none", "saslMechanisms: PLAIN"),
    ];

    private static IEnumerable<ServerMistake<Qdrouterd>> Encryption() =>
    [
        new("TLS is off and the listener requires it", Tls, router => router.Options.Clear(),
            "connection", "does not open a connection", "?ssl=true"),
        new("the listener requires encryption and has no TLS", Users, router => router.First.Listener["requireEncryption"] = "yes",
            "connection", "does not open a connection", "requireEncryption"),
        new("TLS is on and the listener has none", Tls, router => { router.First.Listener.Remove("sslProfile"); router.First.Listener.Remove("requireSsl"); },
            "tls", "without TLS", "give the listener a certificate"),
        new("the authority is not trusted", Tls, router => { router.Options.Clear(); router.Options["Security:Ssl"] = "true"; },
            "tls", "which is not trusted", "?ssl_ca_file=/path/ca.pem"),
        new("the certificate is for another host", Tls, router => UseCertificate(router, router.Authority.Issue("bus", "bus.example.org")),
            "tls", "is for bus.example.org and not for localhost", "Write bus.example.org as the host"),
        new("the certificate has expired", Tls, router => UseCertificate(router, router.Authority.IssueExpired("localhost", "localhost")),
            "tls", "has expired on", "Renew the certificate"),
        new("the listener requires a client certificate", Tls, router =>
            {
                router.First.Listener["authenticatePeer"] = "yes";
                router.First.Listener["saslMechanisms"] = "EXTERNAL";
            },
            "login", "before authentication was complete", "?ssl_cert_file=/path/client.pem"),
    ];

    private static IEnumerable<ServerMistake<Qdrouterd>> Addresses() =>
    [
        new("fanouts are balanced", Plain, router => router.First.Addresses[Fanouts] = "balanced",
            "address", "only one of two consumers", $"prefix: {Fanouts}\n    distribution: multicast"),
        new("the prefix of fanouts is missing", Plain, router => router.First.Addresses.Remove(Fanouts),
            "address", "only one of two consumers", $"In qdrouterd.conf:\naddress {{\n    prefix: {Fanouts}"),
        new("calls to any server are multicast", Plain, router => router.First.Addresses[Topics] = "multicast",
            "address", "several servers would run one call", $"prefix: {Topics}\n    distribution: balanced"),
        new("calls to one server are multicast", Plain, router => router.First.Addresses[Servers] = "multicast",
            "address", "several servers would run one call", $"prefix: {Servers}\n    distribution: closest"),
        new("notifications are multicast", Plain, router => router.First.Addresses[Notifications] = "multicast",
            "address", "reached both consumers", $"prefix: {Notifications}\n    distribution: balanced"),
        new("the prefix of calls to any server is missing and unknown addresses are unavailable", Plain, router => WithDefault(router, Topics, "unavailable"),
            "address", "Node not found", $"prefix: {Topics}\n    distribution: balanced"),
        new("the prefix of calls to one server is missing and unknown addresses are unavailable", Plain, router => WithDefault(router, Servers, "unavailable"),
            "address", "Node not found", $"prefix: {Servers}\n    distribution: closest"),
        new("the prefix of notifications is missing and unknown addresses are unavailable", Plain, router => WithDefault(router, Notifications, "unavailable"),
            "address", "Node not found", $"prefix: {Notifications}\n    distribution: balanced"),
        new("the prefix of calls to any server is missing and unknown addresses are multicast", Plain, router => WithDefault(router, Topics, "multicast"),
            "address", "several servers would run one call", $"prefix: {Topics}\n    distribution: balanced"),
        new("a link route covers the addresses", Plain, router =>
            {
                router.First.Add("linkRoute", ("prefix", "openstack.org/om/rpc"), ("direction", "in"), ("connection", "store"));
                router.First.Add("linkRoute", ("prefix", "openstack.org/om/rpc"), ("direction", "out"), ("connection", "store"));
            },
            "address", "No route to the destination node", "remove the linkRoute"),
        new("an address is a waypoint without a broker", Plain, router =>
            {
                router.First.Addresses.Remove(Topics);
                router.First.Add("address", ("prefix", Topics), ("waypoint", "yes"));
            },
            "address", "does not take the message", "remove waypoint: yes") { Limit = "5s" },
    ];

    private static IEnumerable<ServerMistake<Qdrouterd>> Policies() =>
    [
        new("the policy permits no dynamic nodes", Policy, router => router.First.Group["allowDynamicSource"] = false,
            "reply-node", "disallowed by local policy", "allowDynamicSource: true"),
        new("the policy permits other targets", Policy, router => router.First.Group["targets"] = "other/*",
            "address", "disallowed by local policy", $"\"targets\": \"{Topics}/*\""),
        new("the policy permits other sources", Policy, router => router.First.Group["sources"] = "other/*",
            "address", "disallowed by local policy", $"\"sources\": \"{Topics}/*\""),
        new("the policy permits no replies", Policy, router => router.First.Group["targets"] = "openstack.org/om/*",
            "reply-node", "has not arrived", "\"targets\": \"*\""),
        new("the policy permits one sender", Policy, router => router.First.Group["maxSenders"] = 1,
            "call", "amqp:resource-limit-exceeded", "maxSenders") { Limit = "5s" },
        new("the policy permits one receiver", Policy, router => router.First.Group["maxReceivers"] = 1,
            "address", "disallowed by local policy", "maxReceivers"),
        new("the policy permits small messages only", Policy, router => router.First.Group["maxMessageSize"] = 10_000,
            "size", "announces a limit of 10000 bytes", "maxMessageSize"),
        new("the policy permits small frames only", Policy, router => router.First.Group["maxFrameSize"] = 512,
            "connection", "Frames of 512 bytes", "maxFrameSize: 16384") { Result = "warning" },
        new("the policy permits one connection", Policy, router => router.First.Vhost!["maxConnections"] = "1",
            "call", "second connection did not open", "maxConnections") { Limit = "5s" },
        new("the policy knows no such user", Policy, router => router.First.Vhost!["allowUnknownUser"] = "false",
            "connection", "closed it", "allowUnknownUser: true"),
        new("the policy is for another host name", Policy, router => router.First.Vhost!["hostname"] = "bus.example.org",
            "connection", "closed it", "a vhost with the hostname 127.0.0.1"),
    ];

    private static IEnumerable<ServerMistake<Qdrouterd>> Listeners() =>
    [
        new("the port is that of other routers", Plain, router => { router.First.Router["mode"] = "interior"; router.First.Listener["role"] = "inter-router"; },
            "address", "inter-router connection", "Write the port of a listener with role: normal"),
        new("the port is that of edge routers", Plain, router => { router.First.Router["mode"] = "interior"; router.First.Listener["role"] = "edge"; },
            "reply-node", "released", "Write the port of a listener with role: normal"),
        new("the idle time-out is too short", Plain, router => router.First.Listener["idleTimeoutSeconds"] = "1",
            "connection", "idle time-out 0.5 s", "idleTimeoutSeconds: 60") { Result = "warning" },
        new("the frames are too small", Plain, router => router.First.Listener["maxFrameSize"] = "512",
            "connection", "Frames of 512 bytes", "maxFrameSize: 16384") { Result = "warning" },
        new("the listener separates tenants", Plain, router => { router.First.Listener["multiTenant"] = "true"; router.Source = "amqp://127.0.0.1:{port}/blue?pseudo_vhost=false"; },
            "address", "only one of two consumers", $"multiTenant: true, the prefix is blue/{Fanouts}"),
    ];

    private static IEnumerable<ServerMistake<Qdrouterd>> Options() =>
    [
        new("the options have another prefix", Plain, router => router.Ini("[DEFAULT]", "transport_url = amqp://127.0.0.1:{port}", "[oslo_messaging_amqp]", "rpc_address_prefix = my/rpc"),
            "address", "my/rpc/multicast", "prefix: my/rpc/multicast\n    distribution: multicast"),
        new("the options choose legacy addresses", Plain, router => router.Ini("[DEFAULT]", "transport_url = amqp://127.0.0.1:{port}", "[oslo_messaging_amqp]", "addressing_mode = legacy"),
            "product", "use routable addresses on Qpid Dispatch", "[oslo_messaging_amqp] addressing_mode = dynamic") { Result = "warning" },
        new("legacy addresses have no rule", Plain, router => router.Source = "amqp://127.0.0.1:{port}/?addressing_mode=legacy",
            "address", "broadcast.openstack", "prefix: broadcast\n    distribution: multicast"),
        new("fanouts have the prefix of calls", Plain, router => router.Ini("[DEFAULT]", "transport_url = amqp://127.0.0.1:{port}", "[oslo_messaging_amqp]", "multicast_address = anycast"),
            "options", "multicast_address and anycast_address are both 'anycast'", "multicast_address = multicast"),
    ];

    private static IEnumerable<ServerMistake<Qdrouterd>> Meshes() =>
    [
        new("the routers are not connected", Mesh, router => { router.Second!.Sections.Clear(); router.Second.Awaited.Clear(); },
            "mesh", "No message from one host reaches a consumer on the other", "role: inter-router") { Limit = "5s" },
        new("the second router has another distribution", Mesh, router => router.Second!.Addresses[Topics] = "multicast",
            "mesh", "topic: each message reached both consumers", $"prefix: {Topics}\n    distribution: balanced"),
        new("the second router has no rule for fanouts", Mesh, router => router.Second!.Addresses.Remove(Fanouts),
            "mesh", "fanout: each message reached only one of two consumers", $"prefix: {Fanouts}\n    distribution: multicast"),
        new("the second router is not there", Mesh, router => router.Source = $"amqp://127.0.0.1:{{port}},127.0.0.1:{FreePort.Find()}/",
            "port", "cannot be reached", "Start the router or broker"),
    ];

    private static void WithDefault(Qdrouterd router, string missing, string distribution)
    {
        router.First.Addresses.Remove(missing);
        router.First.Router["defaultDistribution"] = distribution;
    }
}
