using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded router with legacy addresses.</summary>
public sealed class LegacyEmbeddedRouter() : EmbeddedIntermediary(EmbeddedPreset.Router)
{
    public override string AddressingMode => "legacy";
}
