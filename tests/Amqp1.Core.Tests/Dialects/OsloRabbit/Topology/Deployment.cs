using Amqp1.Addressing;
using Amqp1.Dialects.OsloRabbit;
using Amqp1.Dialects.OsloRabbit.Topology;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

/// <summary>A bus with certain settings and a fake broker.</summary>
internal sealed class Deployment
{
    private readonly AdoptionLog _adoptions;
    private readonly OsloRabbitSettings _settings;

    public Deployment(OsloRabbitSettings? settings = null)
    {
        _settings = settings ?? new OsloRabbitSettings();
        var last = 0;
        Names = new RabbitNames(_settings, _ => ++last);
        _adoptions = new AdoptionLog(Log);
        Topology = Connect();
    }

    public static Destination Topic { get; } = Rpc("compute");

    public static Destination Server { get; } = Rpc("compute", "host1");

    public static Destination Fanout { get; } = Rpc("compute", fanout: true);

    public static Destination Info { get; } = Notification("notifications.info");

    public static Guid Consumer { get; } = Guid.Parse("0123456789abcdef0123456789abcdef");

    public OsloRabbitSettings Settings => _settings;

    public FakeBroker Broker { get; } = new();

    public LogRecords Log { get; } = new();

    public RabbitNames Names { get; }

    /// <summary>The topology of the first connection.</summary>
    public RabbitTopology Topology { get; }

    /// <summary>Returns the topology of a new connection of the same bus.</summary>
    public RabbitTopology Connect() => new(_settings, Names, Broker, _adoptions);

    public static Destination Rpc(string topic, string? server = null, bool fanout = false) =>
        Destination.For(ServiceKind.Rpc, new Target { Topic = topic, Server = server, Fanout = fanout, Exchange = "nova" });

    public static Destination Notification(string topic, string? pool = null) =>
        Destination.OfListener(topic, pool);

    /// <summary>Returns the requests since the last call of this method.</summary>
    public string[] TakeRequests()
    {
        var requests = Broker.Requests.Select(request => request.ToString()).Order(StringComparer.Ordinal).ToArray();
        Broker.Requests.Clear();
        return requests;
    }
}
