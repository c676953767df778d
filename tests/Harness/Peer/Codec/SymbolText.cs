namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value of the type symbol.</summary>
internal sealed record SymbolText(string Text)
{
    public override string ToString() => Text;
}
