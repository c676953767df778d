namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded router with legacy addresses.</summary>
public sealed class LegacyEmbeddedRouter : EmbeddedIntermediary
{
    public override string AddressingMode => "legacy";
}
