namespace Amqp1.Cli.Configurations;

/// <summary>The routers and brokers whose configuration can be written.</summary>
internal static class ServerConfigurations
{
    public static IReadOnlyList<IServerConfiguration> All { get; } =
    [
        new RouterConfiguration("qdrouterd", "qpid-dispatch-router", "qdrouterd.conf"),
        new RouterConfiguration("skrouterd", "skupper-router", "skrouterd.conf"),
        new QpiddConfiguration(),
        new ArtemisConfiguration(),
        new RabbitConfiguration(),
    ];

    /// <summary>Returns the configuration for the product in a peer's Open; null if the product is not known.</summary>
    public static IServerConfiguration? Find(string? product) =>
        All.FirstOrDefault(server => server.Product.Equals(product, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the lines that give an address prefix the treatment that it needs, for a report.</summary>
    public static string FixOf(AddressRule rule, string? product) => Find(product) is { } server
        ? $"In {server.FileName}:\n{server.RuleOf(rule)}"
        : $"Configure the prefix '{rule.Prefix}' of addresses as {DescriptionOf(rule.Distribution)}.";

    private static string DescriptionOf(AddressDistribution distribution) => distribution == AddressDistribution.Multicast
        ? "multicast (a topic): every consumer gets a copy"
        : "anycast (a queue): one consumer gets a message";
}
