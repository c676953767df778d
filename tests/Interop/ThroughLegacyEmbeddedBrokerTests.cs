using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker with legacy addresses.</summary>
public sealed class ThroughLegacyEmbeddedBrokerTests(InteropFixture<LegacyEmbeddedBroker> fixture) : RoleTests(fixture), IClassFixture<InteropFixture<LegacyEmbeddedBroker>>;
