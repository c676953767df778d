namespace Amqp1.Dialects;

/// <summary>The content of a call whose caller takes a list in several messages (docs/spec/streams.md).</summary>
/// <param name="parts">How it takes them.</param>
internal sealed class StreamRequestContent(PartAcceptance parts) : RequestContent
{
    /// <inheritdoc />
    public override PartAcceptance? AcceptedParts => parts;
}
