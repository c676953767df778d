using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The embedded router with the addresses that peers choose for it without configuration.</summary>
public sealed class RoutableEmbeddedRouter() : EmbeddedIntermediary(EmbeddedPreset.Router);
