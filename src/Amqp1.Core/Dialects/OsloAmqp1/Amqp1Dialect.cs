namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>The dialect of oslo.messaging's amqp1 driver, with legacy or routable addresses.</summary>
internal sealed class Amqp1Dialect(IAddressSyntax syntax) : IDialect
{
    public string Name { get; } = syntax.Mode.ToString().ToLowerInvariant();

    public IMessageFormat Format => Amqp1Format.Instance;

    public ITopology Topology { get; } = new Amqp1Topology(syntax);

    /// <inheritdoc />
    /// <remarks>docs/spec/links.md#outcomes-and-retries</remarks>
    public ReleasedMeaning MeaningOfReleased(MessageKind kind) => ReleasedMeaning.SendAgain;
}
