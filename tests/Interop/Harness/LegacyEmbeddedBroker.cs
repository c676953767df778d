using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded broker with legacy addresses.</summary>
public sealed class LegacyEmbeddedBroker() : EmbeddedIntermediary(EmbeddedPreset.Broker)
{
    public override string AddressingMode => "legacy";
}
