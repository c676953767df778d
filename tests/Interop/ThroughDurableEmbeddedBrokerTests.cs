using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker with a durable store.</summary>
public sealed class ThroughDurableEmbeddedBrokerTests(InteropFixture<DurableEmbeddedBroker> fixture) : RoleTests(fixture), IClassFixture<InteropFixture<DurableEmbeddedBroker>>;
