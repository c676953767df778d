using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit.Mistakes;

/// <summary>The mistakes that the check must find on a real RabbitMQ 4.</summary>
internal static class RabbitMistakes
{
    public static IReadOnlyList<RabbitMistake> All { get; } = [.. Logins(), .. Encryption(), .. Permissions(), .. Objects(), .. Policies(), .. Limits(), .. Options()];

    private static IEnumerable<RabbitMistake> Logins() =>
    [
        new("the port is closed", setUp => setUp.Source = RabbitBroker.UrlOf(setUp.User, $"127.0.0.1:{FreePorts.Find(1)[0]}", setUp.User.Vhost),
            "port", "cannot be reached", "correct the port of the URL"),
        new("the password is wrong", setUp => setUp.Source = setUp.Broker.UrlOf(setUp.User with { Password = "wrong" }),
            "login", "was refused", "Correct user and password"),
        new("the user is unknown", setUp => setUp.Source = setUp.Broker.UrlOf(setUp.User with { Name = "nobody" }),
            "login", "authentication of nobody", "create the user on the server"),
        new("the virtual host does not exist", setUp => setUp.Source = setUp.Broker.UrlOf(setUp.User with { Vhost = "nowhere" }),
            "connection", "does not open a connection", "rabbitmqctl add_vhost nowhere"),
        new("the user has no permissions in the virtual host", setUp => setUp.IsPermitted = false,
            "connection", "does not open a connection", "rabbitmqctl set_permissions -p"),
        new("the scheme is that of routers", setUp => setUp.Source = setUp.Broker.UrlOf(setUp.User).Replace("rabbit://", "amqp://", StringComparison.Ordinal),
            "connection", "does not open a connection", "write rabbit:// instead of amqp://"),
        new("the scheme is that of routers, and the virtual host is the default", setUp => setUp.Source = setUp.Broker.UrlOf(setUp.Broker.Settings.Admin).Replace("rabbit://", "amqp://", StringComparison.Ordinal) + "?addressing_mode=routable",
            "reply-node", "refuses the node for replies", "Write rabbit:// instead of amqp://"),
        new("the mechanism needs a certificate that is not named", setUp => setUp.Source += "?rabbit_login_method=EXTERNAL",
            "options", "rabbit_login_method permits only EXTERNAL", "?ssl_cert_file=/path/client.pem"),
    ];

    private static IEnumerable<RabbitMistake> Encryption() =>
    [
        new("TLS is on and the port has none", setUp => setUp.Source += "?ssl=true",
            "tls", "without TLS", "turn TLS off"),
        new("TLS is off and the port requires it", setUp => setUp.Source = setUp.Broker.UrlOf(setUp.User, setUp.Broker.TlsHost),
            "tls", "expects TLS", "?ssl=true"),
        new("the authority is not trusted", setUp => setUp.Source = setUp.Broker.UrlOf(setUp.User, setUp.Broker.TlsHost) + "?ssl=true",
            "tls", "not trusted", "ssl_ca_file"),
    ];

    private static IEnumerable<RabbitMistake> Permissions() =>
    [
        new("the user may not configure", setUp => setUp.Permit("^$", ".*", ".*"),
            "reply-node", "does not have the permission", "rabbitmqctl set_permissions -p") { Limit = "5s" },
        new("the user may not write", setUp => setUp.Permit(".*", "^$", ".*"),
            "address", "permission", "rabbitmqctl set_permissions -p") { Limit = "5s" },
        new("the user may not read", setUp => setUp.Permit(".*", ".*", "^$"),
            "address", "permission", "rabbitmqctl set_permissions -p") { Limit = "5s" },
        new("the user may only use other names", setUp => setUp.Permit("^nova", "^nova", "^nova"),
            "address", "does not have the permission", "--probe-topic") { Limit = "5s" },
    ];

    private static IEnumerable<RabbitMistake> Objects() =>
    [
        new("the queue is a quorum queue", setUp => Queue(setUp, "quorum", durable: true),
            "queue", "type is quorum instead of classic", "rabbit_quorum_queue") { Result = "warning" },
        new("the queue is classic and the options describe quorum queues", setUp =>
            {
                Queue(setUp, "classic", durable: true);
                setUp.Source += "?rabbit_quorum_queue=true";
            },
            "queue", "type is classic instead of quorum", "rabbit_quorum_queue"),
        new("the queue is durable", setUp => Queue(setUp, "classic", durable: true),
            "queue", "durable is true instead of false", "amqp_durable_queues") { Result = "warning" },
        new("the queue is a stream", setUp => Queue(setUp, "stream", durable: true),
            "queue", "type is stream instead of classic", "delete the object"),
        new("the queue expires", setUp => Queue(setUp, "classic", durable: true, ("x-expires", 600_000)),
            "queue", "x-expires is 600000", "rabbit_transient_queues_ttl"),
        new("the exchange has another type", setUp => { Queue(setUp, "classic", durable: true); Exchange(setUp, "fanout", durable: false); },
            "queue", "type is fanout instead of topic", "delete the object"),
        new("the exchange is durable", setUp => { Queue(setUp, "classic", durable: true); Exchange(setUp, "topic", durable: true); },
            "queue", "The exchange openstack differs", "amqp_durable_queues") { Result = "warning" },
    ];

    private static IEnumerable<RabbitMistake> Policies() =>
    [
        new("a policy drops messages at once", setUp => Policy(setUp, "message-ttl", 0),
            "storage", "a later consumer did not get it", "message-ttl"),
        new("a policy limits the length to none", setUp => Policy(setUp, "max-length", 0),
            "storage", "a later consumer did not get it", "max-length"),
        new("a policy rejects messages", setUp => setUp.Define("policies", new()
            {
                ["name"] = "limit", ["pattern"] = ".*", ["apply-to"] = "queues", ["priority"] = 0,
                ["definition"] = new Dictionary<string, object> { ["max-length"] = 0, ["overflow"] = "reject-publish" },
            }),
            "address", "rejected", "max-length"),
        new("a policy limits the bytes of a queue", setUp => Policy(setUp, "max-length-bytes", 100_000),
            "size", "was not", "max-length-bytes"),
    ];

    private static IEnumerable<RabbitMistake> Limits() =>
    [
        new("the virtual host permits one connection", setUp => setUp.Control("set_vhost_limits", "-p", setUp.User.Vhost, """{"max-connections": 1}"""),
            "call", "second connection did not open", "max-connections") { Limit = "5s" },
        new("the virtual host permits no queues", setUp => setUp.Control("set_vhost_limits", "-p", setUp.User.Vhost, """{"max-queues": 0}"""),
            "address", "limit", "max-queues") { Limit = "5s" },
        new("the user may have one connection", setUp => setUp.Control("set_user_limits", setUp.User.Name, """{"max-connections": 1}"""),
            "call", "second connection did not open", "max-connections") { Limit = "5s" },
    ];

    private static IEnumerable<RabbitMistake> Options() =>
    [
        new("an option of the AMQP 1.0 driver is set", setUp => setUp.Arguments.AddRange(["--option", "Addressing:RpcAddressPrefix=my/rpc"]),
            "options", "rpc_address_prefix has no effect", "Remove the line") { Result = "warning" },
    ];

    private static void Queue(RabbitSetUp setUp, string type, bool durable, params (string Name, object Value)[] arguments)
    {
        var map = arguments.ToDictionary(argument => argument.Name, argument => argument.Value);
        map["x-queue-type"] = type;
        setUp.Define("queues", new() { ["name"] = RabbitSetUp.Topic, ["durable"] = durable, ["auto_delete"] = false, ["arguments"] = map });
    }

    private static void Exchange(RabbitSetUp setUp, string type, bool durable) => setUp.Define("exchanges", new()
    {
        ["name"] = "openstack", ["type"] = type, ["durable"] = durable, ["auto_delete"] = false, ["internal"] = false, ["arguments"] = new Dictionary<string, object>(),
    });

    private static void Policy(RabbitSetUp setUp, string key, int value) => setUp.Define("policies", new()
    {
        ["name"] = "limit", ["pattern"] = ".*", ["apply-to"] = "queues", ["priority"] = 0, ["definition"] = new Dictionary<string, object> { [key] = value },
    });
}
