namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>The dialect of oslo.messaging's amqp1 driver, with legacy or routable addresses.</summary>
/// <param name="syntax">The syntax of addresses.</param>
/// <param name="product">The <c>product</c> of the peer's Open properties; null if it sent none.</param>
internal sealed class Amqp1Dialect(IAddressSyntax syntax, string? product) : IDialect
{
    private const string EmbeddedBroker = "amqp1-embedded-broker";

    public string Name { get; } = syntax.Mode.ToString().ToLowerInvariant();

    public IMessageFormat Format => Amqp1Format.Instance;

    public ITopology Topology { get; } = new Amqp1Topology(syntax);

    /// <inheritdoc />
    /// <remarks>docs/spec/links.md#outcomes-and-retries</remarks>
    public ReleasedMeaning MeaningOfReleased(MessageKind kind) => ReleasedMeaning.SendAgain;

    /// <inheritdoc />
    /// <remarks>
    /// Qpid Dispatch, skupper-router and the embedded router have the word in the name of their product. The embedded broker does the same
    /// for all addresses that are neither queues nor topics. Other products may be brokers (docs/spec/links.md#addresses-without-a-consumer).
    /// </remarks>
    public bool GrantsCreditForConsumers { get; } =
        product?.Contains("router", StringComparison.OrdinalIgnoreCase) == true || product == EmbeddedBroker;

    /// <inheritdoc />
    /// <remarks>qpidd does so for the queue of a dynamic node whose connection has ended.</remarks>
    public bool AcceptsForDeletedNodes => !GrantsCreditForConsumers;
}
