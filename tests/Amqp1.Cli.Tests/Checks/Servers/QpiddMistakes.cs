using static Amqp1.Cli.Tests.Checks.Servers.QpiddSetUps;

namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>The mistakes that the check must find on a real qpidd.</summary>
internal static class QpiddMistakes
{
    public static IReadOnlyList<ServerMistake<Qpidd>> All { get; } = [.. Logins(), .. Patterns(), .. AccessRules(), .. Limits(), .. Options()];

    private static IEnumerable<ServerMistake<Qpidd>> Logins() =>
    [
        new("the port is closed", Plain, broker => broker.Source = $"amqp://127.0.0.1:{FreePort.Find()}/",
            "port", "cannot be reached", "correct the port of the URL"),
        new("the password is wrong", Users, broker => broker.Source = "amqp://nova:wrong@127.0.0.1:{port}/",
            "login", "authentication of nova", "Correct user and password"),
        new("the user is unknown", Users, broker => broker.Source = "amqp://nobody:secret@127.0.0.1:{port}/",
            "login", "authentication of nobody", "create the user on the server"),
        new("the user is in another realm", Users, broker => broker.Options.Add("--realm=OTHER"),
            "login", "authentication of nova", "create the user on the server"),
        new("the URL has no user", Users, broker => broker.Source = "amqp://127.0.0.1:{port}/",
            "login", "no mechanism in common", "Write user:password@ before the host"),
        new("the mechanism is not offered", Users, broker => broker.Source = "amqp://nova:secret@127.0.0.1:{port}/?sasl_mechanisms=SCRAM-SHA-256",
            "login", "no mechanism in common", "SCRAM-SHA-1"),
        new("the broker speaks no AMQP 1.0", Plain, broker => broker.Options.Add("--protocols=amqp0-10"),
            "tls", "older version of AMQP", "load-module=amqp.so"),
        new("TLS is on and the port has none", Plain, broker => broker.Source = "amqp://127.0.0.1:{port}/?ssl=true",
            "tls", "without TLS", "5671"),
        new("the scheme is that of RabbitMQ", Plain, broker => broker.Source = "rabbit://127.0.0.1:{port}/",
            "connection", "and not RabbitMQ", "Write amqp:// instead of rabbit://"),
    ];

    private static IEnumerable<ServerMistake<Qpidd>> Patterns() =>
    [
        new("there are no patterns", Plain, broker => { broker.Queues.Clear(); broker.Topics.Clear(); },
            "address", "Node not found: exclusive.", "In qpidd.conf:\nqueue-patterns=exclusive"),
        new("the pattern of fanouts is missing", Plain, broker => broker.Topics.Clear(),
            "address", "Node not found: broadcast.", "In qpidd.conf:\ntopic-patterns=broadcast"),
        new("the pattern of calls to any server is missing", Plain, broker => broker.Queues.Remove("unicast"),
            "address", "topic: unicast.", "In qpidd.conf:\nqueue-patterns=unicast"),
        new("the pattern of notifications is missing", Plain, broker => broker.Queues.Remove("unicast"),
            "address", "notification: unicast.", "In qpidd.conf:\nqueue-patterns=unicast"),
        new("the pattern of calls to one server is missing", Plain, broker => broker.Queues.Remove("exclusive"),
            "address", "Node not found: exclusive.", "In qpidd.conf:\nqueue-patterns=exclusive"),
        new("fanouts are queues", Plain, broker => { broker.Topics.Clear(); broker.Queues.Add("broadcast"); },
            "address", "only one of two consumers", "topic-patterns=broadcast"),
        new("calls to any server are topics", Plain, broker => { broker.Queues.Remove("unicast"); broker.Topics.Add("unicast"); },
            "address", "several servers would run one call", "queue-patterns=unicast"),
        new("calls to one server are topics", Plain, broker => { broker.Queues.Remove("exclusive"); broker.Topics.Add("exclusive"); },
            "address", "several servers would run one call", "queue-patterns=exclusive"),
        new("a longer pattern makes queues of fanouts", Plain, broker => broker.Queues.Add(".*broadcast.*"),
            "address", "only one of two consumers", "topic-patterns=broadcast"),
    ];

    private static IEnumerable<ServerMistake<Qpidd>> AccessRules() =>
    [
        new("the user may do nothing", Users, broker => broker.Acl("acl allow nova@QPID create connection host=all", "acl deny all all"),
            "reply-node", "ACL denied", "acl allow nova@QPID all queue"),
        new("the user may not create queues", Rules, broker => Replace(broker, "acl deny nova@QPID create queue"),
            "address", "ACL denied queue create", "acl allow nova@QPID all queue"),
        new("the user may not consume", Rules, broker => Replace(broker, "acl deny nova@QPID consume queue"),
            "address", "ACL denied queue subscribe", "acl allow nova@QPID all queue"),
        new("the user may not publish", Rules, broker => Replace(broker, "acl deny nova@QPID publish exchange"),
            "address", "cannot publish", "acl allow nova@QPID all exchange"),
        new("the user may not see queues", Rules, broker => Replace(broker, "acl deny nova@QPID access queue"),
            "address", "ACL denied access", "acl allow nova@QPID all queue"),
        new("the user may not create topics", Rules, broker => Replace(broker, "acl deny nova@QPID create exchange"),
            "address", "ACL denied exchange create", "acl allow nova@QPID all exchange"),
        new("the user may not bind to topics", Rules, broker => Replace(broker, "acl deny nova@QPID bind exchange"),
            "address", "ACL denied exchange bind", "acl allow nova@QPID all exchange"),
    ];

    private static IEnumerable<ServerMistake<Qpidd>> Limits() =>
    [
        new("one connection is permitted", Plain, broker => broker.Options.Add("--max-connections=1"),
            "call", "second connection did not open", "max-connections") { Limit = "5s" },
        new("one connection of a machine is permitted", Plain, broker => broker.Options.Add("--connection-limit-per-ip=1"),
            "call", "second connection did not open", "connection-limit-per-ip") { Limit = "5s" },
        new("queues are too small", Plain, broker => broker.Options.Add("--default-queue-limit=100000"),
            "size", "256 KiB was not accepted", "default-queue-limit=1048576"),
    ];

    private static IEnumerable<ServerMistake<Qpidd>> Options() =>
    [
        new("the options choose routable addresses", Routable, static _ => { },
            "product", "use legacy addresses on qpidd", "?addressing_mode=dynamic") { Result = "warning" },
        new("routable addresses have no pattern", Plain, broker => broker.Source = "amqp://127.0.0.1:{port}/?addressing_mode=routable",
            "address", "openstack.org/om/rpc/anycast", @"queue-patterns=openstack\.org/om/rpc/anycast"),
        new("the options have another prefix", Plain, broker => broker.Source = "amqp://127.0.0.1:{port}/?broadcast_prefix=fan",
            "address", "Node not found: fan.", "topic-patterns=fan"),
    ];

    private static void Replace(Qpidd broker, string rule)
    {
        broker.Options.RemoveAll(option => option.StartsWith("--acl-file", StringComparison.Ordinal));
        broker.Acl([rule, .. Permitted, "acl deny all all"]);
    }
}
