using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker with routable addresses.</summary>
public sealed class ThroughRoutableEmbeddedBrokerTests(InteropFixture<RoutableEmbeddedBroker> fixture) : RoleTests(fixture), IClassFixture<InteropFixture<RoutableEmbeddedBroker>>;
