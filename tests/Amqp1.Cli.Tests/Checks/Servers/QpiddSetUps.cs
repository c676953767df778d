namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>The set-ups of qpidd in which mistakes are planted.</summary>
internal static class QpiddSetUps
{
    public static readonly ServerSetUp<Qpidd> Plain = new("plain", static _ => { });

    public static readonly ServerSetUp<Qpidd> Users = new("users", static broker =>
    {
        broker.Options.Clear();
        broker.Options.AddRange(["--auth=yes", $"--sasl-config={SaslDatabase.Create(broker.Files, "qpidd", "PLAIN SCRAM-SHA-1", "QPID")}"]);
        broker.Source = "amqp://nova:secret@127.0.0.1:{port}/";
    });

    /// <summary>Rules that permit only what services need.</summary>
    public static readonly ServerSetUp<Qpidd> Rules = new("rules", static broker =>
    {
        Users.Prepare(broker);
        broker.Acl([.. Permitted, "acl deny all all"]);
    });

    public static readonly ServerSetUp<Qpidd> Routable = new("routable addresses", static broker =>
    {
        broker.Queues.AddRange(["openstack.org/om/rpc/anycast", "openstack.org/om/rpc/unicast", "openstack.org/om/notify/anycast"]);
        broker.Topics.Add("openstack.org/om/rpc/multicast");
        broker.Source = "amqp://127.0.0.1:{port}/?addressing_mode=routable";
    });

    public static IReadOnlyList<ServerSetUp<Qpidd>> All { get; } = [Plain, Users, Rules];

    /// <summary>The rules that a service needs.</summary>
    public static string[] Permitted => ["acl allow nova@QPID all queue", "acl allow nova@QPID all exchange", "acl allow nova@QPID create connection host=all"];
}
