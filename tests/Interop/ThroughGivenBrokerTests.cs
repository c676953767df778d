using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through the broker that the environment names.</summary>
public sealed class ThroughGivenBrokerTests(InteropFixture<GivenBroker> fixture) : InteropTests(fixture), IClassFixture<InteropFixture<GivenBroker>>;
