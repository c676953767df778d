using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded broker that routes calls directly and stores notifications.</summary>
public sealed class DualEmbeddedBroker() : EmbeddedIntermediary(EmbeddedPreset.Dual);
