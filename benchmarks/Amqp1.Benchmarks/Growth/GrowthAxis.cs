namespace Amqp1.Benchmarks.Growth;

/// <summary>A quantity that grows while the load stays the same.</summary>
/// <param name="Name">The name on the command line of the server process.</param>
/// <param name="Title">What is counted.</param>
/// <param name="Sizes">The sizes that are measured.</param>
/// <param name="Concurrency">The number of calls in progress at a time.</param>
/// <param name="PerSize">The number that is shown for one unit of a size: a topic has three addresses.</param>
internal sealed record GrowthAxis(string Name, string Title, IReadOnlyList<int> Sizes, int Concurrency, int PerSize = 1)
{
    /// <summary>The minimum of the rate at the last size as a part of that at the first.</summary>
    public const double Budget = 0.8;

    /// <summary>Servers of one topic, which share the calls.</summary>
    public static GrowthAxis Servers { get; } = new("servers", "servers of one topic", [1, 10, 100, 1000], 64);

    /// <summary>Topics with one server each, called in turn.</summary>
    public static GrowthAxis Addresses { get; } = new("addresses", "addresses, called in turn", [1, 10, 100, 1000, 3000], 64, PerSize: 3);

    /// <summary>Connections of callers, used in turn.</summary>
    public static GrowthAxis Connections { get; } = new("connections", "connections of callers, used in turn", [1, 10, 100, 1000], 16);

    public static IReadOnlyList<GrowthAxis> All { get; } = [Servers, Addresses, Connections];

    /// <summary>Returns the axis of that name. Throws <see cref="ArgumentException"/> if there is none.</summary>
    public static GrowthAxis Find(string name) =>
        All.FirstOrDefault(axis => axis.Name == name) ?? throw new ArgumentException($"There is no axis {name}, only {string.Join(", ", All.Select(axis => axis.Name))}.");

    /// <summary>Returns the topic of a server.</summary>
    /// <param name="index">The index of the server.</param>
    public string TopicOf(int index) => this == Addresses ? $"growth-{index}" : "growth";

    /// <summary>Returns the number of servers at a size.</summary>
    public int ServersAt(int size) => this == Connections ? 1 : size;

    /// <summary>Returns the number of topics at a size.</summary>
    public int TopicsAt(int size) => this == Addresses ? size : 1;

    /// <summary>Returns the number of connections of callers at a size.</summary>
    public int ConnectionsAt(int size) => this == Connections ? size : 1;
}
