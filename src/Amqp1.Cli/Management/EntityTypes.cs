namespace Amqp1.Cli.Management;

/// <summary>The names of the types of a management node, which depend on the product.</summary>
/// <param name="Prefix">The beginning of the names.</param>
internal sealed record EntityTypes(string Prefix)
{
    /// <summary>The type of queues, which only the embedded broker has.</summary>
    public const string Queue = "amqp1.queue";

    /// <summary>The type of the router itself.</summary>
    public string Router => $"{Prefix}.router";

    /// <summary>The type of connections.</summary>
    public string Connection => $"{Prefix}.connection";

    /// <summary>The type of addresses.</summary>
    public string Address => $"{Prefix}.router.address";

    /// <summary>The type of links.</summary>
    public string Link => $"{Prefix}.router.link";

    /// <summary>Returns the types of a product: skupper-router has its own prefix; the others have that of Qpid Dispatch.</summary>
    public static EntityTypes Of(string product) =>
        new(product.Contains("skupper", StringComparison.OrdinalIgnoreCase) ? "io.skupper.router" : "org.apache.qpid.dispatch");
}
