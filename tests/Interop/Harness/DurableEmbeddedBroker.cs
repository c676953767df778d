using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded broker with a durable store.</summary>
public sealed class DurableEmbeddedBroker() : EmbeddedIntermediary(EmbeddedPreset.Broker, durable: true);
