namespace Amqp1.Dialects;

/// <summary>The content of a call whose caller takes a list in several messages (docs/spec/streams.md).</summary>
internal sealed class StreamRequestContent : RequestContent
{
    /// <inheritdoc />
    public override bool AcceptsParts => true;
}
