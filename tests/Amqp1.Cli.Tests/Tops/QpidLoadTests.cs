using System.Text;
using Amqp.Types;
using Amqp1.Cli.Commands.Tops;
using Amqp1.Cli.Management;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Tests.Tops;

/// <summary>The load that is derived from the management objects of qpidd.</summary>
public sealed class QpidLoadTests
{
    private const string Session = "org.apache.qpid.broker:session:one";
    private const string OtherSession = "org.apache.qpid.broker:session:two";
    private const string Connection = "org.apache.qpid.broker:connection:first";

    [Fact]
    public void Queues_exchanges_and_connections_are_read()
    {
        var load = new QpidRows(
            Read(Object("broker", ("name", "amqp-broker"), ("version", "1.40.0"), ("uptime", 90_500_000_000UL), ("byteDepth", 2048UL))),
            Read(
                Object(
                    "connection", Connection,
                    ("address", "qpid.127.0.0.1:5672-10.0.0.7:40000"), ("authIdentity", "nova"), ("remoteProperties", new Map { ["container-id"] = Bytes("compute-1") }))),
            Read(Object("session", Session, ("connectionRef", Reference(Connection)), ("unackedMessages", 2UL))),
            Read(
                Object("exchange", ("name", ""), ("type", "direct")),
                Object("exchange", ("name", "amq.topic"), ("type", "topic")),
                Object("exchange", ("name", "qmf.default.direct"), ("type", "direct")),
                Object("exchange", ("name", "broadcast.openstack.compute.all"), ("type", "topic"), ("bindingCount", 3u), ("msgReceives", 5UL), ("msgRoutes", 15UL))),
            Read(
                Object(
                    "queue", ("name", "unicast.openstack.compute"), ("msgDepth", 7UL), ("consumerCount", 1u), ("msgTotalEnqueues", 20UL), ("msgTotalDequeues", 13UL), ("acquires", 15UL)),
                Object("queue", ("name", "mine"), ("msgDepth", 1UL), ("consumerCount", 1u))),
            Read(
                Object("outgoing", ("source", "unicast.openstack.compute"), ("sessionRef", Reference(Session))),
                Object("incoming", ("source", ""), ("sessionRef", Reference(Session))))).ToLoad(TimeSpan.FromSeconds(3), "mine");

        (load.Product, load.Name, load.Uptime, load.HeldBytes, load.LinkCount).ShouldBe(("qpidd 1.40.0", "amqp-broker", TimeSpan.FromSeconds(90), 2048, 2));
        load.Connections.ShouldHaveSingleItem().ShouldBe(new ConnectionLoad("qpid.127.0.0.1:5672-10.0.0.7:40000", "compute-1", "10.0.0.7:40000", "nova", 2, null));
        load.Addresses.ShouldBe(
        [
            new AddressLoad("broadcast.openstack.compute.all", "topic exchange") { Consumers = 3, Received = 5, Sent = 15 },
            new AddressLoad("unicast.openstack.compute", "queue") { Consumers = 1, Received = 20, Sent = 15, Waiting = 5, Unsettled = 2, SlowConsumers = 1 },
        ]);
    }

    [Fact]
    public void Messages_that_were_moved_away_do_not_make_a_consumer_slow()
    {
        // Nine messages are unsettled. Five were moved before, which the counters of the queue do not tell from accepted ones.
        var queue = Object("queue", ("name", "a"), ("msgDepth", 9UL), ("consumerCount", 1u), ("msgTotalDequeues", 5UL), ("acquires", 9UL));

        var load = LoadOf(queue, unsettled: 9, "a");

        (load.Waiting, load.Unsettled, load.SlowConsumers).ShouldBe((0, 9, 0));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(30, 0)]
    public void The_counters_of_a_queue_are_used_if_a_session_receives_from_several(ulong ofSession, int slow)
    {
        var queue = Object("queue", ("name", "a"), ("msgDepth", 6UL), ("consumerCount", 1u), ("msgTotalDequeues", 10UL), ("acquires", 11UL), ("releases", 1UL), ("discardsTtl", 4UL));

        var load = LoadOf(queue, ofSession, "a", "b");

        (load.Waiting, load.Unsettled, load.SlowConsumers).ShouldBe((2, 4, slow));
    }

    [Fact]
    public void A_session_of_another_queue_does_not_count()
    {
        var queue = Object("queue", ("name", "a"), ("msgDepth", 6UL), ("consumerCount", 0u));

        var load = LoadOf(queue, unsettled: 3, "b");

        (load.Waiting, load.Unsettled, load.SlowConsumers).ShouldBe((6, 0, 0));
    }

    [Fact]
    public void Bodies_that_are_no_objects_are_left_out()
    {
        QmfObjects.Read("text").ShouldBeEmpty();
        QmfObjects.Read(new byte[] { 1 }).ShouldBeEmpty();
        QmfObjects.Read(new Map { ["_values"] = new Map() }).ShouldBeEmpty();
        QmfObjects.Read(new List { 1, null!, new Map(), new Map { ["_values"] = "text" } }).ShouldBeEmpty();
        QmfObjects.ReadError(null).ShouldBe("no reason");
        QmfObjects.ReadError(new Map { ["_values"] = new Map { ["error_text"] = Bytes("denied"), ["error_code"] = 6u } }).ShouldBe("denied (6)");
    }

    private static AddressLoad LoadOf(Map queue, ulong unsettled, params string[] sources) => new QpidRows(
        [], [], Read(Object("session", Session, ("unackedMessages", unsettled)), Object("session", OtherSession, ("unackedMessages", 50UL))), [], Read(queue),
        Read([.. sources.Select(source => Object("outgoing", ("source", source), ("sessionRef", Reference(Session))))])).ToLoad(TimeSpan.Zero, "").Addresses.ShouldHaveSingleItem();

    private static IReadOnlyList<ManagementRow> Read(params Map[] objects)
    {
        var body = new List();
        body.AddRange(objects);
        return [.. QmfObjects.Read(body)];
    }

    private static Map Object(string className, params (string Name, object Value)[] values) => Object(className, $"org.apache.qpid.broker:{className}:any", values);

    private static Map Object(string className, string id, params (string Name, object Value)[] values)
    {
        var map = new Map();
        foreach (var (name, value) in values)
        {
            map[name] = value is string text ? Bytes(text) : value;
        }

        return new Map { ["_object_id"] = Reference(id), ["_schema_id"] = new Map { ["_class_name"] = Bytes(className) }, ["_values"] = map };
    }

    private static Map Reference(string id) => new() { ["_object_name"] = Bytes(id), ["_agent_epoch"] = 1UL };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
