namespace Amqp1.Cli.Checks.Hosts;

/// <summary>The knowledge about one router or broker.</summary>
/// <param name="Product">The product in its Open.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Least">The least version that works.</param>
/// <param name="Advised">The version from which on no problem is known.</param>
/// <param name="Problem">The problem of versions between the two.</param>
/// <param name="UsesLegacyAddresses">Whether services choose legacy addresses for it.</param>
internal sealed record KnownProduct(string Product, string Name, ProductVersion Least, ProductVersion Advised, string? Problem, bool UsesLegacyAddresses)
{
    public static IReadOnlyList<KnownProduct> All { get; } =
    [
        new("qpid-dispatch-router", "Qpid Dispatch", new(0, 6), new(0, 7), "the original driver requires 0.7.0", false),
        new("skupper-router", "skupper-router", new(2, 0), new(2, 0), null, false),
        new("qpid-cpp", "qpidd", new(0, 34), new(0, 34), null, true),
        new("RabbitMQ", "RabbitMQ", new(4, 0), new(4, 0), null, false),
        new("apache-activemq-artemis", "ActiveMQ Artemis", new(2, 0), new(2, 0), null, false),
        new("amqp1-embedded-router", "the embedded router", new(0, 0), new(0, 0), null, false),
        new("amqp1-embedded-broker", "the embedded broker", new(0, 0), new(0, 0), null, false),
    ];

    public static KnownProduct? Find(string? product) => All.FirstOrDefault(known => known.Product.Equals(product, StringComparison.OrdinalIgnoreCase));
}
