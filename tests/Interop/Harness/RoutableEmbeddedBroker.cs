using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded broker with the addresses that peers choose for it without configuration.</summary>
public sealed class RoutableEmbeddedBroker() : EmbeddedIntermediary(EmbeddedPreset.Broker);
