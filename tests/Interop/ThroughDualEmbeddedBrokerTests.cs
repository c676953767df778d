using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker that routes calls directly and stores notifications.</summary>
public sealed class ThroughDualEmbeddedBrokerTests(InteropFixture<DualEmbeddedBroker> fixture) : RoleTests(fixture), IClassFixture<InteropFixture<DualEmbeddedBroker>>;
